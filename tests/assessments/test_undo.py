"""A decision is taken back within its seconds, by whoever made it, while nothing has happened since."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments import scorecard, workflow
from assessments.models import Answer, Assessment, Event, IndicatorResult, Review
from assessments.permissions import may_undo
from tests.assessments.filling import refreshed, text, told
from tests.assessments.racing import rounds, together
from tests.assessments.reviewing import LONG, decision, url

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def undoing(answer):
    return f"/reviu/{answer.pk}/urungkan/"


def test_undo_brings_back_what_was_before(waiting, submitted, assessor, period):
    answer = waiting[0]
    review = workflow.accept(answer, by=assessor, version=answer.version)
    events = Event.objects.filter(assessment=submitted).count()

    undone = workflow.undo(review, by=assessor)

    submitted.refresh_from_db()
    after = refreshed(answer)
    assert (after.status, after.version) == (Answer.Status.WAITING, answer.version + 2)
    assert submitted.status == Assessment.Status.SUBMITTED
    assert scorecard.decided_scores(period) == {} and not IndicatorResult.objects.exists()
    assert (undone.undoes, undone.verdict, undone.score) == (review, "undo", None)
    assert Event.objects.filter(assessment=submitted).count() == events + 1


def test_undone_change_leaves_the_decision_before_it(waiting, assessor, period):
    answer = waiting[0]
    workflow.accept(answer, by=assessor, version=answer.version)
    answer = refreshed(answer)
    review = workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(2), reason=LONG)
    assert scorecard.decided_scores(period) == {1: 2}

    workflow.undo(review, by=assessor)

    assert scorecard.decided_scores(period) == {1: 3}
    assert refreshed(answer).status == Answer.Status.ACCEPTED
    assert Answer.objects.with_decided_score().get(pk=answer.pk).decided_score == 3


def test_undone_confirmation_waits_for_a_second_assessor_again(waiting, assessor, second_assessor):
    answer = waiting[0]
    workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(5), reason=LONG)
    review = workflow.confirm(answer, by=second_assessor, version=answer.version + 1)

    workflow.undo(review, by=second_assessor)

    answer = refreshed(answer)
    assert answer.status == Answer.Status.RAISED
    assert workflow.confirm(answer, by=second_assessor, version=answer.version).score == 5


def test_undone_return_reopens_nothing_for_the_unit(waiting, submitted, assessor, operator):
    answer = waiting[0]
    review = workflow.send_back(answer, by=assessor, version=answer.version, reason=LONG)

    workflow.undo(review, by=assessor)

    submitted.refresh_from_db()
    row = refreshed(answer)
    assert submitted.status == Assessment.Status.SUBMITTED
    with pytest.raises(PermissionDenied):
        workflow.save_answer(row, by=operator, seen=row.versions, reply="Terlambat.")


def test_nothing_is_undone_after_something_happened(waiting, assessor, second_assessor, operator):
    answer = waiting[0]
    review = workflow.send_back(answer, by=assessor, version=answer.version, reason=LONG)
    row = refreshed(answer)
    workflow.save_answer(row, by=operator, seen=row.versions, reply="Sedang dilengkapi.")

    with pytest.raises(workflow.Conflict):
        workflow.undo(review, by=assessor)


def test_nothing_is_undone_twice(waiting, assessor):
    review = workflow.accept(waiting[0], by=assessor, version=waiting[0].version)
    undone = workflow.undo(review, by=assessor)

    with pytest.raises(workflow.Conflict):
        workflow.undo(review, by=assessor)
    with pytest.raises(PermissionDenied):
        workflow.undo(undone, by=assessor)


@pytest.mark.parametrize("seconds, allowed", [(0, True), (10, True), (15, True), (15.001, False), (3600, False)])
def test_time_of_the_server_counts(seconds, allowed, waiting, assessor):
    review = workflow.accept(waiting[0], by=assessor, version=waiting[0].version)

    assert bool(may_undo(assessor, review, review.created_at + timedelta(seconds=seconds))) is allowed


def test_only_who_decided_undoes(waiting, assessor, second_assessor, own_assessor, coordinator):
    review = workflow.accept(waiting[0], by=assessor, version=waiting[0].version)

    for person in (second_assessor, own_assessor, coordinator):
        with pytest.raises(PermissionDenied):
            workflow.undo(review, by=person)


def test_page_offers_the_undo_and_keeps_all_that_was_typed(waiting, reviewer):
    answer = waiting[0]
    typed = {"tick_2": "yes", "tick_3": "no", "recommendation": "Lengkapi dokumen."}
    response = reviewer.post(url(answer), decision(answer, "adjust", score="2", reason=LONG, **typed))
    message = told(response)[0]
    assert undoing(answer) in message and 'data-undo="10"' in message

    review = Review.objects.get()
    response = reviewer.post(undoing(answer), {"review": review.pk}, follow=True)

    page = text(response)
    assert "Keputusan diurungkan" in page and f">{LONG}</textarea>" in page and ">Lengkapi dokumen.</textarea>" in page
    assert 'name="score" value="2" checked' in page and 'name="tick_3" value="no" checked' in page
    assert "(diurungkan)" in page
    assert refreshed(answer).status == Answer.Status.WAITING


def test_late_undo_is_told_and_changes_nothing(waiting, reviewer, assessor, monkeypatch):
    review = workflow.accept(waiting[0], by=assessor, version=waiting[0].version)
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr("assessments.permissions.reviewing.timezone.now", lambda: later)

    response = reviewer.post(undoing(waiting[0]), {"review": review.pk})

    assert response.url == url(waiting[0]) and "Waktu untuk mengurungkan telah lewat" in told(response)[0]
    assert refreshed(waiting[0]).status == Answer.Status.ACCEPTED


@pytest.mark.parametrize("named", ["", "abc", "9" * 30, "0"])
def test_undo_of_no_decision_of_this_answer_is_told(named, waiting, reviewer, assessor):
    workflow.accept(waiting[1], by=assessor, version=waiting[1].version)

    response = reviewer.post(undoing(waiting[0]), {"review": named})

    assert response.status_code == 302 and "tidak ditemukan" in told(response)[0]


def test_undo_of_another_assessor_is_told(waiting, client, assessor, second_assessor):
    review = workflow.accept(waiting[0], by=assessor, version=waiting[0].version)
    client.force_login(second_assessor)

    response = client.post(undoing(waiting[0]), {"review": review.pk})

    assert "Hanya asesor yang memutuskan" in told(response)[0]
    assert refreshed(waiting[0]).status == Answer.Status.ACCEPTED
    assert client.get(undoing(waiting[0])).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_undo_beside_another_decision_is_all_or_nothing(waiting, assessor, second_assessor):
    for _ in range(rounds(8)):
        answer = refreshed(waiting[0])
        before = answer.status
        review = workflow.accept(answer, by=assessor, version=answer.version)
        seen = refreshed(answer)

        undone, decided = together(
            lambda review=review: workflow.undo(review, by=assessor),
            lambda seen=seen: workflow.adjust(
                seen, by=second_assessor, version=seen.version, score=Decimal(2), reason=LONG
            ),
        )

        won = [isinstance(undone, Review), isinstance(decided, Review)]
        assert sorted(won) == [False, True]
        assert isinstance(undone if won[1] else decided, workflow.Conflict)
        assert refreshed(answer).status == (before if won[0] else Answer.Status.ADJUSTED)
