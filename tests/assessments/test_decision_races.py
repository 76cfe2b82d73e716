"""C2: a save that meets a return, a decision or the closing, and a withdrawal that meets a decision."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from assessments import workflow
from assessments.content import digest
from assessments.frozen import content_of, digest_of
from assessments.models import Answer, Assessment, Event, Period, Result, Review
from assessments.receipts import receipts_of
from tests import factories
from tests.assessments.filling import refreshed
from tests.assessments.racing import rounds, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]


def saving(answer, by, text):
    row = refreshed(answer)
    return lambda: workflow.save_answer(row, by=by, seen=row.versions, explanation=f"{text} {factories.EXPLANATION}")


def deciding(verdict, answer, by, **arguments):
    row = refreshed(answer)
    return lambda: verdict(row, by=by, version=row.version, **arguments)


def snapshot(assessment):
    return receipts_of(assessment)[-1].event.data["content"]


def last_actions(assessment, count):
    events = Event.objects.chain_of(assessment=assessment).order_by("-sequence")
    return list(events.values_list("action", flat=True)[:count])[::-1]


def test_save_beside_a_return_comes_after_it_or_not_at_all(submitted, answer, operator, assessor):
    for number in range(rounds(25)):
        saved, decided = together(
            saving(answer, operator, f"Putaran {number}."),
            deciding(workflow.send_back, answer, assessor, reason=factories.REASON),
        )

        assert isinstance(decided, Review)
        if isinstance(saved, Answer):
            assert last_actions(submitted, 2) == ["review.send_back", "answer.saved"]
        else:
            assert isinstance(saved, PermissionDenied)
            assert snapshot(submitted) == digest(submitted)
        row = refreshed(answer)
        workflow.save_answer(row, by=operator, seen=row.versions, reply=f"Tanggapan {number}.")
        factories.resend(submitted, by=operator)
        assert snapshot(submitted) == digest(submitted)


def test_save_beside_a_decision_never_reaches_the_decided_answer(submitted, answer, operator, assessor):
    for number in range(rounds(25)):
        saved, decided = together(
            saving(answer, operator, f"Putaran {number}."), deciding(workflow.accept, answer, assessor)
        )

        assert isinstance(saved, PermissionDenied) and isinstance(decided, Review)
        assert snapshot(submitted) == digest(submitted)


def test_save_beside_the_closing_is_in_the_frozen_result_or_nowhere(period, answer, operator, coordinator):
    """An answer that is still being written; its text and its claim are part of what is frozen."""
    factories.fill_all(answer.assessment, operator)
    for number in range(rounds(15)):
        before, text = refreshed(answer).explanation, f"Putaran {number}."

        saved, closed = together(saving(answer, operator, text), closing(period, coordinator))

        assert isinstance(closed, Result) and isinstance(saved, Answer | PermissionDenied)
        stored = refreshed(answer)
        assert stored.explanation == (saved.explanation if isinstance(saved, Answer) else before)
        assert stored.assessment.status == Assessment.Status.FINAL
        assert digest_of(closed.data) == closed.digest
        assert without_states(content_again(closed, coordinator)) == without_states(closed.content)
        with pytest.raises(PermissionDenied):
            saving(answer, operator, "Terlambat.")()
        workflow.reopen_period(fresh(period), by=coordinator, reason=factories.REASON)
        workflow.reopen_review(period, by=coordinator, seen=period.Stage.CONSOLIDATION, reason=factories.REASON)


def closing(period, by):
    row = fresh(period)
    return lambda: workflow.close_period(row, by=by, at_minimum=True)


def fresh(period):
    return Period.objects.select_related("institution", "instrument").get(pk=period.pk)


def content_again(result, closed_by):
    """What would be frozen now, from the rows as they are stored, with the particulars of that closing."""
    return content_of(
        fresh(result.period),
        revision=result.revision,
        closed_at=result.closed_at,
        closed_by=closed_by,
        reopen_reason=result.content["reopen_reason"],
    )


def without_states(content):
    """The closing makes every assessment final, after it has told in which state it was."""
    return content | {"units": [row | {"status": None} for row in content["units"]]}


@pytest.fixture
def sent_by_many(institution, instrument, coordinator, unit, operator):
    """Units that each sent one answer: a decision is for ever, so every round needs a unit of its own."""
    units = [factories.make_unit(institution, f"PD{number}") for number in range(rounds(25))]
    for row in units:
        Membership.objects.create(user=operator, institution=institution, unit=row, role=Membership.Role.OPERATOR)
    leads = [(number, unit) for number in range(1, 6)]
    period = factories.make_period(
        institution, instrument, coordinator, year=2030, leads=leads, supporting=[(1, row) for row in units]
    )
    assessments = period.assessments.filter(unit__in=units).select_related("unit", "period")
    for assessment in assessments:
        factories.fill_all(assessment, operator)
    return [factories.submit(assessment, by=operator) for assessment in assessments]


def test_of_a_withdrawal_and_a_decision_one_is_refused(sent_by_many, operator, assessor):
    for assessment in sent_by_many:
        answer = Answer.objects.with_parents().get(assessment=assessment)
        old = deciding(workflow.accept, answer, assessor)

        withdrawn, decided = together(lambda row=assessment: workflow.withdraw(row, by=operator), old)

        if isinstance(decided, Review):
            assert isinstance(withdrawn, PermissionDenied)
            assert refreshed(answer).status == Answer.Status.ACCEPTED
            assert snapshot(assessment) == digest(assessment)
            continue
        assert isinstance(withdrawn, Assessment) and isinstance(decided, PermissionDenied | workflow.Conflict)
        assert refreshed(answer).status == Answer.Status.COMPLETE
        factories.submit(withdrawn, by=operator)
        with pytest.raises(workflow.Conflict):
            old()
    assert Review.objects.count() == Answer.objects.filter(status=Answer.Status.ACCEPTED).count()
