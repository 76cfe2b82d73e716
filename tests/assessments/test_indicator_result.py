"""The score of the institution: set by an assessor with a reason, or following the policy again."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.models import Event, IndicatorResult
from tests import factories
from tests.assessments.filling import text, told

pytestmark = pytest.mark.django_db

LONG = "Dua dari tiga perangkat daerah sudah menerapkannya."


def url(period, number=None):
    return f"/konsolidasi/{period.slug}/{number}/" if number else f"/konsolidasi/{period.slug}/"


def settled(client, period, number, **fields):
    """Send the form as a page that shows what stands now."""
    stands = IndicatorResult.objects.filter(period=period, indicator__number=number).first()
    return client.post(url(period, number), {"version": stands.version if stands else 0} | fields)


def test_indicator_page_shows_the_parts_the_criteria_and_the_form(decided, reviewer):
    page = text(reviewer.get(url(decided, 1)))

    assert "<h1>1. Hal 1</h1>" in page and "Dinas Kesehatan" in page and "Dinas Pendidikan" in page
    assert "Kriteria 1 tingkat 5." in page
    assert "Tetapkan nilai instansi" in page and 'name="follow"' not in page


def test_assessor_sets_the_score_with_a_reason(decided, assessor, reviewer):
    response = settled(reviewer, decided, 1, score="4", reason=LONG)

    assert response.url == url(decided)
    assert told(response) == ["Nilai indikator 1 ditetapkan."]
    result = IndicatorResult.objects.get(indicator__number=1)
    assert (result.score, result.origin, result.reason, result.decided_by) == (4, "assessor", LONG, assessor)
    assert Event.objects.filter(action="indicator_result.set", data__origin="assessor").count() == 1


def test_set_score_can_follow_the_policy_again(decided, reviewer):
    settled(reviewer, decided, 1, score="4", reason=LONG)
    page = text(reviewer.get(url(decided, 1)))

    response = reviewer.post(url(decided, 1), {"follow": "1"})

    assert "Ikuti saran kebijakan" in page and LONG in page
    assert told(response)[-1] == "Nilai indikator 1 kembali mengikuti saran kebijakan."
    result = IndicatorResult.objects.get(indicator__number=1)
    assert (result.score, result.origin, result.reason) == (3, "lead", "")


def test_following_without_a_suggestion_leaves_the_score_open(decided, reviewer):
    settled(reviewer, decided, 3, score="4", reason=LONG)

    response = reviewer.post(url(decided, 3), {"follow": "1"})

    assert told(response)[-1].startswith("Nilai indikator 3 dihapus")
    assert not IndicatorResult.objects.filter(indicator__number=3).exists()


@pytest.mark.parametrize(
    "fields, fault",
    [
        ({"score": "", "reason": LONG}, "Pilih tingkat instansi"),
        ({"score": "6", "reason": LONG}, "Nilai harus antara 1 sampai 5"),
        ({"score": "2.5", "reason": LONG}, "Nilai harus kelipatan 1"),
        ({"score": "4", "reason": ""}, "Nilai ini bukan saran kebijakan. Tulis alasannya, paling sedikit 20 karakter"),
        ({"score": "4", "reason": "Terlalu pendek."}, "Tulis alasan paling sedikit 20 karakter"),
        ({"score": "4", "reason": " " * 40}, "Nilai ini bukan saran kebijakan. Tulis alasannya"),
    ],
)
def test_faulty_score_is_explained_and_kept(fields, fault, decided, reviewer):
    response = settled(reviewer, decided, 1, **fields)

    page = text(response)
    assert response.status_code == 422
    assert fault in page and "Perubahan belum disimpan" in page
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

    settled(client, decided, 4, score="2", reason=LONG)

    assert IndicatorResult.objects.get(indicator__number=4).score == 2


def test_closed_period_keeps_its_scores(decided, coordinator, reviewer):
    workflow.close_period(decided, by=coordinator, at_minimum=True)

    page, response = text(reviewer.get(url(decided, 1))), settled(reviewer, decided, 1, score="4", reason=LONG)

    assert "Periode ini tidak sedang dibuka. Nilai tidak dapat diubah." in page
    assert response.status_code == 403
    assert IndicatorResult.objects.get(indicator__number=1).score == 3


def test_continuous_scale_takes_a_number_with_a_comma(institution, coordinator, unit, reviewer):
    instrument = factories.make_instrument("kontinu", step="0.01")
    period = factories.make_period(
        institution, instrument, coordinator, leads=[(number, unit) for number in range(1, 6)]
    )

    page = text(reviewer.get(url(period, 1)))
    settled(reviewer, period, 1, score="2,75", reason=LONG)

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
