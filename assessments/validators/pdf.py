"""PDF: whole, without a lock, and nothing that acts by itself.

A search of the bytes misses what is compressed or spelt /J#61vaScript, so qpdf parses the file and every object is
looked at, those in object streams and those that nothing refers to included.
"""

import mmap
import re

import pikepdf

from assessments.validators import pdf_streams
from assessments.validators.archive import TAIL_BYTES, refuse_hidden_zip
from assessments.validators.rejection import Rejected

# Actions that run, fetch or send; /URI and a /GoTo inside the document stay allowed.
_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR"),
    *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"),
}
_SUBTYPES = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
_KEYS = {"/JS", "/JavaScript", "/XFA", "/EmbeddedFiles", "/EF", "/Collection", "/RichMediaContent"}
_SUSPECT = re.compile(
    b"(?:" + b"|".join(name.encode() for name in sorted(_ACTIONS | _SUBTYPES | _KEYS | {"/EmbeddedFile"})) + rb")\b"
)
_END = b"%%EOF"


def inspect_pdf(path):
    """Return the number of pages, and whether at least half of them hold text."""
    _check_end(path)
    refuse_hidden_zip(path)
    try:
        with pikepdf.open(path) as document:
            return _inspect_document(document)
    except pikepdf.PasswordError as error:
        raise Rejected("password") from error
    except pikepdf.PdfError as error:
        raise Rejected("truncated") from error


def _check_end(path):
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        end = data.rfind(_END)
        if end == -1:
            raise Rejected("truncated")
        end += len(_END)
        if len(data) - end > TAIL_BYTES:
            # A cut download of an updated document ends inside an object; foreign data has none.
            raise Rejected("truncated" if data.find(b" obj", end) != -1 else "polyglot")


def _inspect_document(document):
    if document.is_encrypted:  # opens without a password, but forbids copying, printing or merging
        raise Rejected("password")
    budget = pdf_streams.Budget()
    _check_object(document.trailer)
    for item in document.objects:
        _check_object(item)
        budget.check(item)
    pages = len(document.pages)
    if not pages:
        raise Rejected("truncated")
    warnings = "\n".join(document.get_warnings())
    # qpdf repairs small slips, as viewers do; where it had to guess the objects, a viewer may guess others.
    if "reconstruct" in warnings:
        raise Rejected("truncated")
    # What is nested too deeply qpdf leaves out; a viewer may read it.
    if "limits error" in warnings:
        raise Rejected("unreadable")
    return pages, 2 * pdf_streams.count_pages_with_text(document) >= pages


def _check_object(item):
    """Parse in C++, search its plain spelling, and look closer only where a name is found: 100 times faster."""
    content = item.stream_dict if isinstance(item, pikepdf.Stream) else item
    if isinstance(content, pikepdf.Dictionary | pikepdf.Array) and _SUSPECT.search(content.unparse(resolved=True)):
        _check_container(content)


def _check_container(item):
    """Look into the dictionaries and arrays written inside this object; those it refers to come by themselves."""
    waiting = [item]
    while waiting:
        container = waiting.pop()
        if isinstance(container, pikepdf.Dictionary):
            _check_dictionary(container)
            values = [container[key] for key in container]
        else:
            values = list(container)
        waiting += [
            value for value in values if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
        ]


def _check_dictionary(dictionary):
    acts = _name(dictionary, "/S") in _ACTIONS or _name(dictionary, "/Subtype") in _SUBTYPES
    holds = _name(dictionary, "/Type") == "/EmbeddedFile" or not _KEYS.isdisjoint(dictionary.keys())
    if acts or holds:
        raise Rejected("active_pdf")


def _name(dictionary, key):
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
