"""The port to a virus scanner: clamd of ClamAV, asked over its socket with INSTREAM. It gets the bytes, never a path.

CLAMD_ADDRESS is the path of a Unix socket, host:port, or empty: then nothing is scanned, and the pages say so.
"""

import socket
import struct

from django.conf import settings

CHUNK = 64 * 1024
TIMEOUT = 60  # for each piece; a scan of a large document takes seconds
MAX_ANSWER = 4096


class ScannerAway(Exception):
    """No verdict: the scanner does not run, does not answer, or cannot take this file. Never the same as clean."""


def is_on():
    return bool(settings.CLAMD_ADDRESS)


def find_virus(file):
    """Return the name of the virus in an open file, or None when it is clean. Raises ScannerAway without a verdict."""
    try:
        with _connect() as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                connection.sendall(struct.pack(">L", len(chunk)) + chunk)
            connection.sendall(struct.pack(">L", 0))
            answer = _answer(connection)
    except (OSError, ValueError) as error:
        raise ScannerAway(f"{type(error).__name__}: {error}") from error
    return _verdict(answer)


def _connect():
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT)


def _answer(connection):
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER and (piece := connection.recv(MAX_ANSWER)):
        answer += piece
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _verdict(answer):
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return None
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")[:200] or "tanpa nama"
    raise ScannerAway(f"clamd: {answer[:200]}")
