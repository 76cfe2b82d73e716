"""Bombs are refused early and cheaply, large honest files pass in time, and the worker's limits hold."""

import io
import json
import logging
import os
import random
import subprocess
import sys
import time

import pytest

from assessments.validators import sandbox, worker
from assessments.validators.inspection import inspect
from assessments.validators.rejection import SENTENCES, Rejected
from assessments.validators.sandbox import inspect_in_subprocess
from tests.corpus import GOOD, HOSTILE, content_of, pdfs
from tests.corpus.pdfs import pdf, stream

BOMBS = [trick for trick, (_, _, code) in HOSTILE.items() if code in ("bomb", "pixels")]
MEASURE = """
import json, resource, sys, time
from assessments.validators.inspection import inspect
from assessments.validators.rejection import Rejected
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path, name in json.load(sys.stdin):
    before, start = peak(), time.process_time()
    try:
        inspect(path, name)
    except Rejected as error:
        print(json.dumps([error.code, time.process_time() - start, peak() - before]))
"""


def python(code, given=""):
    return subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, text=True, check=True).stdout


def test_bombs_cost_little_time_and_memory(tmp_path):
    files = []
    for trick in BOMBS:
        name, content, _ = HOSTILE[trick]
        (tmp_path / trick).write_bytes(content_of(content))
        files.append([str(tmp_path / trick), name])

    measured = [json.loads(line) for line in python(MEASURE, json.dumps(files)).splitlines()]

    assert len(measured) == len(BOMBS) >= 12
    for trick, (code, seconds, kilobytes) in zip(BOMBS, measured, strict=True):
        assert code in ("bomb", "pixels")
        assert seconds < 2, trick
        assert kilobytes < 50_000, trick


def test_scan_of_50_mb_passes_in_three_seconds(tmp_path):
    noise = random.Random(1).randbytes(1_000_000)
    image = b"/Subtype /Image /Filter /DCTDecode /Width 2480 /Height 3508"
    path = tmp_path / "staged"
    path.write_bytes(pdf(*[stream(image, noise)] * 50))

    start = time.process_time()
    found = inspect(path, "pindai.pdf")

    assert found.extension == "pdf"
    assert time.process_time() - start < 3


@pytest.fixture
def staged(tmp_path):
    path = tmp_path / "staged"
    path.write_bytes(pdf())
    return path


def test_worker_finds_what_the_inspection_finds(staged):
    assert inspect_in_subprocess(staged, "peraturan ke-7 “final”.pdf") == inspect(staged, "a.pdf")


@pytest.mark.parametrize("trick", ["pdf-javascript-in-object-stream", "name-hides-exe-by-right-to-left", "zip-bomb"])
def test_worker_refuses_what_the_inspection_refuses(tmp_path, trick):
    name, content, code = HOSTILE[trick]
    (tmp_path / "staged").write_bytes(content_of(content))

    with pytest.raises(Rejected) as refusal:
        inspect_in_subprocess(tmp_path / "staged", name)

    assert refusal.value.code == code
    assert refusal.value.message == Rejected(code).message


def test_worker_survives_an_object_stream_of_two_gigabytes(tmp_path):
    path = tmp_path / "staged"
    path.write_bytes(pdfs.object_stream_bomb())

    with pytest.raises(Rejected) as refusal:
        inspect_in_subprocess(path, "a.pdf")

    assert refusal.value.code == "truncated"  # qpdf stopped at its limit; neither the memory nor the time ran out


@pytest.mark.parametrize("death", ["os.abort()", "raise SystemExit(3)", "import time; time.sleep(60)"])
def test_death_of_the_worker_refuses_the_file_and_is_logged(staged, monkeypatch, caplog, death):
    monkeypatch.setattr(sandbox, "_COMMAND", [sys.executable, "-c", f"import os; {death}"])

    with caplog.at_level(logging.ERROR), pytest.raises(Rejected) as refusal:
        inspect_in_subprocess(staged, "a.pdf", timeout=2)

    assert refusal.value.code == "unreadable"
    assert caplog.messages


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        ("import socket; socket.socket()", "PermissionError"),
        ("import subprocess; subprocess.run(['true'])", "PermissionError"),
        ("import os; os.system('true')", "PermissionError"),
        ("open('{path}', 'wb', 0).write(b'x')", "OSError"),
        ("bytearray(2_000_000_000)", "MemoryError"),
    ],
)
def test_worker_can_neither_connect_nor_start_nor_write_nor_swell(tmp_path, attempt, error):
    code = f"""
from assessments.validators import worker
worker.lock_down()
try:
    {attempt.format(path=tmp_path / "written")}
except Exception as error:
    print(*(kind.__name__ for kind in type(error).__mro__))
"""

    assert error in python(code).split()


def test_worker_speaks_json(staged, monkeypatch, capsys):
    monkeypatch.setattr(worker, "lock_down", lambda: None)
    outcomes = []
    for name in ("a.pdf", "a.exe"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps({"path": str(staged), "name": name})))
        worker.main()
        outcomes.append(json.loads(capsys.readouterr().out))

    assert outcomes == [
        {"media_type": "application/pdf", "extension": "pdf", "has_text_layer": True, "page_count": 1},
        {"code": "type", "message": SENTENCES["type"]},
    ]


def test_worker_starts_without_django():
    loaded = python("import assessments.validators.worker, sys; print(*sys.modules)").split()

    assert "assessments.validators.pdf" in loaded
    assert not [name for name in loaded if name.partition(".")[0] == "django"]


def test_worker_is_not_handed_the_secrets_of_the_portal(staged, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "rahasia")

    assert "SECRET_KEY" not in sandbox._environment()
    assert "PATH" in sandbox._environment() or "PATH" not in os.environ


def test_every_good_file_passes_the_worker_of_its_kind(tmp_path):
    for name in ("teks.pdf", "foto.jpg", "tangkapan.png", "rekap.xlsx", "surat.odt"):
        path = tmp_path / "staged"
        path.write_bytes(content_of(GOOD[name]))

        assert inspect_in_subprocess(path, name) == inspect(path, name)
