"""What decisions do to the assessment as a whole, and what stays of them when a period is opened again."""

from decimal import Decimal

import pytest

from assessments import scorecard, workflow
from assessments.models import Answer, Assessment, IndicatorResult
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

Status = Assessment.Status


@pytest.fixture
def decide(submitted, assessor):
    """Decide on one of the unit's answers by its number, and tell what the assessment then is."""

    def act(move, number, **arguments):
        answer = Answer.objects.with_parents().get(assessment=submitted, indicator__number=number)
        move(answer, by=assessor, version=answer.version, **arguments)
        return Assessment.objects.get(pk=submitted.pk).status

    return act


def test_assessment_is_what_its_answers_are(decide, submitted, operator):
    assert decide(workflow.accept, 1) == Status.SUBMITTED
    assert decide(workflow.send_back, 2, reason=factories.REASON) == Status.RETURNED
    assert decide(workflow.accept, 3) == Status.RETURNED
    answer = submitted.answers.get(indicator__number=2)
    workflow.save_answer(answer, by=operator, seen=answer.versions, reply="Sudah dilampirkan.")
    assert factories.resend(submitted, by=operator).status == Status.SUBMITTED
    assert decide(workflow.adjust, 2, score=Decimal(2), reason=factories.REASON) == Status.VERIFIED
    assert decide(workflow.send_back, 1, reason=factories.REASON) == Status.RETURNED


def test_resending_touches_only_what_was_returned(decide, submitted, operator):
    decide(workflow.accept, 1)
    decide(workflow.send_back, 2, reason=factories.REASON)
    answer = submitted.answers.get(indicator__number=2)
    workflow.save_answer(answer, by=operator, seen=answer.versions, reply="Sudah dilampirkan.")

    factories.resend(submitted, by=operator)

    assert list(submitted.answers.order_by("indicator__number").values_list("status", flat=True)) == [
        Answer.Status.ACCEPTED,
        Answer.Status.WAITING,
        Answer.Status.WAITING,
    ]


def test_resending_without_a_reply_lists_what_is_missing(decide, submitted, operator):
    decide(workflow.send_back, 2, reason=factories.REASON)

    with pytest.raises(workflow.Incomplete) as missing:
        factories.resend(submitted, by=operator)

    assert [(gap.number, gap.field) for gap in missing.value.gaps] == [(2, "reply")]
    assert Assessment.objects.get(pk=submitted.pk).status == Status.RETURNED


def test_decision_counts_as_a_version(decide, submitted):
    before = submitted.answers.get(indicator__number=1).version

    decide(workflow.accept, 1)

    answer = submitted.answers.get(indicator__number=1)
    assert answer.version == before + 1
    assert answer.reviews.get().answer_version == before


def test_reopened_period_goes_on_where_it_was(decide, period, submitted, coordinator, other_unit):
    decide(workflow.accept, 1)
    decide(workflow.send_back, 2, reason=factories.REASON)
    workflow.close_period(period, by=coordinator, at_minimum=True)

    workflow.reopen_period(period, by=coordinator, reason=factories.REASON)

    assert Assessment.objects.get(pk=submitted.pk).status == Status.RETURNED
    assert period.assessments.get(unit=other_unit).status == Status.DRAFT
    assert scorecard.decided_scores(period) == {1: 3}
    assert not IndicatorResult.objects.filter(origin="assumed_minimum").exists()


def test_period_reopened_while_answers_wait_is_submitted(period, submitted, coordinator):
    workflow.close_period(period, by=coordinator, at_minimum=True)

    workflow.reopen_period(period, by=coordinator, reason=factories.REASON)

    assert Assessment.objects.get(pk=submitted.pk).status == Status.SUBMITTED


def test_closing_without_a_score_lists_the_indicators(period, decide, coordinator):
    decide(workflow.accept, 1)

    with pytest.raises(workflow.Incomplete) as missing:
        workflow.close_period(period, by=coordinator)

    assert [indicator.number for indicator in missing.value.gaps] == [2, 3, 4, 5]
