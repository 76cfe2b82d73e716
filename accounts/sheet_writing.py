"""Tables that people take home, in the same form that accounts.sheets reads: as XLSX and as CSV."""

import csv
import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
_STARTS = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def as_xlsx(title, header, rows, *, widths=(), frozen="B2", notes=()):
    """A workbook of one sheet, every cell text; `notes` fill a second sheet, which reading leaves alone."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = frozen
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, text, is_bold=True) for text in header])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    if notes:
        second = book.create_sheet("Petunjuk")
        second.column_dimensions["A"].width = 100
        for note in notes:
            second.append([_cell(second, note)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(header, rows):
    """UTF-8 with a mark in front and semicolons, as Excel in Indonesia opens it without asking."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(sheet, text, is_bold=False):
    cell = WriteOnlyCell(sheet, value=str(text))
    cell.data_type = "s"  # never a formula, whatever was typed
    cell.alignment = Alignment(vertical="top", wrap_text=is_bold)
    cell.font = Font(bold=is_bold)
    return cell


def _plain(cell):
    """An apostrophe in front keeps a spreadsheet from computing what a person typed; reading takes it off."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_STARTS) else text
