"""Deciding: an assessor accepts a claimed score, sets another one, or sends the answer back for repair."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assessments import notices, permissions
from assessments.models import Answer, Assessment, Review, record
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_answer, locked_period
from assessments.workflow.results import refresh_indicator_result
from assessments.workflow.review_locks import end_hold
from assessments.workflow.typed import check_reason, check_score
from indicators.scoring import plain


def accept(answer, *, by, version, reason=""):
    """The claimed score stands."""
    return _decide(answer, Review.Verdict.ACCEPT, by=by, version=version, reason=reason)


def adjust(answer, *, by, version, score, reason):
    """Another score, with a reason that the unit reads."""
    return _decide(answer, Review.Verdict.ADJUST, by=by, version=version, reason=reason, score=score)


def send_back(answer, *, by, version, reason):
    """The unit is to repair this answer; the reason says what is missing."""
    return _decide(answer, Review.Verdict.SEND_BACK, by=by, version=version, reason=reason)


_STATUS = {
    Review.Verdict.ACCEPT: Answer.Status.ACCEPTED,
    Review.Verdict.ADJUST: Answer.Status.ADJUSTED,
    Review.Verdict.SEND_BACK: Answer.Status.RETURNED,
}


@transaction.atomic
def _decide(answer, verdict, *, by, version, reason, score=None):
    """`version` counts the saves and the decisions that the assessor saw; a stale one decides nothing (Conflict)."""
    period = locked_period(answer.assessment.period)
    fresh = locked_answer(answer)
    permissions.require(permissions.may_judge(by, fresh.assessment))
    if fresh.version != version:
        raise Conflict(fresh)
    permissions.require(permissions.can_be_reviewed(fresh))
    end_hold(fresh, by=by)
    _check(fresh, period, verdict, score, reason)
    review = Review.objects.create(
        answer=fresh,
        assessor=by,
        verdict=verdict,
        score=fresh.score if verdict == Review.Verdict.ACCEPT else score,
        claimed_score=fresh.score,
        reason=reason.strip(),
        answer_version=version,
    )
    fresh.status, fresh.version = _STATUS[verdict], version + 1
    fresh.save(update_fields=["status", "version"])
    refresh_assessment(fresh.assessment)
    _record(review)
    notices.judged(review, fresh.assessment)
    refresh_indicator_result(period, fresh.indicator, by=by)
    return review


def _record(review):
    record(
        f"review.{review.verdict}",
        by=review.assessor,
        assessment=review.answer.assessment,
        target=f"answer:{review.answer_id}",
        review=review.pk,
        version=review.answer_version,
        claimed=plain(review.claimed_score),
        score=None if review.score is None else plain(review.score),
        reason=review.reason,
    )


def _check(answer, period, verdict, score, reason):
    if verdict != Review.Verdict.ACCEPT:
        check_reason(reason)
    if verdict == Review.Verdict.ADJUST:
        check_score(score, period.instrument)
        if score == answer.score:
            raise ValueError("An adjusted score differs from the claimed one.")
    if verdict == Review.Verdict.SEND_BACK and timezone.now() > period.repair_closes_at:
        raise PermissionDenied("Tenggat perbaikan telah lewat. Terima nilainya atau tetapkan nilai lain.")


def refresh_assessment(assessment):
    """An assessment is what its answers are: something to repair, something to review, or done."""
    statuses = set(assessment.answers.values_list("status", flat=True))
    if Answer.Status.RETURNED in statuses:
        assessment.status = Assessment.Status.RETURNED
    elif Answer.Status.WAITING in statuses:
        assessment.status = Assessment.Status.SUBMITTED
    else:
        assessment.status = Assessment.Status.VERIFIED
    assessment.save(update_fields=["status"])
