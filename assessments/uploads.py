"""Files on their way in: streamed to disk, counted and hashed while they arrive, and never left behind.

FILE_UPLOAD_HANDLERS names this one handler for the whole site.  It cannot be chosen in a view: CsrfViewMiddleware reads
request.POST, and with it every file, before the view is called.

A file that is too big, or that the disk has no room for, does not break the request.  It arrives as a StagedFile whose
`refused` tells why, so that the form can say so beside the field and keep everything else that was typed.
"""

import hashlib
import io
import math
import secrets
import shutil
import weakref

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http.multipartparser import MultiPartParser

from assessments import storage
from assessments.validators.rejection import Rejected
from assessments.validators.sandbox import inspect_in_subprocess

MAX_FILES_AT_ONCE = 5  # largest files; a request is read that far and no further
MB = 1_000_000
RESERVED_SHARE, RESERVED_BYTES = 0.05, 500 * MB  # of the disk, the smaller of both: room for the database


class StagedFile(UploadedFile):
    """A file in the staging folder, which disappears with close() unless storage.store() took it."""

    def __init__(self, name, content_type=""):
        self.path = storage.staging_folder() / secrets.token_hex(16)
        super().__init__(io.BytesIO(), name, content_type, size=0)
        self.sha256 = ""
        self.refused = ""  # "", or the code of the reason: big, many, full
        self._hash = hashlib.sha256()
        self._remove = weakref.finalize(self, self.path.unlink, missing_ok=True)
        self._guard(self._open)

    @property
    def too_big(self):
        return self.refused == "big"

    def receive(self, chunk):
        self.size += len(chunk)
        if self.size > settings.EVIDENCE_MAX_BYTES:
            self.refuse("big")
        if not self.refused:
            self._hash.update(chunk)
            self._guard(self._write, chunk)

    def finish(self):
        if not self.refused:
            self.sha256 = self._hash.hexdigest()
            self.file.seek(0)

    def refuse(self, reason):
        self.refused = self.refused or reason
        self.close()

    def close(self):
        self.file.close()
        self._remove()

    def rejection(self):
        limit = settings.EVIDENCE_MAX_BYTES
        if self.refused == "many":
            return Rejected("many", limit=megabytes(MAX_FILES_AT_ONCE * limit))
        return Rejected(self.refused, size=megabytes(self.size), limit=megabytes(limit))

    def _open(self):
        if is_nearly_full(self.path.parent):
            self.refuse("full")
        else:
            self.file = self.path.open("x+b", buffering=0)

    def _write(self, chunk):
        rest = memoryview(chunk)
        while rest:
            rest = rest[self.file.write(rest) :]

    def _guard(self, action, *arguments):
        try:
            action(*arguments)
        except OSError as error:
            if not storage.is_full(error):
                self.close()
                raise
            self.refuse("full")


class StagingUploadHandler(FileUploadHandler):
    """Parses the request itself, because Django tells a handler neither of a lost connection nor of a broken part."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        receiver = _Receiver(self.request)
        try:
            post, files = MultiPartParser(META, input_data, [receiver], encoding).parse()
        except BaseException:
            receiver.upload_interrupted()
            raise
        if receiver.stopped:
            files.appendlist(receiver.field_name, receiver.stopped)
        return post, files


class _Receiver(FileUploadHandler):
    def __init__(self, request):
        super().__init__(request)
        self.staged = self.stopped = None
        self.received = 0
        user = getattr(request, "user", None)
        self.is_welcome = user is None or user.is_authenticated  # a stranger cannot fill the disk

    def new_file(self, *arguments, **keywords):
        super().new_file(*arguments, **keywords)
        if self.is_welcome:
            self.staged = StagedFile(self.file_name, self.content_type)

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.staged:
            self.staged.receive(raw_data)
        if self.received > MAX_FILES_AT_ONCE * settings.EVIDENCE_MAX_BYTES:
            self._stop()

    def file_complete(self, file_size):
        staged, self.staged = self.staged, None
        if staged:
            staged.finish()
        return staged

    def upload_interrupted(self):
        if self.staged:
            self.staged.close()

    def _stop(self):
        """Read no further; what came before, and why it stopped, still reaches the form."""
        if self.staged:
            self.staged.refuse("many")
            self.stopped = self.staged
        raise StopUpload(connection_reset=True)


def check(staged, inspect=inspect_in_subprocess):
    """Return the Inspection of a received file, or raise Rejected in words for the person who sent it.

    inspect: the inspection itself serves for what the portal made; a file from outside needs the process of its own.
    """
    if staged.refused:
        raise staged.rejection()
    return inspect(staged.path, staged.name)


def stage(name, content):
    """Return a file made by the portal itself, as if it had been uploaded."""
    staged = StagedFile(name)
    staged.receive(content)
    staged.finish()
    return staged


def megabytes(count):
    """Return the size in MB of 1,000,000 bytes, rounded up so that a size above the limit never looks equal to it."""
    tenths = math.ceil(count * 10 / MB)
    return f"{tenths // 10},{tenths % 10}".removesuffix(",0")


def told_size(count):
    """Return the size with its unit: "450 KB" below one MB, otherwise as `megabytes` says it."""
    return f"{megabytes(count)} MB" if count >= MB else f"{math.ceil(count / 1000)} KB"


def is_nearly_full(folder, coming=0):
    usage = shutil.disk_usage(folder)
    return usage.free - coming < min(usage.total * RESERVED_SHARE, RESERVED_BYTES)
