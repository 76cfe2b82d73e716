"""Which pages of a proof are meant: "4-6, 9", or the part of a document that has no numbered pages: "bab III".

Nothing typed here is refused. Whatever a person writes is kept, tidied; what nobody could open is advised about.
"""

import re

_DASHES = re.compile(r"\s*[‐‑‒–—−-]\s*")
_COMMAS = re.compile(r"\s*[,;]\s*")
_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_PARTS = ("bab", "bagian", "pasal", "ayat", "lampiran", "lembar", "slide", "sheet", "gambar", "tabel", "menit", "baris")


def tidied(text):
    """Every kind of dash becomes a plain one without spaces, commas part the ranges: "4 – 6,9" → "4-6, 9"."""
    text = " ".join(text.split())
    for word in ("halaman ", "hlm. ", "hlm ", "hal. ", "hal "):
        text = text[len(word) :] if text.lower().startswith(word) else text
    if not re.search(r"\d", text):
        return text
    return _COMMAS.sub(", ", _DASHES.sub("-", text)).strip(" ,")


def ranges(text):
    """The page ranges of a tidied list as (first, last), or None where it is no list of pages."""
    found = [_RANGE.fullmatch(part) for part in text.split(", ")]
    return [(int(match[1]), int(match[2] or match[1])) for match in found] if all(found) else None


def doubt(text, page_count=None):
    """What is wrong with pages that cannot be opened as they are written, and what to do; None when nothing is."""
    if not text or text.lower().startswith(_PARTS):
        return None
    listed = ranges(text)
    if listed is None:
        return "Halaman tidak ditulis sebagai daftar", "Tulis seperti “4-6, 9”, atau bagiannya seperti “bab III”"
    if any(first > last or first == 0 for first, last in listed):
        return "Urutan halaman terbalik", "Tulis dari yang kecil ke yang besar, misalnya “4-6”"
    if page_count and max(last for _, last in listed) > page_count:
        return f"Berkas ini hanya {page_count} halaman", "Periksa halaman yang disebut"
    return None
