"""A file whose content differs from its name: what was found, in words that a person knows, and what to do about it."""

from assessments.validators.rejection import Rejected

ACCEPTED = {
    "pdf": "dokumen PDF",
    "jpg": "gambar JPG",
    "png": "gambar PNG",
    "docx": "dokumen Word (DOCX)",
    "xlsx": "lembar kerja Excel (XLSX)",
    "pptx": "paparan PowerPoint (PPTX)",
    "odt": "dokumen OpenDocument (ODT)",
    "ods": "lembar kerja OpenDocument (ODS)",
}
_CONVERT = "Simpan ulang sebagai {kind}, lalu unggah lagi"
_UNPACK = "Keluarkan isinya, lalu unggah berkasnya satu per satu"
_ORIGINAL = "Unggah dokumen yang asli"
_FOREIGN = (
    (b"GIF8", "gambar GIF", _CONVERT),
    (b"BM", "gambar BMP", _CONVERT),
    (b"II*\0", "gambar TIFF", _CONVERT),
    (b"MM\0*", "gambar TIFF", _CONVERT),
    (b"{\\rtf", "dokumen RTF", _CONVERT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "dokumen Office lama (DOC, XLS, atau PPT)", _CONVERT),
    (b"PK\x03\x04", "arsip ZIP", _UNPACK),
    (b"PK\x05\x06", "arsip ZIP", _UNPACK),
    (b"Rar!", "arsip RAR", _UNPACK),
    (b"7z\xbc\xaf", "arsip 7z", _UNPACK),
    (b"\x1f\x8b", "arsip GZIP", _UNPACK),
    (b"MZ", "program komputer", _ORIGINAL),
    (b"\x7fELF", "program komputer", _ORIGINAL),
    (b"#!", "program komputer", _ORIGINAL),
)
_INSIDE = (
    (b"ftypheic", "foto HEIC", _CONVERT),
    (b"ftypmif1", "foto HEIC", _CONVERT),
    (b"ftyp", "video atau suara", _ORIGINAL),
    (b"WEBP", "gambar WebP", _CONVERT),
)
_MARKUP = ((b"<svg", "gambar SVG", _CONVERT), (b"<html", "laman web (HTML)", _CONVERT))


def mismatch(given, right):
    """The content is of another accepted kind than the name says."""
    return Rejected("name_mismatch", given=given, found=ACCEPTED[right], kind=given.upper(), right=right)


def foreign(given, head):
    """The name is of an accepted kind and the content is not; `head` is how the content begins."""
    found, remedy = _kind_of(head)
    sentence = f"Berkas ini bernama .{given} tetapi isinya {found or f'bukan {given.upper()}'}. {remedy}"
    return Rejected("type", sentence.format(kind=given.upper()))


def _kind_of(head):
    for signature, found, remedy in _FOREIGN:
        if head.startswith(signature):
            return found, remedy
    for signature, found, remedy in _INSIDE:
        if signature in head[4:16]:
            return found, remedy
    for tag, found, remedy in _MARKUP:
        if tag in head.lower():
            return found, remedy
    return "", _CONVERT
