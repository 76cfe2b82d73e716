"""Taking a decision back within the seconds in which its page offers it, as if it had not been made."""

from django.db import transaction
from django.db.models import Q

from assessments import permissions
from assessments.models import Event, Review, record
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_answer, locked_period
from assessments.workflow.results import refresh_indicator_result
from assessments.workflow.reviews import refresh_assessment


@transaction.atomic
def undo(review, *, by):
    """Only who decided, and only while nothing happened since (Conflict). The row stays, and one more undoes it.

    The version goes on: whoever has seen the decision has a stale page.
    """
    period = locked_period(review.answer.assessment.period)
    answer = locked_answer(review.answer)
    permissions.require(permissions.may_undo(by, review))
    version, made = review.answer_version + 1, _last_event(answer)
    if answer.version != version or made is None or made.data.get("review") != review.pk:
        raise Conflict(answer)
    undone = Review.objects.create(
        answer=answer,
        assessor=by,
        verdict=Review.Verdict.UNDO,
        claimed_score=review.claimed_score,
        answer_version=version,
        undoes=review,
    )
    answer.status, answer.version = made.data["before"], version + 1
    answer.save(update_fields=["status", "version"])
    refresh_assessment(answer.assessment)
    target, told = f"answer:{answer.pk}", {"review": undone.pk, "undoes": review.pk, "version": version}
    record("review.undo", by=by, assessment=answer.assessment, target=target, status=answer.status, **told)
    refresh_indicator_result(period, answer.indicator, by=by)
    return undone


def _last_event(answer):
    """What the trail tells last of the answer: the decision itself, with the status before it, or what came after."""
    about = Q(action__startswith="review.") | Q(action__startswith="answer.") | Q(action__startswith="objection.")
    events = Event.objects.filter(about, assessment=answer.assessment_id, target=f"answer:{answer.pk}")
    return events.exclude(action="review.taken_over").order_by("-sequence").first()
