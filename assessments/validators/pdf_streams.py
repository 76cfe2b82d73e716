"""The streams of a PDF: how far they unpack, and whether they draw text."""

import re
import zlib

import pikepdf

from assessments.validators.rejection import Rejected

MAX_STREAM = 64_000_000  # one stream that is no picture: page content, font, table
MAX_TOTAL = 256_000_000
MAX_IMAGE_PIXELS = 200_000_000  # an A0 drawing scanned at 300 dots per inch has 140 million
MAX_FORM_DEPTH = 3
MAX_REPACKED = 200_000  # Flate inside ASCII85, which old report generators use for page content
_STEP = 1 << 16
_FLATE = {"/FlateDecode", "/Fl"}
_SHOWS_TEXT = re.compile(rb"[)>\]]\s*(?:Tj|TJ|'|\")(?![^\s/\[(<%])")


class Budget:
    """Counts what the streams of one document unpack to: no viewer and no later step should meet a bomb."""

    def __init__(self):
        self.total = 0

    def check(self, item):
        if not isinstance(item, pikepdf.Stream):
            return
        filters = _filters(item)
        if sum(name in _FLATE for name in filters) > 1:
            raise Rejected("bomb")
        if _name(item, "/Subtype") == "/Image":
            _check_image(item)
        elif filters and filters[0] in _FLATE:
            for chunk in _inflated(item.get_raw_stream_buffer()):
                self.total += len(chunk)
            if self.total > MAX_TOTAL:
                raise Rejected("bomb")


def count_pages_with_text(document):
    seen = {}
    return sum(_shows_text(page.obj, seen, MAX_FORM_DEPTH) for page in document.pages)


def _shows_text(owner, seen, depth):
    """Tell whether a page or a form draws text itself or by a form that it uses; `seen` holds the answers so far."""
    contents = owner.get("/Contents") if isinstance(owner, pikepdf.Dictionary) else owner
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if isinstance(stream, pikepdf.Stream):
            if stream.objgen not in seen:
                seen[stream.objgen] = bool(_SHOWS_TEXT.search(_content(stream)))
            if seen[stream.objgen]:
                return True
    return depth > 0 and any(_shows_text(form, seen, depth - 1) for form in _forms(owner))


def _forms(owner):
    resources = owner.get("/Resources")
    forms = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(forms, pikepdf.Dictionary):
        return []
    forms = [forms[key] for key in forms]
    return [form for form in forms if isinstance(form, pikepdf.Stream) and _name(form, "/Subtype") == "/Form"]


def _content(stream):
    filters = _filters(stream)
    if not filters:
        return stream.read_raw_bytes()
    if len(filters) == 1 and filters[0] in _FLATE:
        return b"".join(_inflated(stream.get_raw_stream_buffer()))
    if filters[-1] in _FLATE and len(stream.get_raw_stream_buffer()) <= MAX_REPACKED:
        return stream.read_bytes()
    return b""


def _inflated(raw):
    """Yield what a Flate stream holds; where it is damaged it ends, as it does in a viewer."""
    inflate, size, rest = zlib.decompressobj(), 0, bytes(raw)
    while True:
        try:
            chunk = inflate.decompress(rest, _STEP)
        except zlib.error:
            return
        size += len(chunk)
        if size > MAX_STREAM:
            raise Rejected("bomb")
        yield chunk
        rest = inflate.unconsumed_tail
        if len(chunk) < _STEP:
            return


def _check_image(item):
    width, height = item.get("/Width"), item.get("/Height")
    if isinstance(width, int) and isinstance(height, int) and width * height > MAX_IMAGE_PIXELS:
        raise Rejected("pixels", width=width, height=height, limit=MAX_IMAGE_PIXELS // 1_000_000)


def _filters(stream):
    value = stream.get("/Filter")
    if isinstance(value, pikepdf.Array):
        return [str(name) for name in value]
    return [str(value)] if isinstance(value, pikepdf.Name) else []


def _name(dictionary, key):
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
