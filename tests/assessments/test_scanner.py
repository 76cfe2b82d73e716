"""clamd is asked with the bytes themselves; whatever is not a clear answer is none."""

import io
import tempfile
from pathlib import Path

import pytest

from assessments import scanner
from tests.assessments import clamd


def test_clean_and_infected_over_tcp(settings):
    content = b"surat " * 30_000
    with clamd.running() as server:
        settings.CLAMD_ADDRESS = server.address

        assert scanner.find_virus(io.BytesIO(content)) is None
        assert scanner.find_virus(io.BytesIO(b"a" * 70_000 + clamd.EICAR)) == "Eicar-Test-Signature"

    assert server.seen[0] == content


def test_unix_socket(settings):
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, clamd.running(path=Path(folder) / "c") as server:
        settings.CLAMD_ADDRESS = server.address

        assert scanner.find_virus(io.BytesIO(clamd.EICAR)) == "Eicar-Test-Signature"


@pytest.mark.parametrize("mode", ["hang up", "too big", "mute"])
def test_no_verdict_is_not_clean(settings, mode):
    with clamd.running(mode) as server:
        settings.CLAMD_ADDRESS = server.address

        with pytest.raises(scanner.ScannerAway):
            scanner.find_virus(io.BytesIO(b"a" * 2_000_000))


@pytest.mark.parametrize("address", ["/tmp/tidak-ada.sock", "127.0.0.1:1", "salah", "127.0.0.1:x"])
def test_scanner_that_is_not_there(settings, address):
    settings.CLAMD_ADDRESS = address

    with pytest.raises(scanner.ScannerAway):
        scanner.find_virus(io.BytesIO(b"a"))


def test_without_an_address_it_is_off(settings):
    settings.CLAMD_ADDRESS = ""
    assert not scanner.is_on()
