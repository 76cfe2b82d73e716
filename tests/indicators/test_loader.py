"""Loading instruments: what is stored, what may not change, and the shipped files."""

from copy import deepcopy
from decimal import Decimal

import pytest
import yaml
from django.core.management import call_command

from indicators import loader
from indicators.models import Indicator, Instrument, LevelCriterion
from indicators.source import FaultyFiles
from tests.indicators.schemes import FILES, SLUGS, scheme_of
from tests.indicators.written import FIRST, content, put, write


@pytest.mark.two_databases
@pytest.mark.django_db
def test_instrument_is_stored_as_written(tmp_path):
    data = content()
    put(data, (*FIRST, "short_name"), "Hal pertama")
    put(data, ("notes",), ["Catatan"])

    (loaded,) = loader.load([write(tmp_path, data)])

    instrument = loaded.instrument
    assert loaded.is_new
    assert (instrument.scale_min, instrument.scale_max, instrument.scale_step) == (1, 3, 1)
    assert (instrument.effective_from.isoformat(), instrument.notes) == ("2026-01-01", ["Catatan"])
    assert list(instrument.bands.values_list("name", "minimum")) == [("Baik", Decimal("2.5")), ("Kurang", Decimal(0))]
    assert list(instrument.indicators.values_list("number", "short_name", "weight", "aspect__code")) == [
        (1, "Hal pertama", Decimal("35"), "A1"),
        (2, "Hal 2", Decimal("25"), "A2"),
        (3, "Hal 3", Decimal("15.5"), "A3"),
        (4, "Hal 4", Decimal("24.5"), "A3"),
    ]
    criteria = instrument.indicators.get(number=1).criteria
    assert list(criteria.values_list("level", "label", "text", "evidence")) == [
        (1, "Awal", "Belum ada.", []),
        (2, "Tengah", "Ada sebagian.", ["Laporan"]),
        (3, "Akhir", "Ada seluruhnya.", []),
    ]


@pytest.mark.django_db
def test_names_belong_to_the_highest_levels_and_unverified_texts_may_be_absent(tmp_path):
    data = content() | {"status": "unverified", "scale": {"min": 0, "max": 3, "step": 1}}
    put(data, (*FIRST, "levels"), {})

    (loaded,) = loader.load([write(tmp_path, data)])

    criteria = loaded.instrument.indicators.get(number=1).criteria
    assert list(criteria.values_list("level", "label", "text")) == [
        (0, "", ""),
        (1, "Awal", ""),
        (2, "Tengah", ""),
        (3, "Akhir", ""),
    ]


@pytest.mark.django_db
def test_continuous_scale_has_criteria_only_where_there_are_texts(tmp_path):
    data = content() | {"scale": {"min": 1, "max": 3, "step": "0.01"}}
    for domain in data["domains"]:
        for aspect in domain["aspects"]:
            for node in aspect["indicators"]:
                node["levels"], node["evidence"] = {}, {}
    put(data, (*FIRST, "levels"), {2: "Ada sebagian."})

    (loaded,) = loader.load([write(tmp_path, data)])

    rows = LevelCriterion.objects.filter(indicator__instrument=loaded.instrument)
    assert list(rows.values_list("indicator__number", "level", "label")) == [(1, 2, "Tengah")]


@pytest.mark.django_db
def test_same_content_is_loaded_once_whatever_its_comments_and_quotes(tmp_path):
    first = write(tmp_path, content())
    loader.load([first])
    again = write(tmp_path, "# komentar\n" + yaml.safe_dump(content(), sort_keys=True, default_style='"', width=40))
    again.write_text(first.read_text(encoding="utf-8") + "# komentar\n", encoding="utf-8")

    (loaded,) = loader.load([again])

    assert not loaded.is_new
    assert Instrument.objects.count() == 1


@pytest.mark.two_databases
@pytest.mark.django_db
def test_published_instrument_cannot_change(tmp_path):
    loader.load([write(tmp_path, content())])
    changed = deepcopy(content())
    put(changed, (*FIRST, "question"), "Pertanyaan lain?")
    other = content() | {"slug": "contoh-2-2026"}

    with pytest.raises(FaultyFiles, match="contoh-1-2026: instrumen terbit tidak dapat diubah; beri slug baru"):
        loader.load([write(tmp_path, other, "lain.yaml"), write(tmp_path, changed, "ubah.yaml")])

    assert Instrument.objects.count() == 1
    assert not Indicator.objects.filter(question="Pertanyaan lain?").exists()


@pytest.mark.django_db
def test_two_files_cannot_say_different_things_under_one_slug(tmp_path):
    other = content() | {"title": "Judul lain"}

    with pytest.raises(FaultyFiles, match="lain.yaml: slug: contoh-1-2026: instrumen terbit tidak dapat diubah"):
        loader.load([write(tmp_path, content()), write(tmp_path, other, "lain.yaml")])

    assert Instrument.objects.count() == 0


@pytest.mark.two_databases
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "domains", "aspects", "indicators", "criteria", "texts"),
    [
        ("permenpanrb-59-2020", 4, 8, 47, 235, 235),
        ("permenpanrb-5-2018", 3, 7, 35, 210, 0),
        ("pemdi-8-2026", 1, 7, 20, 0, 0),
    ],
)
def test_shipped_instrument_is_whole(slug, domains, aspects, indicators, criteria, texts):
    (loaded,) = loader.load([file for file in FILES if file.stem == slug])

    instrument = loaded.instrument
    rows = LevelCriterion.objects.filter(indicator__instrument=instrument)
    assert instrument.domains.count() == domains
    assert sum(domain.aspects.count() for domain in instrument.domains.all()) == aspects
    assert list(instrument.indicators.values_list("number", flat=True)) == list(range(1, indicators + 1))
    assert (rows.count(), rows.exclude(text="").count()) == (criteria, texts)
    assert sum(indicator.weight for indicator in instrument.indicators.all()) == Decimal("100")
    for domain in instrument.domains.all():
        assert domain.weight == sum(aspect.weight for aspect in domain.aspects.all())
        for aspect in domain.aspects.all():
            assert aspect.weight == sum(indicator.weight for indicator in aspect.indicators.all())


@pytest.mark.two_databases
@pytest.mark.django_db
def test_shipped_instruments_compute_the_same_from_rows_and_from_files(django_assert_num_queries):
    for loaded in loader.load(FILES):
        instrument = Instrument.objects.get(pk=loaded.instrument.pk)
        with django_assert_num_queries(2):
            scheme = instrument.scheme()
        assert scheme == scheme_of(instrument.slug)


@pytest.mark.django_db
def test_level_names_of_the_shipped_instruments():
    loader.load(FILES)

    def names(slug, number):
        criteria = LevelCriterion.objects.filter(indicator__instrument__slug=slug, indicator__number=number)
        return list(criteria.values_list("level", "label"))

    assert names("permenpanrb-59-2020", 1)[3] == (4, "Terpadu dan Terukur")
    assert names("permenpanrb-59-2020", 32)[4] == (5, "Optimum")
    assert names("permenpanrb-5-2018", 1)[:2] == [(0, ""), (1, "Rintisan")]
    assert Indicator.objects.get(instrument__slug="permenpanrb-5-2018", number=1).short_name.startswith("Kebijakan")
    assert [Instrument.objects.get(slug=slug).is_verified for slug in SLUGS] == [True, False, False]


@pytest.mark.django_db
def test_command_says_what_became_of_each_file(capsys):
    call_command("load_instrument", str(FILES[2]))
    call_command("load_instrument", str(FILES[2]))

    assert capsys.readouterr().out == (
        f"{FILES[2]}: pemdi-8-2026 dimuat: 1 domain, 7 aspek, 20 indikator.\n"
        f"{FILES[2]}: pemdi-8-2026 sudah dimuat, tidak berubah.\n"
    )


@pytest.mark.django_db
def test_command_lists_faults_and_exits_with_2(tmp_path, capsys):
    path = write(tmp_path, content() | {"title": 5, "rating_bands": []})

    with pytest.raises(SystemExit) as caught:
        call_command("load_instrument", str(FILES[2]), str(path))

    assert caught.value.code == 2
    assert capsys.readouterr().err == (
        f"{path}: title: harus berupa teks\n"
        f"{path}: rating_bands: harus berupa daftar yang tidak kosong\n"
        "2 kesalahan; tidak ada yang dimuat.\n"
    )
    assert Instrument.objects.count() == 0
