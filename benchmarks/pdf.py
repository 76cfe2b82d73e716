"""The province PDF, from frozen content to bytes, against WeasyPrint rendering the finished HTML alone, in one run.

    python benchmarks/pdf.py [--rounds 12]

The floor gets the same stylesheet and fonts and writes the same variant; ours on top are the rows, the sentences,
the charts, the template, and the tags. CPU seconds alternate between the two. Aim: at most 1.15 times the floor. The
peak memory is that of the process that the portal starts for one document.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
_FOLDER = tempfile.TemporaryDirectory(prefix="spbe-bench-")
os.environ.update(DEBUG="true", DATA_DIR=_FOLDER.name, LOG_LEVEL="ERROR")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spbe_portal.settings")

import django  # noqa: E402

django.setup()

from weasyprint import CSS, HTML  # noqa: E402

from reports import pdf_process, rendering  # noqa: E402
from reports.scorecard_pdf import Stamp, build_html  # noqa: E402

CONTENT = json.loads((ROOT / "tests" / "data" / "result_337.json").read_text(encoding="utf-8"))
STAMP = Stamp(
    "23456789", 1, "0" * 64, datetime(2022, 7, 28, tzinfo=UTC), "https://spbe.contoh.go.id/verifikasi/23456789/"
)


def whole():
    return rendering.render_in_process(build_html(CONTENT, STAMP, "province"))


def floor(html):
    stylesheet = CSS(string=pdf_process.STYLESHEET.read_text(encoding="utf-8"))
    return HTML(string=html).write_pdf(stylesheets=[stylesheet], pdf_variant="pdf/ua-1")


def cpu_of(act):
    started = time.process_time()
    act()
    return time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=12)
    rounds = parser.parse_args().rounds
    html = build_html(CONTENT, STAMP, "province")
    whole(), floor(html)
    pairs = [(cpu_of(whole), cpu_of(lambda: floor(html))) for _ in range(rounds)]
    ours, alone = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"whole {ours:.2f} s CPU, WeasyPrint alone {alone:.2f} s, median ratio {ratio:.2f}")
    command = [sys.executable, "-m", "reports.pdf_process"]
    started = time.perf_counter()
    subprocess.run(command, input=html.encode(), capture_output=True, cwd=ROOT, check=True)
    spent, peak = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"one document in a process of its own: {spent:.2f} s, peak {peak} MB")


if __name__ == "__main__":
    main()
