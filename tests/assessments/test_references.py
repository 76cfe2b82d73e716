"""Last year on another instrument: shown for reference through the crosswalk, never copied."""

import pytest

from assessments.models import Answer
from indicators.models import Crosswalk
from tests import factories
from tests.assessments.filling import answer_url, refreshed, sent, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(last_year, institution, coordinator, unit):
    """2023 on another instrument whose names are not those of 2022; Dinas Kesehatan leads all of it."""
    later = factories.make_instrument("kelak")
    for indicator in later.indicators.all():
        indicator.short_name = f"Urusan {indicator.number}"
        indicator.save()
    leads = [(place, unit) for place in range(1, 6)]
    return factories.make_period(institution, later, coordinator, year=2023, leads=leads)


@pytest.fixture
def answer(now, unit):
    return Answer.objects.with_parents().get(assessment__period=now, assessment__unit=unit, indicator__number=1)


def link(instrument, answer, *sources, note=""):
    for source in sources:
        Crosswalk.objects.create(source=instrument.indicators.get(number=source), target=answer.indicator, note=note)


def page(client, answer):
    return text(client.get(answer_url(answer)))


def test_several_indicators_of_the_crosswalk_are_listed(filler, instrument, unit, answer):
    link(instrument, answer, 4, 1, note="Sebagian isinya sepadan.")

    html = page(filler, answer)

    assert "Instrumen berbeda; hanya untuk rujukan." in html and "2 indikator yang sepadan" in html
    assert html.index("1. Hal 1</a>") < html.index("4. Hal 4") and "4. Hal 4</a>" not in html
    assert f'href="/penilaian/lampung-2022/{unit.code}/indikator/1/"' in html
    assert html.count("Sebagian isinya sepadan.") == 1
    assert "Salin penjelasan" not in html and "Pakai ulang" not in html and "Hasil 2022" not in html


def test_nothing_is_copied_from_there(filler, instrument, answer):
    link(instrument, answer, 1)

    response = filler.post(f"{answer_url(answer)}salin/", sent(answer, explanation="", tindakan="salin"))

    assert response.status_code == 404
    assert (refreshed(answer).explanation, refreshed(answer).copied_from) == ("", None)


def test_indicator_that_the_crosswalk_does_not_name_has_no_reference(filler, instrument, answer):
    other = Answer.objects.with_parents().get(assessment=answer.assessment, indicator__number=2)
    link(instrument, other, 1)
    answer.indicator.short_name = "Hal 1"
    answer.indicator.save()

    assert "Tidak ada penilaian tahun lalu untuk indikator ini" in page(filler, answer)


def test_without_a_crosswalk_the_same_name_serves(filler, answer):
    assert "Tidak ada penilaian tahun lalu untuk indikator ini" in page(filler, answer)
    answer.indicator.short_name = "Hal 3"
    answer.indicator.save()

    html = page(filler, answer)

    assert "Indikator yang sepadan" in html and "3. Hal 3</a>" in html
