"""The consolidation: what the agencies bring, what the policy suggests, and the score that an assessor sets."""

from decimal import Decimal

import pytest

from accounts.models import Unit
from assessments import workflow
from assessments.models import Answer, Assignment, ChosenService, Event, IndicatorResult, Period
from tests import factories
from tests.assessments.filling import text, told, without_ids

pytestmark = pytest.mark.django_db

LIST = "/konsolidasi/"
LONG = "Dua dari tiga perangkat daerah sudah menerapkannya."


def url(period, number=None):
    return f"{LIST}{period.slug}/" + (f"{number}/" if number else "")


@pytest.fixture
def reviewer(client, assessor):
    client.force_login(assessor)
    return client


@pytest.fixture
def decided(submitted, assessor):
    """Indicator 1 and 2 of Dinas Kesehatan are accepted at 3; 3 waits; 4 and 5 of Dinas Pendidikan are not sent."""
    for answer in Answer.objects.filter(assessment=submitted, indicator__number__lte=2).with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)
    return submitted.period


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

    assert "Saran kebijakan periode: nilai penanggung jawab." in page
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
    assert client.post(url(period, 1), {"score": "3", "reason": LONG}).status_code == 302
    assert not IndicatorResult.objects.exists()


def test_other_methods_are_refused(period, reviewer):
    assert reviewer.post(LIST).status_code == 405
    assert reviewer.post(url(period)).status_code == 405
    assert reviewer.delete(url(period, 1)).status_code == 405


# Setting


def test_indicator_page_shows_the_parts_the_criteria_and_the_form(decided, reviewer):
    page = text(reviewer.get(url(decided, 1)))

    assert "<h1>1. Hal 1</h1>" in page and "Dinas Kesehatan" in page and "Dinas Pendidikan" in page
    assert "Kriteria 1 tingkat 5." in page
    assert "Tetapkan nilai instansi" in page and 'name="follow"' not in page


def test_assessor_sets_the_score_with_a_reason(decided, assessor, reviewer):
    response = reviewer.post(url(decided, 1), {"score": "4", "reason": LONG})

    assert response.url == url(decided)
    assert told(response) == ["Nilai indikator 1 ditetapkan."]
    result = IndicatorResult.objects.get(indicator__number=1)
    assert (result.score, result.origin, result.reason, result.decided_by) == (4, "assessor", LONG, assessor)
    assert Event.objects.filter(action="indicator_result.set", data__origin="assessor").count() == 1


def test_set_score_can_follow_the_policy_again(decided, reviewer):
    reviewer.post(url(decided, 1), {"score": "4", "reason": LONG})
    page = text(reviewer.get(url(decided, 1)))

    response = reviewer.post(url(decided, 1), {"follow": "1"})

    assert "Ikuti saran kebijakan" in page and LONG in page
    assert told(response)[-1] == "Nilai indikator 1 kembali mengikuti saran kebijakan periode."
    result = IndicatorResult.objects.get(indicator__number=1)
    assert (result.score, result.origin, result.reason) == (3, "lead", "")


def test_following_without_a_suggestion_leaves_the_score_open(decided, reviewer):
    reviewer.post(url(decided, 3), {"score": "4", "reason": LONG})

    response = reviewer.post(url(decided, 3), {"follow": "1"})

    assert told(response)[-1].startswith("Nilai indikator 3 dihapus")
    assert not IndicatorResult.objects.filter(indicator__number=3).exists()


@pytest.mark.parametrize(
    "fields, fault",
    [
        ({"score": "", "reason": LONG}, "Pilih tingkat instansi"),
        ({"score": "6", "reason": LONG}, "Nilai harus antara 1 sampai 5"),
        ({"score": "2.5", "reason": LONG}, "Nilai harus kelipatan 1"),
        ({"score": "4", "reason": ""}, "Tulis alasan paling sedikit 20 karakter"),
        ({"score": "4", "reason": "Terlalu pendek."}, "Tulis alasan paling sedikit 20 karakter"),
        ({"score": "4", "reason": " " * 40}, "Tulis alasan paling sedikit 20 karakter"),
    ],
)
def test_faulty_score_is_explained_and_kept(fields, fault, decided, reviewer):
    response = reviewer.post(url(decided, 1), fields)

    page = text(response)
    assert response.status_code == 422
    assert fault in page and "Nilai belum ditetapkan" in page
    assert f">{fields['reason'].strip()}</textarea>" in page or not fields["reason"].strip()
    assert IndicatorResult.objects.get(indicator__number=1).origin == "lead"


@pytest.mark.parametrize("fields", [{"score": "4", "reason": LONG}, {"follow": "1"}])
@pytest.mark.parametrize(
    "person, reason",
    [
        ("own_assessor", "Perangkat daerah Anda penanggung jawab indikator ini"),
        ("coordinator", "Nilai ditetapkan asesor internal"),
        ("executive", "Nilai ditetapkan asesor internal"),
    ],
)
def test_others_read_the_reason_and_cannot_set(person, reason, fields, decided, client, request):
    client.force_login(request.getfixturevalue(person))

    page, response = text(client.get(url(decided, 1))), client.post(url(decided, 1), fields)

    assert reason in page and 'name="score"' not in page
    assert response.status_code == 403 and reason in text(response)
    assert IndicatorResult.objects.get(indicator__number=1).origin == "lead"


def test_assessor_sets_what_another_unit_leads(decided, client, own_assessor):
    client.force_login(own_assessor)

    client.post(url(decided, 4), {"score": "2", "reason": LONG})

    assert IndicatorResult.objects.get(indicator__number=4).score == 2


def test_closed_period_keeps_its_scores(decided, coordinator, reviewer):
    workflow.close_period(decided, by=coordinator, at_minimum=True)

    page, response = text(reviewer.get(url(decided, 1))), reviewer.post(url(decided, 1), {"score": "4", "reason": LONG})

    assert "Periode ini tidak sedang dibuka. Nilai tidak dapat diubah." in page
    assert response.status_code == 403
    assert IndicatorResult.objects.get(indicator__number=1).score == 3


def test_continuous_scale_takes_a_number_with_a_comma(institution, coordinator, unit, reviewer):
    instrument = factories.make_instrument("kontinu", step="0.01")
    period = factories.make_period(
        institution, instrument, coordinator, leads=[(number, unit) for number in range(1, 6)]
    )

    page = text(reviewer.get(url(period, 1)))
    reviewer.post(url(period, 1), {"score": "2,75", "reason": LONG})

    assert "Nilai instansi" in page and "1,00 sampai 5,00" in page
    assert IndicatorResult.objects.get().score == Decimal("2.75")
    assert 'value="2,75"' in text(reviewer.get(url(period, 1)))


@pytest.mark.parametrize("score, reason", [(Decimal(6), LONG), (Decimal("2.5"), LONG), (Decimal(3), "Pendek.")])
def test_workflow_refuses_what_the_form_would_not_let_through(score, reason, decided, instrument, assessor):
    with pytest.raises(ValueError):
        workflow.set_indicator_result(
            decided, instrument.indicators.get(number=1), by=assessor, score=score, reason=reason
        )

    assert IndicatorResult.objects.get(indicator__number=1).origin == "lead"


# Queries


@pytest.mark.parametrize("count", [1, 3, 10, 500])
def test_page_takes_the_same_queries(count, decided, reviewer, instrument, django_assert_num_queries):
    units = Unit.objects.bulk_create(
        Unit(institution=decided.institution, code=f"U{n}", name=f"Unit {n}") for n in range(count)
    )
    indicator = instrument.indicators.get(number=2)
    Assignment.objects.bulk_create(Assignment(period=decided, indicator=indicator, unit=unit) for unit in units)

    with django_assert_num_queries(13):
        response = reviewer.get(url(decided))
    with django_assert_num_queries(14):
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
        status="open",
        **factories.windows(),
    )

    response = reviewer.get(url(decided))

    assert list(response.context["others"]) == []
    assert reviewer.get(LIST).url == url(decided)
