"""Deciding: an assessor accepts a claimed score, sets another one, or sends the answer back for repair.

Raising a claim, and deciding above what the own ticks and reasons support, only proposes: the answer then waits for a
second assessor (`confirm`), and no score counts before. Rows are added, never changed; undoing adds one too (undoing).
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assessments import notices, permissions
from assessments.models import Answer, Assessment, Review, record
from assessments.supported import needs_second
from assessments.workflow.errors import Conflict
from assessments.workflow.grounds import NONE
from assessments.workflow.locks import locked_answer, locked_period
from assessments.workflow.results import refresh_indicator_result
from assessments.workflow.review_locks import end_hold
from assessments.workflow.typed import check_reason, check_score
from indicators.scoring import plain

Verdict = Review.Verdict


def accept(answer, *, by, version, reason="", grounds=NONE):
    """The claimed score stands."""
    return _decide(answer, Verdict.ACCEPT, by=by, version=version, reason=reason, grounds=grounds)


def adjust(answer, *, by, version, score, reason, grounds=NONE):
    """Another score, with a reason that the unit reads."""
    return _decide(answer, Verdict.ADJUST, by=by, version=version, reason=reason, score=score, grounds=grounds)


def send_back(answer, *, by, version, reason, grounds=NONE):
    """The unit is to repair this answer; the reason says what is missing."""
    return _decide(answer, Verdict.SEND_BACK, by=by, version=version, reason=reason, grounds=grounds)


@transaction.atomic
def confirm(answer, *, by, version, reason="", grounds=NONE):
    """A second assessor agrees with the score that another one proposed; now it counts."""
    period, fresh = _reviewable(answer, by, version)
    proposal = Review.objects.standing().filter(answer=fresh).order_by("-pk").first()
    permissions.require(permissions.may_confirm(by, fresh, proposal))
    end_hold(fresh, by=by)
    grounds.check(fresh.indicator, period)
    verdict = Verdict.ACCEPT if proposal.score == fresh.score else Verdict.ADJUST
    reason = reason.strip() or proposal.reason
    return write_decision(period, fresh, verdict, by, proposal.score, reason, grounds, confirms=proposal)


_STATUS = {
    Verdict.ACCEPT: Answer.Status.ACCEPTED,
    Verdict.ADJUST: Answer.Status.ADJUSTED,
    Verdict.SEND_BACK: Answer.Status.RETURNED,
    Verdict.RAISE: Answer.Status.RAISED,
}


@transaction.atomic
def _decide(answer, verdict, *, by, version, reason, grounds, score=None):
    """`version` counts the saves and the decisions that the assessor saw; a stale one decides nothing (Conflict)."""
    period, fresh = _reviewable(answer, by, version)
    end_hold(fresh, by=by)
    _check(fresh, period, verdict, score, reason)
    grounds.check(fresh.indicator, period)
    score = fresh.score if verdict == Verdict.ACCEPT else score
    if score is not None and needs_second(fresh, score, grounds.ticks, grounds.codes):
        check_reason(reason)
        verdict = Verdict.RAISE
    return write_decision(period, fresh, verdict, by, score, reason, grounds)


def _reviewable(answer, by, version):
    """Period and answer, locked, for somebody who may judge and has seen the answer as it stands."""
    period = locked_period(answer.assessment.period)
    fresh = locked_answer(answer)
    permissions.require(permissions.may_judge(by, fresh.assessment))
    if fresh.version != version:
        raise Conflict(fresh)
    permissions.require(permissions.can_be_reviewed(fresh))
    return period, fresh


def write_decision(period, answer, verdict, by, score, reason, grounds, confirms=None):
    before, version = answer.status, answer.version
    review = Review.objects.create(
        answer=answer,
        assessor=by,
        verdict=verdict,
        score=score,
        claimed_score=answer.score,
        reason=reason.strip(),
        answer_version=version,
        confirms=confirms,
        **grounds.fields,
    )
    answer.status, answer.version = _STATUS[verdict], version + 1
    answer.save(update_fields=["status", "version"])
    refresh_assessment(answer.assessment)
    _record(review, before, grounds)
    notices.judged(review, answer.assessment)
    refresh_indicator_result(period, answer.indicator, by=by)
    return review


def _record(review, before, grounds):
    told = grounds.told | ({"confirms": review.confirms_id} if review.confirms_id else {})
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
        before=str(before),
        **told,
    )


def _check(answer, period, verdict, score, reason):
    if verdict != Verdict.ACCEPT:
        check_reason(reason)
    if verdict == Verdict.ADJUST:
        check_score(score, period.instrument)
        if score == answer.score:
            raise ValueError("An adjusted score differs from the claimed one.")
    if verdict == Verdict.SEND_BACK and timezone.now() > period.repair_closes_at:
        raise PermissionDenied("Tenggat perbaikan telah lewat. Terima nilainya atau tetapkan nilai lain.")
    if verdict == Verdict.SEND_BACK:
        permissions.require(permissions.answers_return(period))


def refresh_assessment(assessment):
    """An assessment is what its answers are: something to repair, something to review, or done."""
    statuses = set(assessment.answers.values_list("status", flat=True))
    if Answer.Status.RETURNED in statuses:
        assessment.status = Assessment.Status.RETURNED
    elif statuses & {*Answer.UNDECIDED}:
        assessment.status = Assessment.Status.SUBMITTED
    else:
        assessment.status = Assessment.Status.VERIFIED
    assessment.save(update_fields=["status"])
