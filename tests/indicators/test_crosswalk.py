"""Crosswalks: the shipped files, and every fault of a bad one, all at once and with nothing loaded."""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from indicators import crosswalk, loader
from indicators.models import Crosswalk
from indicators.source import FaultyFiles
from tests import factories
from tests.indicators.schemes import FILES

SHIPPED = sorted((Path(FILES[0]).parents[1] / "crosswalks").glob("*.yaml"))
CONTENT = {
    "source": "uji",
    "target": "kelak",
    "rows": [{"target": 1, "sources": [1, 2], "note": "Sebagian."}, {"target": 3, "sources": [1]}],
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def instruments(instrument):
    return instrument, factories.make_instrument("kelak")


@pytest.fixture
def file(tmp_path):
    def write(name="padanan.yaml", **changes):
        path = tmp_path / name
        path.write_text(yaml.safe_dump(deepcopy(CONTENT) | changes), encoding="utf-8")
        return path

    return write


def pairs():
    return sorted(Crosswalk.objects.values_list("source__number", "target__number", "note"))


def test_shipped_files_load_and_load_again(capsys):
    loader.load(FILES)

    for _ in range(2):
        call_command("load_crosswalk", *map(str, SHIPPED))

    told = capsys.readouterr().out
    assert len(SHIPPED) == 2 and told.count("padanan permenpanrb") == 4
    to_pemdi = Crosswalk.objects.filter(target__instrument__slug="pemdi-8-2026")
    assert sorted(to_pemdi.filter(target__number=1).values_list("source__number", flat=True)) == [1, 2, 11, 12, 13]
    assert not to_pemdi.filter(target__number__in=[6, 7]).exists()
    assert not Crosswalk.objects.filter(note="").exists()
    names = [(row.source.short_name, row.target.short_name) for row in Crosswalk.objects.filter(target__number=16)]
    assert ("Pengoperasian Pusat Data", "Layanan Pusat Data") in names


def test_corrected_file_takes_the_place_of_the_old_rows(instruments, file):
    crosswalk.load([file()])
    assert pairs() == [(1, 1, "Sebagian."), (1, 3, ""), (2, 1, "Sebagian.")]

    crosswalk.load([file(rows=[{"target": 2, "sources": [5], "note": "Baru."}])])

    assert pairs() == [(5, 2, "Baru.")]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"source": "tidak-ada"}, ["source: instrumen tidak-ada belum dimuat"]),
        ({"target": "uji"}, ["target: harus instrumen lain daripada source"]),
        ({"rows": []}, ["rows: harus berupa daftar yang tidak kosong"]),
        (
            {"rows": [{"target": 9, "sources": [1, "2", 77], "note": 3}, {"target": 1}, "x"]},
            [
                "rows[0].note: harus berupa teks",
                "rows[0].target: indikator 9 tidak ada pada instrumen",
                "rows[0].sources[1]: harus bilangan bulat",
                "rows[0].sources[2]: indikator 77 tidak ada pada instrumen",
                "rows[1].sources: kunci wajib tidak ada",
                "rows[2]: harus berupa pasangan kunci dan nilai",
            ],
        ),
        (
            {"rows": [{"target": 1, "sources": [1]}, {"target": 1, "sources": [2, 1]}]},
            ["rows[1].sources[1]: pasangan 1 dan 1 sudah ada"],
        ),
    ],
)
def test_all_faults_are_told_and_nothing_is_loaded(instruments, file, changes, faults):
    with pytest.raises(FaultyFiles) as refusal:
        crosswalk.load([file("lain.yaml", source="kelak", target="uji"), file(**changes)])

    assert [f"{fault.place}: {fault.message}" for fault in refusal.value.faults] == faults
    assert pairs() == []


def test_two_files_of_one_pair_and_an_unreadable_one_are_refused(instruments, file, tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("load_crosswalk", str(file()), str(file("dua.yaml")), str(tmp_path / "tidak-ada.yaml"))

    told = capsys.readouterr().err
    assert stop.value.code == 2 and "2 kesalahan; tidak ada yang dimuat." in told
    assert "pasangan instrumen ini sudah ada pada" in told and "tidak ada atau tidak dapat dibaca" in told
