"""Tables that people send in: CSV and XLSX become rows whose cells know their address, with every fault of the file.

sheet = sheets.read(file, [Column("code", "Kode", is_required=True), Column("name", "Nama")])
for row in sheet.rows: row["code"], row.cell("code")  # "DINKES", "A2"
sheet.report(row.cell("code"), "Kode ini tidak dikenal.")  # the caller's own checks join the list
if sheet.faults: ...  # nothing may be changed
"""

import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from accounts.sheet_files import Unreadable, read_table

MAX_ROWS = 2_000
MAX_CHARACTERS = 1_000
MAX_COLUMNS_BESIDE = 20


class Column(NamedTuple):
    """`title` heads the column in the file, in any letter case; `key` is its name in the code."""

    key: str
    title: str
    is_required: bool = False  # no cell of it may be empty
    is_optional: bool = False  # the whole column may be absent
    also: tuple = ()  # other titles that mean the same


class Fault(NamedTuple):
    """`cell` is an address such as C7, or empty where the fault is one of the whole file."""

    cell: str
    text: str

    @property
    def row(self):
        return int("".join(filter(str.isdigit, self.cell)) or 0)

    def __str__(self):
        return f"{self.cell}: {self.text}" if self.cell else self.text


@dataclass(frozen=True)
class Row:
    number: int
    values: dict
    letters: dict

    def __getitem__(self, key):
        return self.values.get(key, "")

    def cell(self, key):
        return f"{self.letters.get(key, 'A')}{self.number}"


@dataclass
class Sheet:
    rows: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    letters: dict = field(default_factory=dict)

    def report(self, cell, text):
        self.faults.append(Fault(cell, text))

    def header(self, key):
        """The address of a column's title."""
        return f"{self.letters.get(key, 'A')}1"

    def report_repeated(self, key, what):
        """Each row whose value of `key` stands in an earlier row already, in any letter case."""
        first = {}
        for row in self.rows:
            value = row[key].casefold()
            if value and value in first:
                self.report(row.cell(key), f"{what} {row[key]} sudah ada pada baris {first[value]}.")
            first.setdefault(value, row.number)

    def in_order(self):
        """The faults as one reads a table: whole file first, then by row and column."""
        return sorted(self.faults, key=lambda fault: (fault.row, len(fault.cell), fault.cell))


def read(file, columns, *, max_rows=MAX_ROWS):
    """The rows of an uploaded file (anything with `read`). The first line names the columns, in any order.

    Never raises for what is in the file: an unreadable one is a sheet without rows and with one fault.
    """
    sheet = Sheet()
    try:
        table = read_table(file, max_rows=max_rows + 1, max_columns=len(columns) + MAX_COLUMNS_BESIDE)
    except Unreadable as error:
        sheet.report(error.cell, str(error))
        return sheet
    lines = [(number, cells) for number, cells in table if any(cell.text.strip() for cell in cells)]
    if not lines:
        sheet.report("", "Berkas ini kosong. Baris pertama memuat judul kolom.")
        return sheet
    _read_header(sheet, lines[0], columns)
    if len(lines) - 1 > max_rows:
        sheet.report("", f"Berkas ini memuat lebih dari {max_rows} baris. Bagi menjadi beberapa berkas.")
        return sheet
    for number, cells in lines[1:]:
        _read_row(sheet, number, cells, columns)
    if len(lines) == 1:
        sheet.report("A2", "Belum ada baris di bawah judul kolom.")
    return sheet


def _read_header(sheet, line, columns):
    number, cells = line
    if number != 1:
        sheet.report("A1", "Baris pertama harus memuat judul kolom.")
    known = {_key(title): column for column in columns for title in (column.title, *column.also)}
    for place, cell in enumerate(cells, 1):
        title, letter = _clean(cell.text), get_column_letter(place)
        column = known.get(_key(title))
        if column is None and title:
            sheet.report(f"{letter}{number}", f"Kolom “{title[:40]}” tidak dikenal. Pakai judul kolom dari templat.")
        elif column and column.key in sheet.letters:
            sheet.report(f"{letter}{number}", f"Kolom “{column.title}” ada dua kali.")
        elif column:
            sheet.letters[column.key] = letter
    for column in columns:
        if column.key not in sheet.letters and not column.is_optional:
            sheet.report("", f"Kolom “{column.title}” tidak ada pada baris judul.")


def _read_row(sheet, number, cells, columns):
    values = {}
    by_letter = {get_column_letter(place): cell for place, cell in enumerate(cells, 1)}
    for column in columns:
        letter = sheet.letters.get(column.key)
        if letter is None:
            continue
        cell = by_letter.pop(letter, None)
        values[column.key] = text = _clean(cell.text) if cell else ""
        if fault := _fault_of(cell, text, column):
            sheet.report(f"{letter}{number}", fault)
    for letter, cell in by_letter.items():
        if cell.fault or cell.is_formula:
            sheet.report(f"{letter}{number}", cell.fault or "Sel ini memuat rumus. Tempel nilainya saja.")
    sheet.rows.append(Row(number, values, sheet.letters))


def _fault_of(cell, text, column):
    if cell and cell.fault:
        return cell.fault
    if cell and cell.is_formula:
        return "Sel ini memuat rumus. Tempel nilainya saja."
    if len(text) > MAX_CHARACTERS:
        return f"Isi sel terlalu panjang, paling banyak {MAX_CHARACTERS} karakter."
    if column.is_required and not text:
        return f"Kolom “{column.title}” wajib diisi."
    return ""


def _clean(text):
    """One line without control characters; the apostrophe that guards a formula in our own files is taken off."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cc")
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text


def _key(title):
    return _clean(title).casefold().rstrip("*: ")
