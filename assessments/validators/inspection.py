"""The allow-list: eight kinds of file, told by their content, and the name must agree."""

import logging
from dataclasses import dataclass
from pathlib import Path, PurePath

from assessments.validators import images, jpeg, office, pdf, png
from assessments.validators.naming import foreign, mismatch
from assessments.validators.rejection import Rejected

logger = logging.getLogger(__name__)

# extension -> media type; the first extension of a media type is the one that we show and store.
EXTENSIONS = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Inspection:
    media_type: str
    extension: str
    has_text_layer: bool | None = None  # PDF only: at least half of the pages hold text
    page_count: int | None = None  # PDF only


def inspect(path, original_name):
    """Return what the file is, or raise Rejected.

    Parsers of hostile files crash, hang and swallow memory: for a file from outside call
    sandbox.inspect_in_subprocess instead, which runs this function behind limits.
    """
    path = Path(path)
    given = extension_of(original_name)
    if given not in EXTENSIONS:
        raise Rejected("type")
    try:
        found = _inspect_content(path)
    except Rejected as refusal:
        if refusal.code == "type":
            raise foreign(given, _head(path)) from refusal
        raise
    except Exception as error:  # whatever a parser raises over a broken file, the answer is the same
        logger.warning("inspection failed", exc_info=True)
        raise Rejected("unreadable") from error
    if EXTENSIONS[given] != found.media_type:
        raise mismatch(given, found.extension)
    return found


def extension_of(name):
    return PurePath(name.replace("\\", "/")).suffix.removeprefix(".").lower()


def _inspect_content(path):
    head = _head(path)
    if not head:
        raise Rejected("empty")
    if head.startswith(b"%PDF-"):
        page_count, has_text_layer = pdf.inspect_pdf(path)
        return _result("pdf", has_text_layer, page_count)
    if head.startswith(png.SIGNATURE):
        images.inspect_png(path)
        return _result("png")
    if head.startswith(jpeg.SIGNATURE):
        images.inspect_jpeg(path)
        return _result("jpg")
    if head.startswith(b"PK\x03\x04"):
        return _result(office.inspect_office(path))
    if head.startswith(_CFB) and _ENCRYPTED in path.read_bytes():
        raise Rejected("password")
    raise Rejected("polyglot" if b"%PDF-" in head else "type")


def _head(path):
    with path.open("rb") as file:
        return file.read(1024)


def _result(extension, has_text_layer=None, page_count=None):
    return Inspection(EXTENSIONS[extension], extension, has_text_layer, page_count)
