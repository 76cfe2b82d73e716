"""The institution's score for one indicator: suggested by the period's policy, or set by an assessor."""

from django.db import transaction
from django.utils import timezone

from assessments import permissions, scorecard
from assessments.models import Assignment, IndicatorResult, record
from assessments.workflow.locks import locked_period
from assessments.workflow.typed import check_reason, check_score
from indicators.scoring import plain


def refresh_indicator_result(period, indicator, *, by):
    """Let the score follow the reviewed scores by the period's policy. What an assessor has set stays as set.

    Runs inside the transaction of the decision, which holds the lock of the period.
    """
    current = IndicatorResult.objects.filter(period=period, indicator=indicator).first()
    if current and current.origin == IndicatorResult.Origin.ASSESSOR:
        return current
    return _follow(period, indicator, current, by)


@transaction.atomic
def set_indicator_result(period, indicator, *, by, score, reason):
    """An assessor sets the score of the institution, with a reason; the policy's suggestion no longer moves it."""
    period = locked_period(period)
    lead = Assignment.objects.filter(period=period, indicator=indicator, is_lead=True).first()
    permissions.require(permissions.may_set_result(by, period, lead and lead.unit_id))
    check_score(score, period.instrument)
    check_reason(reason)
    return _write(period, indicator, score, IndicatorResult.Origin.ASSESSOR, reason.strip(), by)


@transaction.atomic
def follow_policy(period, indicator, *, by):
    """Drop a score that an assessor set, and let it follow the policy again. One that already does stays as it is."""
    period = locked_period(period)
    lead = Assignment.objects.filter(period=period, indicator=indicator, is_lead=True).first()
    permissions.require(permissions.may_set_result(by, period, lead and lead.unit_id))
    current = IndicatorResult.objects.filter(period=period, indicator=indicator).first()
    return _follow(period, indicator, current, by)


def _follow(period, indicator, current, by):
    rows = scorecard.contributions(period, indicator.number)[indicator.number]
    suggested = scorecard.suggestion(period, rows, period.instrument.scale)
    if suggested.score is None:
        if current:
            current.delete()
            _tell("indicator_result.withdrawn", period, indicator, by)
        return None
    if current and (current.score, current.origin) == (suggested.score, period.rollup_policy):
        return current
    return _write(period, indicator, suggested.score, period.rollup_policy, "", by)


def _write(period, indicator, score, origin, reason, by):
    result, _ = IndicatorResult.objects.update_or_create(
        period=period,
        indicator=indicator,
        defaults={"score": score, "origin": origin, "reason": reason, "decided_at": timezone.now(), "decided_by": by},
    )
    _tell("indicator_result.set", period, indicator, by, score=plain(score), origin=str(origin), reason=reason)
    return result


def _tell(action, period, indicator, by, **data):
    record(action, by=by, institution=period.institution, target=f"{period.slug}:{indicator.number}", **data)
