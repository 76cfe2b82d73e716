"""The institution's score for one indicator: suggested by the policy that holds for it, or set by an assessor."""

from django.db import transaction
from django.utils import timezone

from assessments import permissions, scorecard
from assessments.models import Assignment, IndicatorResult, record
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_period
from assessments.workflow.typed import check_reason, check_score
from indicators.scoring import plain


def refresh_indicator_result(period, indicator, *, by):
    """Let the score follow the reviewed scores by its policy. What an assessor has set stays as set.

    Runs inside the transaction of the decision, which holds the lock of the period.
    """
    current = IndicatorResult.objects.filter(period=period, indicator=indicator).first()
    if current and current.origin == IndicatorResult.Origin.ASSESSOR:
        return current
    return _follow(period, indicator, current, by)


@transaction.atomic
def set_indicator_result(period, indicator, *, by, score, reason="", explanation=None, seen=None):
    """An assessor settles the score of the institution, and the text that explains it.

    With a reason the score is set, and the policy's suggestion no longer moves it. Without one it must be that very
    suggestion (ValueError), which it goes on following. `explanation` None leaves the text as it is. `seen` is the
    version that the page showed; another one is a Conflict.
    """
    period, current = _locked(period, indicator, by, seen)
    check_score(score, period.instrument)
    if reason.strip():
        check_reason(reason)
        return _write(period, indicator, score, IndicatorResult.Origin.ASSESSOR, reason.strip(), by, explanation)
    policy = scorecard.policies(period, indicator.number)[indicator.number]
    if score != _suggested(period, indicator, policy).score:
        raise ValueError("A score that nobody suggested needs a reason.")
    return _write(period, indicator, score, policy, "", by, explanation)


@transaction.atomic
def follow_policy(period, indicator, *, by, seen=None):
    """Drop a score that an assessor set, and let it follow the policy again. One that already does stays as it is."""
    period, current = _locked(period, indicator, by, seen)
    return _follow(period, indicator, current, by)


def _locked(period, indicator, by, seen):
    """The period and its result, locked, for somebody who may set it now and has seen it as it stands."""
    period = locked_period(period)
    lead = Assignment.objects.filter(period=period, indicator=indicator, is_lead=True).first()
    permissions.require(permissions.may_set_result(by, period, lead and lead.unit_id))
    current = IndicatorResult.objects.filter(period=period, indicator=indicator).first()
    if seen is not None and seen != (current.version if current else 0):
        raise Conflict(current)
    return period, current


def _suggested(period, indicator, policy):
    rows = scorecard.contributions(period, indicator.number)[indicator.number]
    return scorecard.suggestion(policy, rows, period.instrument.scale)


def _follow(period, indicator, current, by):
    policy = scorecard.policies(period, indicator.number)[indicator.number]
    suggested = _suggested(period, indicator, policy)
    if suggested.score is None:
        if current:
            current.delete()
            _tell("indicator_result.withdrawn", period, indicator, by)
        return None
    if current and (current.score, current.origin) == (suggested.score, policy):
        return current
    return _write(period, indicator, suggested.score, policy, "", by)


def _write(period, indicator, score, origin, reason, by, explanation=None):
    result = IndicatorResult.objects.filter(period=period, indicator=indicator).first()
    result = result or IndicatorResult(period=period, indicator=indicator)
    result.score, result.origin, result.reason = score, origin, reason
    result.decided_at, result.decided_by = timezone.now(), by
    result.version += 1
    if explanation is not None:
        result.explanation = explanation
    result.save()
    told = {} if explanation is None else {"explanation": explanation}
    _tell("indicator_result.set", period, indicator, by, score=plain(score), origin=str(origin), reason=reason, **told)
    return result


def _tell(action, period, indicator, by, **data):
    record(action, by=by, institution=period.institution, target=f"{period.slug}:{indicator.number}", **data)
