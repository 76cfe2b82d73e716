import json
from pathlib import Path

import pytest
from django.core.management import call_command

from indicators.loader import load
from tests.indicators.schemes import FILES

SPBE, PEMDI = "permenpanrb-59-2020", "pemdi-8-2026"
SAMPLE = Path(__file__).parents[1] / "data" / "sample_levels_337.csv"
HEADER = "nama," + ",".join(map(str, range(1, 48)))
CITY_2021 = [1] * 35 + [3, 1, 1, 1, 1, 3, 3, 1, 2, 1, 1, 1]
CITY_2022 = [2, 2, 3, 3, 2, 2, 2, 2, 1, 1] + [1] * 24 + [3, 2, 1, 1, 1, 3, 3, 4, 1, 4, 1, 1, 1]


@pytest.fixture
def loaded(db):
    load(FILES)


def row(name, levels):
    return ",".join([name, *map(str, levels)])


def compute(capsys, path, instrument=SPBE, *options):
    call_command("compute_index", str(path), "--instrument", instrument, *options)
    return capsys.readouterr().out


def refused(capsys, path, instrument=SPBE):
    """What the command says about a file that it does not compute."""
    with pytest.raises(SystemExit) as caught:
        call_command("compute_index", str(path), "--instrument", instrument)
    output = capsys.readouterr()
    assert caught.value.code == 2
    assert output.out == ""
    return output.err.replace(f"{path}: ", "").splitlines()


def write(tmp_path, *lines, encoding="utf-8", newline="\n"):
    path = tmp_path / "nilai.csv"
    path.write_text(newline.join(lines) + newline, encoding=encoding, newline="")
    return path


@pytest.mark.usefixtures("loaded")
def test_one_government_in_rows_as_json(capsys):
    (line,) = compute(capsys, SAMPLE, SPBE, "--format", "json").splitlines()

    assert json.loads(line) == {
        "name": "sample_levels_337",
        "index": "3.37",
        "index_exact": "3.37",
        "rating": "Baik",
        "domains": {"D1": "3.50", "D2": "3.30", "D3": "2.18", "D4": "3.80"},
        "aspects": {
            "A1": "3.50",
            "A2": "3.25",
            "A3": "3.50",
            "A4": "3.00",
            "A5": "2.38",
            "A6": "1.67",
            "A7": "4.00",
            "A8": "3.50",
        },
    }


@pytest.mark.usefixtures("loaded")
def test_many_governments_one_per_line(tmp_path, capsys):
    path = write(tmp_path, HEADER, row("Kota A 2021", CITY_2021), "", row("Kota Ä 2022", CITY_2022))

    lines = [json.loads(line) for line in compute(capsys, path, SPBE, "--format", "json").splitlines()]

    assert [(line["name"], line["index"], line["index_exact"], line["rating"]) for line in lines] == [
        ("Kota A 2021", "1.20", "1.2", "Kurang"),
        ("Kota Ä 2022", "1.50", "1.5025", "Kurang"),
    ]


@pytest.mark.usefixtures("loaded")
def test_text_is_for_people(tmp_path, capsys):
    path = write(tmp_path, HEADER, row("Kota A", CITY_2022))

    assert compute(capsys, path) == (
        "Kota A\n"
        "  Indeks SPBE 1,50 (tepat 1,5025) Kurang\n"
        "  D1 Kebijakan Internal SPBE: 2,00\n"
        "  D2 Tata Kelola SPBE: 1,00\n"
        "  D3 Manajemen SPBE: 1,00\n"
        "  D4 Layanan SPBE: 1,82\n"
        "  A1 Kebijakan Internal Tata Kelola SPBE: 2,00\n"
        "  A2 Perencanaan Strategis SPBE: 1,00\n"
        "  A3 Teknologi Informasi dan Komunikasi: 1,00\n"
        "  A4 Penyelenggara SPBE: 1,00\n"
        "  A5 Penerapan Manajemen SPBE: 1,00\n"
        "  A6 Pelaksanaan Audit TIK: 1,00\n"
        "  A7 Layanan Administrasi Pemerintahan Berbasis Elektronik: 1,70\n"
        "  A8 Layanan Publik Berbasis Elektronik: 2,00\n"
    )


@pytest.mark.usefixtures("loaded")
def test_text_explains_an_index_that_rounds_into_another_rating(tmp_path, capsys):
    lines = ["indikator;tingkat", *(f"{number};2,4985" for number in range(1, 21))]

    output = compute(capsys, write(tmp_path, *lines), PEMDI)

    assert "  Indeks Pemdi 2,50 (tepat 2,4985) Cukup\n" in output
    assert "Indeks tepat 2,4985 (Cukup) dan indeks dua desimal 2,50 (Baik) berbeda predikat" in output
    assert "D1" not in output


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("separator", "score", "encoding", "newline"),
    [
        (",", "3", "utf-8", "\n"),
        (";", "3,00", "utf-8-sig", "\r\n"),
        (";", "3.0", "utf-8-sig", "\n"),
        (",", '"3,0"', "utf-8", "\r\n"),
    ],
)
def test_spreadsheet_exports_are_read(tmp_path, capsys, separator, score, encoding, newline):
    lines = [f"Indikator{separator} Tingkat", *(f"{number}{separator}{score}" for number in range(1, 48)), separator]
    path = write(tmp_path, *lines, encoding=encoding, newline=newline)

    assert json.loads(compute(capsys, path, SPBE, "--format", "json"))["index_exact"] == "3"


@pytest.mark.usefixtures("loaded")
def test_every_faulty_cell_of_a_long_file_is_listed(tmp_path, capsys):
    lines = [f"{number},3" for number in range(1, 48)]
    lines[0], lines[4], lines[5], lines[6], lines[7] = "1,tiga", "5,", "6,0", "48,6", "8,3,3"
    lines[9], lines[10] = "9,2", "x,nan"

    assert refused(capsys, write(tmp_path, "indikator,tingkat", *lines)) == [
        "baris 9: ada 3 kolom, seharusnya 2",
        "baris 2, kolom tingkat: “tiga” bukan bilangan",
        "baris 6, kolom tingkat: kosong",
        "baris 7, kolom tingkat: 0 di luar skala 1–5",
        "baris 8, kolom tingkat: 6 di luar skala 1–5",
        "baris 8, kolom indikator: indikator 48 tidak ada pada instrumen",
        "baris 11, kolom indikator: indikator 9 sudah ada pada baris 10",
        "baris 12, kolom tingkat: “nan” bukan bilangan",
        "baris 12, kolom indikator: indikator x tidak ada pada instrumen",
        "indikator 7 tidak ada barisnya",
        "indikator 8 tidak ada barisnya",
        "indikator 10 tidak ada barisnya",
        "indikator 11 tidak ada barisnya",
        "13 kesalahan; tidak ada yang dihitung.",
    ]


@pytest.mark.usefixtures("loaded")
def test_every_faulty_cell_of_a_wide_file_is_listed(tmp_path, capsys):
    good = ["3"] * 47
    rows = [row("Kota A", good), row("Kota B", ["", *good[1:46], "5,5"]), row("", ["-1", "1e1", *good[2:]])]
    rows[1] = rows[1].replace("5,5", '"5,5"')

    assert refused(capsys, write(tmp_path, HEADER, *rows, row("Kota C", good[1:]))) == [
        "baris 5: ada 47 kolom, seharusnya 48",
        "baris 3, kolom 1: kosong",
        "baris 3, kolom 47: 5,5 di luar skala 1–5",
        "baris 4, kolom nama: kosong",
        "baris 4, kolom 1: “-1” bukan bilangan",
        "baris 4, kolom 2: “1e1” bukan bilangan",
        "6 kesalahan; tidak ada yang dihitung.",
    ]


@pytest.mark.usefixtures("loaded")
def test_faulty_columns_of_a_wide_file_are_listed(tmp_path, capsys):
    header = HEADER.replace(",47", ",48").replace(",3,", ",2,") + ","

    assert refused(capsys, write(tmp_path, header, row("Kota A", [3] * 48))) == [
        "baris 1, kolom 2: kolom berulang",
        "baris 1, kolom 48: indikator ini tidak ada pada instrumen",
        "baris 1, kolom (kosong): indikator ini tidak ada pada instrumen",
        "baris 1: kolom indikator 3 tidak ada",
        "baris 1: kolom indikator 47 tidak ada",
        "5 kesalahan; tidak ada yang dihitung.",
    ]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "berkas kosong"),
        (b"\n , \n", "berkas kosong"),
        (b"indikator,tingkat\n", "tidak ada baris nilai"),
        (b"\xff\xfe\x00", "berkas bukan teks UTF-8"),
        (b'indikator,tingkat\n1,"3\n', "bukan CSV yang sah (unexpected end of data)"),
        (b"daerah,nilai\n", "baris 1: kolom tidak dikenal: daerah,nilai; seharusnya indikator,tingkat atau nama,1,2,…"),
    ],
)
def test_file_that_is_no_table_of_scores_is_refused(tmp_path, capsys, content, message):
    path = tmp_path / "nilai.csv"
    path.write_bytes(content)

    assert refused(capsys, path)[0] == message


@pytest.mark.usefixtures("loaded")
def test_absent_file_is_named(tmp_path, capsys):
    assert refused(capsys, tmp_path / "tiada.csv")[0] == "berkas tidak ada atau tidak dapat dibaca"


@pytest.mark.django_db
def test_instrument_that_is_not_loaded_is_named_with_the_way_to_load_it(capsys):
    assert refused(capsys, SAMPLE) == [
        "Instrumen permenpanrb-59-2020 belum dimuat. "
        "Muat dahulu: python manage.py load_instrument fixtures/instruments/permenpanrb-59-2020.yaml"
    ]
