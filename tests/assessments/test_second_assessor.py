"""Raising takes two: what one assessor proposes counts for nothing until another one has confirmed it."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from assessments import scorecard, workflow
from assessments.models import Answer, Assessment, Event, Review
from inbox.models import Message
from tests import factories
from tests.assessments.filling import refreshed, text
from tests.assessments.racing import rounds, together
from tests.assessments.reviewing import LONG, decision, url

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def raised(answer, by, score=5):
    workflow.adjust(answer, by=by, version=answer.version, score=Decimal(score), reason=LONG)
    return refreshed(answer)


def test_proposal_counts_for_nothing(waiting, submitted, assessor, period):
    answer = raised(waiting[0], assessor)

    submitted.refresh_from_db()
    assert answer.status == Answer.Status.RAISED
    assert submitted.status == Assessment.Status.SUBMITTED
    assert scorecard.decided_scores(period) == {}
    assert Answer.objects.with_decided_score().get(pk=answer.pk).decided_score is None
    review = Review.objects.get()
    assert (review.verdict, review.score, review.claimed_score) == ("raise", 5, 3)


def test_assessment_waits_until_its_last_proposal_is_confirmed(waiting, submitted, assessor, second_assessor, period):
    for answer in waiting[1:]:
        workflow.accept(answer, by=assessor, version=answer.version)
    answer = raised(waiting[0], assessor)
    submitted.refresh_from_db()
    assert submitted.status == Assessment.Status.SUBMITTED

    review = workflow.confirm(answer, by=second_assessor, version=answer.version)

    submitted.refresh_from_db()
    assert submitted.status == Assessment.Status.VERIFIED
    assert scorecard.decided_scores(period)[1] == 5
    assert (review.verdict, review.score, review.reason) == ("adjust", 5, LONG)
    assert review.confirms == Review.objects.get(verdict="raise")
    assert Event.objects.get(action="review.adjust").data["confirms"] == review.confirms_id


def test_nobody_confirms_oneself(waiting, assessor, own_assessor, second_assessor):
    answer = raised(waiting[0], assessor)

    for person in (assessor, own_assessor):
        with pytest.raises(PermissionDenied):
            workflow.confirm(answer, by=person, version=answer.version)
    with pytest.raises(PermissionDenied, match="tidak sedang menunggu asesor kedua"):
        workflow.confirm(waiting[1], by=second_assessor, version=waiting[1].version)


def test_second_assessor_may_decide_otherwise(waiting, assessor, second_assessor, period):
    answer = raised(waiting[0], assessor)

    workflow.accept(answer, by=second_assessor, version=answer.version)

    assert scorecard.decided_scores(period) == {1: 3}
    assert refreshed(answer).status == Answer.Status.ACCEPTED


def test_another_raise_of_the_second_waits_for_the_first(waiting, assessor, second_assessor, period):
    answer = raised(waiting[0], assessor)
    answer = raised(answer, second_assessor, score=4)
    assert answer.status == Answer.Status.RAISED

    workflow.confirm(answer, by=assessor, version=answer.version)

    assert scorecard.decided_scores(period) == {1: 4}


def test_claim_above_the_own_ticks_waits_too_and_is_confirmed_as_accepted(waiting, assessor, second_assessor):
    grounds = workflow.Grounds(ticks={"2": "yes", "3": "no"})
    answer = waiting[0]
    with pytest.raises(ValueError, match="20 characters"):
        workflow.accept(answer, by=assessor, version=answer.version, grounds=grounds)

    workflow.accept(answer, by=assessor, version=answer.version, reason=LONG, grounds=grounds)
    answer = refreshed(answer)
    assert answer.status == Answer.Status.RAISED

    assert workflow.confirm(answer, by=second_assessor, version=answer.version).verdict == "accept"


def test_other_assessors_are_told_and_the_unit_is_not(waiting, assessor, second_assessor, own_assessor, operator):
    raised(waiting[0], assessor)

    told = Message.objects.filter(kind="raised")
    assert [message.person for message in told] == [second_assessor]
    assert told.get().url == url(waiting[0])


def test_unit_sees_that_it_waits_and_not_what_is_proposed(waiting, assessor, client, operator):
    answer = raised(waiting[0], assessor)
    client.force_login(operator)

    page = text(client.get(answer.get_absolute_url()))

    assert "Menunggu asesor kedua" in page and LONG not in page


def test_second_assessor_reads_the_proposal_and_confirms_it(waiting, assessor, second_assessor, client):
    answer = raised(waiting[0], assessor)
    client.force_login(second_assessor)

    page = text(client.get(url(answer)))
    assert "Asesor Inspektorat mengusulkan 5" in page and LONG in page and "Kuatkan tingkat 5" in page

    response = client.post(url(answer), decision(answer, "confirm"))
    assert response.status_code == 302
    assert refreshed(answer).status == Answer.Status.ADJUSTED
    assert "Dikuatkan asesor kedua" in text(client.get(url(answer)))


def test_first_assessor_is_offered_no_confirmation(waiting, assessor, reviewer):
    answer = raised(waiting[0], assessor)

    page = text(reviewer.get(url(answer)))
    response = reviewer.post(url(answer), decision(answer, "confirm"))

    assert "Asesor lain yang menguatkannya" in page and 'value="confirm"' not in page
    assert response.status_code == 422 and "Pilih salah satu keputusan" in text(response)


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_leave_one(waiting, assessor, second_assessor, institution, assessor_unit):
    third = factories.make_user("asesor3@uji.local", "Asesor Ketiga", institution, "assessor", assessor_unit)
    for _ in range(rounds(8)):
        answer = raised(refreshed(waiting[0]), assessor)
        before = Review.objects.count()

        seen = refreshed(answer).version
        outcomes = together(
            lambda row=answer, seen=seen: workflow.confirm(row, by=second_assessor, version=seen),
            lambda row=answer, seen=seen: workflow.confirm(row, by=third, version=seen),
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Review"]
        assert Review.objects.count() == before + 1
