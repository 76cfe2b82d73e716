"""The consolidation: what the agencies bring, what the policy suggests, and the score that an assessor sets."""

from decimal import Decimal

import pytest

from accounts.models import Unit
from assessments import workflow
from assessments.models import Assignment, ChosenService, IndicatorResult, Period
from tests import factories
from tests.assessments.filling import text, without_ids

pytestmark = pytest.mark.django_db

LIST = "/konsolidasi/"
LONG = "Dua dari tiga perangkat daerah sudah menerapkannya."


def url(period, number=None):
    return f"{LIST}{period.slug}/" + (f"{number}/" if number else "")


def row(response, number):
    return next(r for r in response.context["consolidation"].rows if r.indicator.number == number)


# Reading


def test_list_leads_to_the_newest_open_period(period, institution, instrument, coordinator, unit, reviewer):
    leads = [(number, unit) for number in range(1, 6)]
    factories.make_period(institution, instrument, coordinator, year=2024, leads=leads, opened=False)
    closed = factories.make_period(institution, instrument, coordinator, year=2025, leads=leads)
    workflow.close_period(closed, by=coordinator, at_minimum=True)

    assert reviewer.get(LIST).url == url(period)
    workflow.close_period(period, by=coordinator, at_minimum=True)
    assert reviewer.get(LIST).url == url(closed)


def test_list_without_a_period(reviewer):
    assert "Belum ada periode yang dibuka" in text(reviewer.get(LIST))


def test_page_shows_suggestion_contributions_and_result(decided, other_unit, reviewer):
    response = reviewer.get(url(decided))
    page = text(response)

    assert "Kebijakan periode: nilai penanggung jawab." in page
    found = row(response, 1)
    assert (found.suggestion.score, found.suggestion.counted, found.suggestion.total) == (3, 1, 1)
    assert [(part.unit.code, part.claimed, part.decided) for part in found.parts] == [
        ("DINKES", 3, 3),
        ("DISDIK", None, None),
    ]
    assert (found.result.score, found.result.origin) == (3, "lead")
    assert "Nilai penanggung jawab" in page and "1 PD" in page
    # Claimed, not reviewed: nothing to suggest yet.
    assert (row(response, 3).result, row(response, 3).suggestion.score) == (None, None)
    assert page.count("status-empty") == 3


def test_page_labels_the_interim_figures(decided, reviewer):
    page = text(reviewer.get(url(decided)))

    assert "Indeks sementara – 2 dari 5 indikator diputuskan – bukan indeks resmi" in page
    for label in ("Terverifikasi", "Campuran", "Klaim", "Rerata terisi"):
        assert label in page
    # decided 1, 2 at 3: (10×3 + 20×3 + 70×1)/100 = 1.6; with the claim of 3 at 3: 2.2; the mean of 1 and 2 is 3.
    for figure in ("1,60", "2,20", "3,00"):
        assert f'<p class="figure-value">{figure}</p>' in page
    assert "Predikat" not in page


def test_page_names_the_rating_once_everything_is_decided(decided, instrument, assessor, own_assessor, reviewer):
    for number in (3, 4, 5):
        workflow.set_indicator_result(
            decided, instrument.indicators.get(number=number), by=assessor, score=Decimal(3), reason=LONG
        )

    page = text(reviewer.get(url(decided)))

    assert "5 dari 5 indikator diputuskan – bukan indeks resmi" in page
    assert "Predikat <b>Baik</b>" in page


def test_page_of_a_closed_period_is_the_self_assessment(decided, coordinator, reviewer):
    workflow.close_period(decided, by=coordinator, at_minimum=True)

    page = text(reviewer.get(url(decided)))

    assert "Indeks penilaian mandiri – bukan indeks resmi" in page
    assert page.count("Ditutup pada nilai minimum") == 3


def test_page_shows_the_chosen_service(decided, instrument, reviewer):
    ChosenService.objects.create(period=decided, indicator=instrument.indicators.get(number=2), name="Layanan Rujukan")

    assert "Layanan Rujukan" in text(reviewer.get(url(decided)))


@pytest.mark.parametrize("person", ["assessor", "own_assessor", "coordinator", "executive"])
def test_pages_are_read_by_wide_roles(person, period, client, request):
    client.force_login(request.getfixturevalue(person))

    assert client.get(LIST).status_code == 302
    assert client.get(url(period)).status_code == client.get(url(period, 1)).status_code == 200


@pytest.mark.parametrize("person", ["operator", "neighbor", "head"])
def test_pages_are_refused_to_units_with_the_reason(person, period, client, request):
    client.force_login(request.getfixturevalue(person))

    for page in (LIST, url(period), url(period, 1)):
        response = client.get(page)
        assert response.status_code == 403
        assert "Halaman ini hanya untuk asesor internal" in text(response)
    assert client.post(url(period, 1), {"score": "3", "reason": LONG}).status_code == 403


@pytest.mark.parametrize("person", ["outsider", "superuser"])
def test_pages_of_another_government_look_like_nothing(person, period, client, request):
    client.force_login(request.getfixturevalue(person))

    for number in (None, 1):
        there, nothing = client.get(url(period, number)), client.get(f"{LIST}tidak-ada/{'1/' if number else ''}")
        assert there.status_code == 404
        assert without_ids(there) == without_ids(nothing)
    assert client.post(url(period, 1), {"score": "3", "reason": LONG}).status_code == 404


def test_draft_is_not_there_even_for_the_coordinator(institution, instrument, coordinator, unit, client):
    leads = [(number, unit) for number in range(1, 6)]
    draft = factories.make_period(institution, instrument, coordinator, leads=leads, opened=False)
    client.force_login(coordinator)

    assert client.get(url(draft)).status_code == 404


def test_indicator_that_the_instrument_does_not_have_is_404(period, reviewer):
    assert reviewer.get(url(period, 99)).status_code == 404


def test_strangers_sign_in_first(period, client):
    for page in (LIST, url(period), url(period, 1)):
        assert client.get(page).status_code == 302
    response = client.post(url(period, 1), {"score": "3", "reason": LONG})
    assert response.status_code == 403
    assert LONG in text(response)  # it is given back, and saved nowhere
    assert not IndicatorResult.objects.exists()


def test_other_methods_are_refused(period, reviewer):
    assert reviewer.post(LIST).status_code == 405
    assert reviewer.post(url(period)).status_code == 405
    assert reviewer.delete(url(period, 1)).status_code == 405


# Queries


@pytest.mark.parametrize("count", [1, 3, 10, 500])
def test_page_takes_the_same_queries(count, decided, reviewer, instrument, django_assert_num_queries):
    units = Unit.objects.bulk_create(
        Unit(institution=decided.institution, code=f"U{n}", name=f"Unit {n}") for n in range(count)
    )
    indicator = instrument.indicators.get(number=2)
    Assignment.objects.bulk_create(Assignment(period=decided, indicator=indicator, unit=unit) for unit in units)

    with django_assert_num_queries(14):
        response = reviewer.get(url(decided))
    with django_assert_num_queries(19):
        reviewer.get(url(decided, 2))

    assert len(row(response, 2).supporting) == count


def test_period_of_one_government_never_shows_another(decided, institution, other_institution, instrument, reviewer):
    Period.objects.create(
        institution=other_institution,
        instrument=instrument,
        created_by=decided.created_by,
        slug="lain-2023",
        year=2023,
        name="Periode Lain",
        **factories.OPEN,
        **factories.windows(),
    )

    response = reviewer.get(url(decided))

    assert list(response.context["others"]) == []
    assert reviewer.get(LIST).url == url(decided)
