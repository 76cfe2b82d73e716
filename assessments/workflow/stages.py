"""A period on its way: from filling to the validation, back with a reason, and on after it was sent to the ministry.

`seen` is the stage that the page showed: where somebody else moved the period meanwhile, nothing moves (Conflict).
Opening, closing and reopening stand in `periods` and `closing`.
"""

from django.db import transaction

from assessments import permissions
from assessments.models import Answer, Period, record
from assessments.stage_plan import following
from assessments.workflow.closing import without_score
from assessments.workflow.errors import Conflict, Incomplete
from assessments.workflow.locks import locked_period
from assessments.workflow.typed import check_reason

Stage = Period.Stage


@transaction.atomic
def begin_review(period, *, by, seen):
    fresh = _locked(period, seen)
    permissions.require(permissions.may_begin_review(by, fresh))
    return move(fresh, Stage.REVIEW, by)


@transaction.atomic
def begin_consolidation(period, *, by, seen, reason=""):
    """Every answer is decided; those that are not are exceptions, listed in the trail with the reason."""
    fresh = _locked(period, seen)
    permissions.require(permissions.may_begin_consolidation(by, fresh))
    left = undecided(fresh)
    if not left:
        return move(fresh, Stage.CONSOLIDATION, by)
    if not reason.strip():
        raise Incomplete(left)
    check_reason(reason)
    exceptions = [f"{answer.assessment.unit.code}:{answer.indicator.number}" for answer in left]
    return move(fresh, Stage.CONSOLIDATION, by, reason=reason.strip(), exceptions=exceptions)


@transaction.atomic
def begin_validation(period, *, by, seen):
    """Every indicator has a score of the institution (Incomplete lists those without)."""
    fresh = _locked(period, seen)
    permissions.require(permissions.may_begin_validation(by, fresh))
    if missing := without_score(fresh):
        raise Incomplete(missing)
    return move(fresh, Stage.VALIDATION, by)


@transaction.atomic
def reopen_review(period, *, by, seen, reason):
    """Units may repair once more, within their deadlines."""
    fresh = _locked(period, seen)
    permissions.require(permissions.may_reopen_review(by, fresh))
    check_reason(reason)
    return move(fresh, Stage.REVIEW, by, reason=reason.strip())


@transaction.atomic
def reopen_consolidation(period, *, by, seen, reason):
    fresh = _locked(period, seen)
    permissions.require(permissions.may_reopen_consolidation(by, fresh))
    check_reason(reason)
    return move(fresh, Stage.CONSOLIDATION, by, reason=reason.strip())


@transaction.atomic
def mark_sent(period, *, by, seen, receipt):
    """The result lies with the ministry under this number; from here on it is never opened again."""
    fresh = _locked(period, seen)
    permissions.require(permissions.may_mark_sent(by, fresh))
    if not receipt.strip():
        raise ValueError("A result that was sent has the number of its receipt.")
    return move(fresh, following(fresh).stage, by, receipt=receipt.strip())


@transaction.atomic
def advance_stage(period, *, by, seen, skipped=False):
    """The stage that the period stands in is done, or the ministry left it out."""
    fresh = _locked(period, seen)
    permissions.require(permissions.may_advance(by, fresh))
    return move(fresh, following(fresh).stage, by, **({"skipped": True} if skipped else {}))


def undecided(period):
    """The answers that nobody has decided on, in order."""
    answers = Answer.objects.filter(assessment__period=period).exclude(status__in=Answer.DECIDED)
    return list(answers.with_parents().order_by("indicator__number", "assessment__unit__name"))


def move(period, stage, by, **told):
    """Set the stage of a locked period, within its status, and tell it. Runs inside the transaction of the caller."""
    left = period.stage
    period.stage = stage
    period.save(update_fields=["stage"])
    told = {"from": str(left), "to": str(stage)} | told
    record("period.moved", by=by, institution=period.institution, target=period.slug, **told)
    return period


def _locked(period, seen):
    fresh = locked_period(period)
    if fresh.stage != seen:
        raise Conflict(fresh)
    return fresh
