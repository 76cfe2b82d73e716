"""From HTML to the bytes of a PDF, in a process of its own (or in this one, for measurements)."""

import os
import subprocess
import sys
from pathlib import Path

from reports import pdf_process

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
ROOT = Path(__file__).resolve().parent.parent


class PdfFailed(Exception):
    """A document could not be made; the message is for the person who asked for it."""


class PdfUnavailable(PdfFailed):
    """This server lacks the libraries that make a PDF."""

    def __init__(self):
        super().__init__(
            f"Berkas PDF belum dapat dibuat karena paket {PACKAGES} belum terpasang pada peladen. "
            f"Pasang dengan: apt-get install -y --no-install-recommends {PACKAGES}"
        )


def render_pdf(html, timeout=60):
    """The PDF of a page, made by a process with bounded memory and time and without this one's environment."""
    command = [sys.executable, "-m", "reports.pdf_process", str(timeout)]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(
            command, input=html.encode(), capture_output=True, timeout=timeout, cwd=ROOT, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PdfFailed(f"Pembuatan PDF dihentikan setelah {timeout} detik.") from error
    if done.returncode == pdf_process.LIBRARY_MISSING:
        raise PdfUnavailable
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        detail = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"kode {done.returncode}"]
        raise PdfFailed(f"Pembuatan PDF gagal: {detail[0][:200]}")
    return done.stdout


def render_in_process(html):
    """The same bytes, without a process of its own: slower libraries stay loaded, nothing is bounded."""
    try:
        return pdf_process.render(html)
    except pdf_process.LibraryMissing as error:
        raise PdfUnavailable from error
