"""The two files that a table comes in, opened with care: what is in them was made elsewhere.

An XLSX is a ZIP, so its members are counted and unpacked against a limit before openpyxl sees them.
"""

import csv
import io
import zipfile
from typing import NamedTuple

from openpyxl import load_workbook

MAX_BYTES = 3_000_000
MAX_EXPANDED = 60_000_000
MAX_RATIO, RATIO_FROM = 200, 1_000_000
MAX_MEMBERS = 300
MAX_BLANK_ROWS = 20_000  # a row number far down makes openpyxl yield all blank rows before it
_FORMULA_STARTS = ("=", "@", "＝", "＠")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOM = b"\xff\xfe", b"\xfe\xff"
_TOO_LARGE = "Isi berkas ini terlalu besar setelah dibuka. Hapus lembar dan gambar yang tidak perlu."
_BROKEN = "Berkas Excel ini rusak atau tidak lengkap. Simpan ulang sebagai .xlsx."


class Unreadable(Exception):
    """The file gives no table at all; the text says what to do."""

    def __init__(self, text, cell=""):
        super().__init__(text)
        self.cell = cell


class Cell(NamedTuple):
    text: str
    is_formula: bool = False
    fault: str = ""


def read_table(file, *, max_rows, max_columns):
    """(row number, cells) of the first sheet; it ends after max_rows rows that are not blank."""
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Unreadable(f"Berkas terlalu besar, paling besar {MAX_BYTES // 1_000_000} MB.")
    if content.startswith(_OLE):
        raise Unreadable("Berkas ini berformat Excel lama (.xls) atau bersandi. Simpan sebagai .xlsx tanpa sandi.")
    if content.startswith(b"PK"):
        return list(_rows_of_workbook(content, max_rows, max_columns))
    return list(_rows_of_text(content, max_rows, max_columns))


def _rows_of_workbook(content, max_rows, max_columns):
    _refuse_bomb(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=max_rows + MAX_BLANK_ROWS, max_col=max_columns)
        yield from _filled(([_cell(cell) for cell in row] for row in rows), max_rows)
    except Exception as error:  # openpyxl raises what its parsers raise; every one of them means the same here
        raise Unreadable(_BROKEN) from error


def _filled(rows, max_rows):
    left = max_rows + 1
    for number, cells in enumerate(rows, 1):
        if any(cell.text.strip() for cell in cells):
            left -= 1
            if left < 0:
                return
            yield number, cells


def _cell(cell):
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "e":
        return Cell(str(value), fault=f"Sel ini memuat galat {value}.")
    if cell.data_type == "f" or not isinstance(value, (str, int, float, bool)) and not hasattr(value, "isoformat"):
        return Cell(str(value), is_formula=True)
    if hasattr(value, "isoformat"):
        return Cell(value.isoformat().removesuffix("T00:00:00"))
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)))
    return Cell(str(value))


def _refuse_bomb(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise Unreadable(_BROKEN)
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable("Berkas ini bukan lembar kerja Excel (.xlsx). Pakai .xlsx atau .csv.")
            expanded = sum(_expanded(archive, member) for member in members)
    except Unreadable:
        raise
    except Exception as error:  # zipfile and the unpackers raise what they like; every one of them means the same here
        raise Unreadable(_BROKEN) from error
    if expanded > max(RATIO_FROM, len(content) * MAX_RATIO):
        raise Unreadable(_TOO_LARGE)


def _expanded(archive, member):
    """Bytes of a member as they come out, whatever the directory claims; never more than the limit is unpacked."""
    count = 0
    with archive.open(member) as stream:
        while piece := stream.read(1 << 16):
            count += len(piece)
            if count > MAX_EXPANDED:
                raise Unreadable(_TOO_LARGE)
    return count


def _rows_of_text(content, max_rows, max_columns):
    text = _decoded(content)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        yield from _filled(([_typed(cell) for cell in row[:max_columns]] for row in rows), max_rows)
    except csv.Error as error:
        raise Unreadable("Berkas CSV ini rusak: ada tanda kutip atau baris yang tidak selesai.") from error


def _decoded(content):
    """Bytes that are no UTF-8 stay in the text as lone surrogates, so that each of their cells can be named."""
    if content.startswith(_BOM):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise Unreadable("Pengodean berkas ini tidak terbaca. Simpan sebagai CSV UTF-8.") from error
    if b"\0" in content:
        raise Unreadable("Berkas ini bukan tabel. Pakai .xlsx atau .csv.")
    return content.decode("utf-8-sig", errors="surrogateescape")


def _delimiter(text):
    """Excel writes semicolons where the decimal sign is a comma, as in Indonesia."""
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _typed(text):
    if any("\udc80" <= letter <= "\udcff" for letter in text):
        shown = text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        return Cell(shown, fault="Huruf pada sel ini tidak terbaca. Simpan berkas sebagai CSV UTF-8.")
    return Cell(text, is_formula=text.strip().startswith(_FORMULA_STARTS))
