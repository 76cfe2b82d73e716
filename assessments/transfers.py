"""The bytes of an upload that arrives in pieces. They lie in the staging folder under the upload's token.

The size of that file is the offset from which the browser goes on. Every block is written under a lock and only where
its sender believes the end to be: of two requests for the same piece one writes and the other stops, a request that
hangs holds nobody up, and no byte is written twice.
"""

import fcntl
import hashlib
import os
import secrets
from contextlib import contextmanager

from assessments import storage

BLOCK = 256 * 1024


class OutOfStep(Exception):
    """The file does not end where the sender believes."""


class Busy(Exception):
    """Another request is finishing this upload."""


def offset_of(token):
    """How many bytes have arrived; they are synced, so that a power cut takes none that was told of."""
    try:
        with _path(token).open("rb") as file:
            os.fsync(file.fileno())
            return os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return 0


def append(token, offset, limit, read):
    """Write what `read` gives, up to `limit` bytes; returns where the file ends. What came before a cut stays.

    With nothing to write the file is not opened for writing: one that was whole and on its way to the store may be
    closed to that already.
    """
    if not limit:
        return offset_of(token)
    descriptor = os.open(_path(token), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        end = offset + limit
        while offset < end and (block := read(min(BLOCK, end - offset))):
            offset = _write(descriptor, offset, block)
    except OSError as error:
        if storage.is_full(error):
            raise storage.StorageFull(*error.args) from error
        raise
    finally:
        os.fsync(descriptor)
        os.close(descriptor)
    return offset


def discard(token):
    _path(token).unlink(missing_ok=True)


@contextmanager
def finishing(token):
    """For one request at a time, whether the bytes are there; the lock ends with the process that holds it."""
    try:
        descriptor = os.open(_path(token), os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(token) from error
        yield True
    finally:
        os.close(descriptor)


class ArrivedFile:
    """A whole file, as intake.receive takes it: a second name for its bytes, so that a failure costs nothing."""

    refused = ""

    def __init__(self, token, name):
        self.name = name
        self.path = storage.staging_folder() / f"{token}.{secrets.token_hex(4)}"
        os.link(_path(token), self.path)
        with self.path.open("rb") as file:
            self.size = os.fstat(file.fileno()).st_size
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()

    def close(self):
        self.path.unlink(missing_ok=True)


def _write(descriptor, offset, block):
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        if os.fstat(descriptor).st_size != offset:
            raise OutOfStep
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    return offset + len(block)


def _path(token):
    return storage.staging_folder() / token
