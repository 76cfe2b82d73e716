"""What a request of the tus protocol says in its headers, taken strictly: what is unclear is refused."""

import base64
import binascii
import re

from django.conf import settings
from django.urls import Resolver404, resolve

from assessments.storage import safe_display_name
from assessments.uploads import megabytes
from assessments.validators.inspection import EXTENSIONS, extension_of
from assessments.validators.rejection import Rejected

OFFSET_TYPE = "application/offset+octet-stream"
MAX_METADATA = 4096
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


class Refused(Exception):
    """A request that is not as the protocol wants it, or comes at the wrong moment."""

    def __init__(self, status, sentence=""):
        self.status = status
        super().__init__(sentence)


class NewUpload:
    """An upload to begin: name, size, the key of the browser, its grace token, and a filter that finds the answer."""

    def __init__(self, headers):
        if headers.get("Upload-Defer-Length"):
            raise Refused(400, "Sebut ukuran berkas pada Upload-Length")
        given = metadata(headers.get("Upload-Metadata", ""))
        if missing := {"filename", "answer", "key"} - given.keys():
            raise Refused(400, f"Upload-Metadata tidak memuat {', '.join(sorted(missing))}")
        if not _KEY.fullmatch(given["key"]):
            raise Refused(400, "Kunci unggahan harus 8–64 huruf, angka, atau tanda hubung")
        self.key = given["key"]
        self.izin = given.get("izin", "")
        self.answer = _answer_filter(given["answer"])
        self.size = number(headers.get("Upload-Length"))
        self.name = safe_display_name(given["filename"])
        self._judge()

    def _judge(self):
        """What the name and the size alone decide, before a byte is sent."""
        limit = settings.EVIDENCE_MAX_BYTES
        if extension_of(self.name) not in EXTENSIONS:
            raise Rejected("type")
        if self.size == 0:
            raise Rejected("empty")
        if self.size > limit:
            raise Rejected("big", size=megabytes(self.size), limit=megabytes(limit))


def number(text):
    if not _NUMBER.fullmatch(text or ""):
        raise Refused(400, "Angka pada kepala permintaan tidak terbaca")
    return int(text)


def metadata(header):
    """The pairs of Upload-Metadata: `key base64, key base64`; a value may be left out."""
    if len(header) > MAX_METADATA:
        raise Refused(400, "Upload-Metadata terlalu panjang")
    pairs = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, value = pair.partition(" ")
        if name in pairs or not name.isascii():
            raise Refused(400, "Upload-Metadata tidak terbaca")
        try:
            pairs[name] = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise Refused(400, "Upload-Metadata tidak terbaca") from error
    return pairs


def _answer_filter(text):
    """By its number, or by the address of its page."""
    if _NUMBER.fullmatch(text):
        return {"pk": int(text)}
    try:
        match = resolve(text)
    except Resolver404 as error:
        raise Refused(400, "Jawaban tidak dikenal") from error
    if match.view_name != "assessments:answer":
        raise Refused(400, "Jawaban tidak dikenal")
    names = match.kwargs
    return {
        "assessment__period__slug": names["period"],
        "assessment__unit__code": names["unit"],
        "indicator__number": names["number"],
    }
