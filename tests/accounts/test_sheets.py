"""Reading tables that people send in: hostile files end quickly, and every cell knows its address."""

import io
import zipfile

import openpyxl
import pytest

from accounts import sheet_files, sheets
from accounts.sheets import Column

COLUMNS = [Column("code", "Kode", is_required=True), Column("name", "Nama", is_optional=True, also=("Nama PD",))]


def read(content, **options):
    return sheets.read(io.BytesIO(content), COLUMNS, **options)


def book(fill):
    workbook = openpyxl.Workbook()
    fill(workbook.active)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def archive(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


def test_rows_know_their_cells():
    sheet = read(b"nama pd;KODE *\n;\nDinas A;A\n;B\n")

    assert [(row["code"], row["name"], row.cell("code")) for row in sheet.rows] == [
        ("A", "Dinas A", "B3"),
        ("B", "", "B4"),
    ]
    assert sheet.faults == []
    assert sheet.header("code") == "B1"


def test_faults_come_in_reading_order():
    sheet = read(b"Kode,Nama\n,x\nA,=1\n")
    sheet.report(sheet.rows[1].cell("code"), "Milik pemanggil.")

    assert [fault.cell for fault in sheet.in_order()] == ["A2", "A3", "B3"]
    assert str(sheet.in_order()[1]) == "A3: Milik pemanggil."


def test_an_optional_column_may_be_absent():
    assert read(b"Kode\nA\n").faults == []


def test_numbers_dates_and_blanks_are_text():
    def fill(sheet):
        sheet.append(["Kode", "Nama"])
        sheet.append([12.0, True])
        sheet.append([1.5, " a\u00a0 b\n"])

    assert [(row["code"], row["name"]) for row in read(book(fill)).rows] == [("12", "True"), ("1.5", "a b")]


def test_a_row_far_down_does_not_fill_the_memory():
    def fill(sheet):
        sheet.append(["Kode"])
        sheet["A2"], sheet["XFD2"], sheet["A1048576"] = "A", "jauh", "jauh"

    assert [row["code"] for row in read(book(fill)).rows] == ["A"]


def test_too_many_rows_are_told_once():
    sheet = read(b"Kode\n" + b"A\n" * 50, max_rows=10)

    assert [str(fault) for fault in sheet.faults] == [
        "Berkas ini memuat lebih dari 10 baris. Bagi menjadi beberapa berkas."
    ]
    assert sheet.rows == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (archive(xl__workbook="x", bom="0" * 70_000_000), "terlalu besar setelah dibuka"),
        (archive(xl__workbook="x", bom="0" * 5_000_000), "terlalu besar setelah dibuka"),
        (archive(**{f"m{n}": "x" for n in range(301)}), "rusak"),
        (archive(word__document="x"), "bukan lembar kerja Excel"),
        (archive(xl__workbook="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "rusak"),
    ],
)
def test_hostile_archives(content, sentence):
    sheet = read(content)

    assert len(sheet.faults) == 1 and sentence in str(sheet.faults[0])


def test_a_long_cell_is_told():
    assert "terlalu panjang" in str(read(b"Kode\n" + b"A" * 1_001).faults[0])


def test_what_we_guard_against_formulas_is_read_back():
    assert read(b"Kode;Nama\nA;'=1\n").rows[0]["name"] == "=1"


def test_reads_no_more_than_the_limit():
    class Endless:
        def read(self, size):
            assert size == sheet_files.MAX_BYTES + 1
            return b"x" * size

    assert "terlalu besar" in str(sheets.read(Endless(), COLUMNS).faults[0])
