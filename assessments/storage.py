"""Evidence on disk: written once under a random name, synced before anyone is told that it is saved, never overwritten.

A stored name looks like `3f/3f9c…` (32 hexadecimal digits after the folder); no part of it comes from outside.
"""

import errno
import hashlib
import math
import os
import re
import secrets
import unicodedata
from datetime import timedelta
from pathlib import Path, PurePath

from django.conf import settings
from django.utils import timezone

from assessments.validators.rejection import SENTENCES

STAGING = ".staging"
MAX_NAME_BYTES = 200
GRACE = timedelta(hours=24)  # what is younger may still be on its way to its row

_STORED = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{30}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWANTED = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)


class StorageFull(OSError):
    """The disk has no room; a view answers 507 with the message."""

    code, message = "full", SENTENCES["full"]


class Tampered(Exception):
    """The stored bytes are not those that were received."""


def store(staged):
    """Move a received file (uploads.StagedFile) to its place and return its stored name; either way it is closed.

    When this returns, the file survives a power cut.
    """
    name = secrets.token_hex(16)
    target = _root() / name[:2] / name
    try:
        _make_folder(target.parent)
        _sync_file(staged.path)
        os.rename(staged.path, target)
        _sync_folder(target.parent)
    except OSError as error:
        target.unlink(missing_ok=True)
        if is_full(error):
            raise StorageFull(*error.args) from error
        raise
    finally:
        staged.close()
    return f"{name[:2]}/{name}"


def open_evidence(name, sha256=None):
    """Open a stored file for reading; with its SHA-256, raise Tampered rather than hand out other bytes."""
    file = path_of(name).open("rb")
    if sha256 and _digest(file) != sha256:
        file.close()
        raise Tampered(name)
    return file


def verify(name, sha256):
    """Tell whether the stored file is there and still what was received."""
    try:
        open_evidence(name, sha256).close()
    except (FileNotFoundError, Tampered):
        return False
    return True


def delete(name):
    path = path_of(name)
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)


def path_of(name):
    if not _STORED.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a stored file")
    return _root() / name


def find_strays(known_names, older_than=GRACE, arriving=()):
    """Return the paths of old files that no row knows (a crash came between) and of uploads that never ended.

    arriving: the tokens of uploads that go on; what lies in the staging folder under one of them is no stray.
    """
    limit = (timezone.now() - older_than).timestamp()
    known, arriving = set(known_names), set(arriving)
    candidates = [path for path in stored_files() if name_of(path) not in known]
    candidates += [path for path in staging_folder().iterdir() if path.name.partition(".")[0] not in arriving]
    return sorted(path for path in candidates if path.is_file() and _age(path) < limit)


def delete_strays(strays):
    """Delete what find_strays found; a wrong list of known names loses evidence. Returns how many there were."""
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def size_of(path):
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def is_staged(path):
    return path.parent.name == STAGING


def stored_files():
    return _root().glob("??/*")


def name_of(path):
    return path.relative_to(_root()).as_posix()


def staging_folder():
    folder = _root() / STAGING
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def is_full(error):
    return error.errno in _FULL


def safe_display_name(name):
    """Return a file name to show and to offer for download: one line, no path, no turned letters, never empty."""
    name = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    name = "".join(_UNWANTED.sub("_", letter) for letter in name if unicodedata.category(letter)[0] != "C")
    name = " ".join(name.split()).strip(". -")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, dot, ending = name, "", ""
    room = MAX_NAME_BYTES - len((dot + ending).encode())
    stem = stem.encode()[:room].decode(errors="ignore").strip(". -") or "berkas"
    return ("_" if _DEVICE.match(stem) else "") + stem + dot + ending


def _root():
    return Path(settings.EVIDENCE_ROOT)


def _make_folder(folder):
    try:
        folder.mkdir(mode=0o750)
    except FileExistsError:
        return
    _sync_folder(folder.parent)


def _sync_file(path):
    """Write it through to the disk, never to be written again."""
    with path.open("rb") as file:
        os.fchmod(file.fileno(), 0o440)
        os.utime(file.fileno())  # an upload may have arrived days ago; from now on its row is on the way
        os.fsync(file.fileno())


def _sync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _age(path):
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # it found its place, or was taken away, while we looked
        return math.inf


def _digest(file):
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
