"""What a decision moves: the interim index and the attainment of the unit, computed before anything is saved."""

from decimal import Decimal

import pytest

from assessments import scorecard, workflow
from assessments.models import Answer, Period
from indicators import scoring
from tests import factories
from tests.assessments.deciding import answered, decide

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


@pytest.fixture
def effect(period, unit, other_unit, assessor):
    """Dinas Kesehatan leads 1, 2, 3 (weights 10, 20, 30): 2 is decided at 3. The answer to 1 claims 5."""
    decide(answered(period, unit, 2, 3), assessor, 3)
    answered(period, unit, 1, 5)

    def of(score, number=1, by_unit=unit):
        answer = Answer.objects.with_parents().get(assessment__unit=by_unit, indicator__number=number)
        return scorecard.effect_of(answer, score)

    return of


def test_effect_of_accepting(effect):
    found = effect(Decimal(5))

    # before: 10×1 + 20×3 + 70×1 = 140; after: 10×5 + 20×3 + 70×1 = 180. PD: 60/20 = 3; (50 + 60)/30 = 3.666…
    assert (found.index_before, found.index_after) == (Decimal("1.4"), Decimal("1.8"))
    assert found.attainment_before.exact == 3
    assert scoring.display(found.attainment_after.exact, 4) == Decimal("3.6667")


def test_effect_of_sending_back_takes_the_decided_score_away(effect, assessor, unit, period):
    decide(Answer.objects.with_parents().get(assessment__unit=unit, indicator__number=1), assessor, 5)

    found = effect(None)

    assert (found.index_before, found.index_after) == (Decimal("1.8"), Decimal("1.4"))
    assert found.attainment_after.exact == 3


def test_effect_of_the_first_decision_has_no_attainment_before(period, other_unit):
    answer = answered(period, other_unit, 4, 2)

    found = scorecard.effect_of(answer, Decimal(2))

    assert found.attainment_before is None
    assert found.attainment_after.exact == 2


def test_effect_of_a_supporting_answer_moves_nothing_under_the_lead_policy(effect, period, other_unit):
    answered(period, other_unit, 1, 4)

    found = effect(Decimal(4), by_unit=other_unit)

    assert found.index_before == found.index_after
    assert found.attainment_before == found.attainment_after


def test_effect_of_a_supporting_answer_counts_under_the_minimum_policy(effect, period, unit, other_unit, assessor):
    Period.objects.update(rollup_policy="minimum")
    decide(Answer.objects.with_parents().get(assessment__unit=unit, indicator__number=1), assessor, 5)
    answered(period, other_unit, 1, 4)

    found = effect(Decimal(4), by_unit=other_unit)

    # Both units have a score now, so the lower one counts: 10×4 instead of 10×1.
    assert (found.index_before, found.index_after) == (Decimal("1.4"), Decimal("1.7"))


def test_effect_on_a_score_that_an_assessor_has_set_is_none(effect, period, assessor, instrument):
    workflow.set_indicator_result(
        period, instrument.indicators.get(number=1), by=assessor, score=Decimal(2), reason=factories.REASON
    )

    found = effect(Decimal(5))

    assert found.index_before == found.index_after == Decimal("1.5")


def test_effect_is_what_the_decision_then_does(effect, period, unit, assessor):
    answer = Answer.objects.with_parents().get(assessment__unit=unit, indicator__number=1)
    found = effect(Decimal(2))

    decide(answer, assessor, 2)

    assert scorecard.interim(period).index == found.index_after
    assert scorecard.unit_attainment(period, unit) == found.attainment_after
