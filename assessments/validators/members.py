"""What no member of an office document may be or do, whatever the format."""

import re

from assessments.validators.rejection import Rejected

_HEAD_BYTES = 8
# Archives, programs, OLE objects, shortcuts, and documents of other kinds.
_FOREIGN = (
    b"PK\x03\x04",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"MSCF",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"MZ\x90\x00",
    b"\x7fELF",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"%PDF-",
    b"{\\rtf",
    b"#!",
)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.I)
_CLICKABLE = {"http", "https", "mailto", "ftp", "tel", "file"}
_FETCHING = re.compile(r"\b(WEBSERVICE|RTD|IMAGE|CALL|REGISTER\.ID|DDE)\s*\(", re.I)
_FORMULA_TEXT = re.compile(r'"[^"]*"')


def refuse_foreign(chunks):
    """Pass the chunks of a member through, and refuse it by its first bytes."""
    head = b""
    for chunk in chunks:
        if len(head) < _HEAD_BYTES:
            head += chunk[: _HEAD_BYTES - len(head)]
            if head.startswith(_FOREIGN):
                raise Rejected("embedded")
        yield chunk


def is_clickable(address):
    """A hyperlink is followed by a person who sees where it leads; it may still not start a program."""
    scheme = _SCHEME.match(address)
    return not scheme or scheme[1].lower() in _CLICKABLE


def refuse_fetching(formula):
    """Return the formula without its texts, after refusing functions that fetch or call something."""
    formula = _FORMULA_TEXT.sub("", formula)
    if _FETCHING.search(formula):
        raise Rejected("external")
    return formula
