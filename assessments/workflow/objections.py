"""A unit's objection to a decision, and its one and final answer by another assessor."""

from django.db import transaction
from django.utils import timezone

from assessments import notices, permissions
from assessments.models import Objection, Review, record
from assessments.workflow.errors import Conflict
from assessments.workflow.grounds import NONE
from assessments.workflow.locks import locked_answer, locked_period
from assessments.workflow.reviews import write_decision
from assessments.workflow.typed import check_reason, check_score
from indicators.scoring import plain

State = Objection.State


@transaction.atomic
def file_objection(answer, *, by, seen, reason):
    """`seen` is the key of the decision that the page showed; another one that stands by now is a Conflict."""
    locked_period(answer.assessment.period)
    fresh = locked_answer(answer)
    review = _standing(fresh)
    if (review.pk if review else None) != seen:
        raise Conflict(fresh)
    permissions.require(permissions.may_object(by, fresh, review))
    check_reason(reason)
    objection = Objection.objects.create(
        answer=fresh, review=review, reason=reason.strip(), filed_at=timezone.now(), filed_by=by
    )
    event = _record("objection.filed", objection, by, reason=objection.reason)
    notices.objection_filed(event, objection)
    return objection


@transaction.atomic
def withdraw_objection(objection, *, by):
    """The decision stands as it was; there is no second objection."""
    fresh = _locked(objection)
    permissions.require(permissions.may_withdraw_objection(by, fresh))
    fresh.state = State.WITHDRAWN
    fresh.save(update_fields=["state"])
    _record("objection.withdrawn", fresh, by)
    return fresh


@transaction.atomic
def decide_objection(objection, *, by, reason, score=None):
    """Without a score the decision stands. With one, not above the claim, it takes the place of the disputed score."""
    period = locked_period(objection.answer.assessment.period)
    fresh = _locked(objection)
    answer = fresh.answer
    permissions.require(permissions.may_decide_objection(by, fresh))
    check_reason(reason)
    if score is not None:
        check_score(score, period.instrument)
        if score == fresh.review.score or score > answer.score:
            raise ValueError("An objection ends at another score, at most at the claimed one.")
    fresh.state = State.UPHELD if score is None else State.GRANTED
    fresh.decided_at, fresh.decided_by = timezone.now(), by
    fresh.decision_reason, fresh.score = reason.strip(), score
    fresh.save()
    if score is not None:
        verdict = Review.Verdict.ACCEPT if score == answer.score else Review.Verdict.ADJUST
        write_decision(period, answer, verdict, by, score, reason, NONE)
    told = {} if score is None else {"score": plain(score)}
    event = _record(f"objection.{fresh.state}", fresh, by, reason=fresh.decision_reason, **told)
    notices.objection_decided(event, fresh)
    return fresh


def _locked(objection):
    """The objection as it stands now, below its locked answer."""
    answer = locked_answer(objection.answer)
    rows = Objection.objects.select_for_update(of=("self",)).select_related("review__confirms", "answer")
    fresh = rows.get(pk=objection.pk)
    fresh.answer = answer
    return fresh


def _standing(answer):
    return Review.objects.standing().filter(answer=answer).order_by("-pk").first()


def _record(action, objection, by, **told):
    answer = objection.answer
    target = f"answer:{answer.pk}"
    return record(action, by=by, assessment=answer.assessment, target=target, objection=objection.pk, **told)
