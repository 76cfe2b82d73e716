"""Sample documents, each rendered once for all tests."""

import hashlib
import io
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pypdf

from reports.rendering import render_in_process
from reports.scorecard_pdf import Stamp, build_html

DATA = Path(__file__).resolve().parent.parent / "data"
EDITIONS = [
    ("result_337", "province", None),
    ("result_337", "executive", None),
    ("result_337", "unit", "KOMINFO"),
    ("result_337", "unit", "BPKAD"),
    ("result_337", "unit", "BPSDM"),
    ("result_pemdi", "province", None),
    ("result_pemdi", "executive", None),
    ("result_pemdi", "unit", "BAPPEDA"),
]
# The fields that people type; every other string is a code, a number, a time or a word of the portal.
TYPED = {
    "name", "short_name", "service", "label", "reason", "text", "title", "index_name", "regulation", "closed_by",
    "reopen_reason", "boundary_note", "document_number", "pages", "file_name", "url", "explanation", "rating",
    "reaches",
}  # fmt: skip


def load(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def stamp_of(data, **changes):
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    fields = {
        "code": "K7QX94MD",
        "revision": data["revision"],
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "created_at": datetime(2023, 7, 24, 7, 5, tzinfo=UTC),
        "verification_url": "https://spbe.contoh.example/verifikasi/K7QX94MD/",
    }
    return Stamp(**fields | changes)


def html_of(data, kind, unit=None, **changes):
    return build_html(data, stamp_of(data, **changes), kind, unit)


def pdf_of(name, kind, unit=None):
    return _rendered(name, kind, unit)[0]


def text_of(name, kind, unit=None):
    return _rendered(name, kind, unit)[1]


def text_in(pdf):
    """The words of a PDF with single spaces, whatever the lines."""
    return " ".join(" ".join(page.extract_text() for page in pages_in(pdf)).split())


def pages_in(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf)).pages


@cache
def _rendered(name, kind, unit):
    pdf = render_in_process(html_of(load(name), kind, unit))
    return pdf, text_in(pdf)


def typed_over(value, words, key=None):
    """The same result with every typed field replaced."""
    if isinstance(value, dict):
        return {name: typed_over(part, words, name) for name, part in value.items()}
    if isinstance(value, list):
        return [typed_over(part, words, key) for part in value]
    return words if key in TYPED and isinstance(value, str) else value
