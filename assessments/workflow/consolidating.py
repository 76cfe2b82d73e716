"""Before the score of an indicator is settled: its own policy, whom it covers, and back to the review."""

from django.db import transaction
from django.utils import timezone

from assessments import permissions
from assessments.models import Answer, Assignment, CoverageEntry, IndicatorPolicy, record
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_answer, locked_period
from assessments.workflow.results import refresh_indicator_result
from assessments.workflow.reviews import refresh_assessment
from assessments.workflow.typed import check_reason


@transaction.atomic
def choose_policy(period, indicator, *, by, policy, reason=""):
    """Roll this indicator up otherwise than the period says, with a reason; None takes the period's policy again."""
    period = _settable(period, indicator, by)
    if policy is None:
        if not IndicatorPolicy.objects.filter(period=period, indicator=indicator).delete()[0]:
            return None
    else:
        check_reason(reason)
        values = {"policy": policy, "reason": reason.strip(), "set_at": timezone.now(), "set_by": by}
        IndicatorPolicy.objects.update_or_create(period=period, indicator=indicator, defaults=values)
    chosen = {"policy": policy and str(policy), "reason": reason.strip()}
    _tell("indicator_policy.set", period, indicator, by, **chosen)
    return refresh_indicator_result(period, indicator, by=by)


@transaction.atomic
def mark_coverage(period, indicator, *, by, marks):
    """Say by hand which units do what the indicator asks of all of them.

    marks: unit to (state or None, note); None takes the entry away. Only what changes is written, as one Event.
    """
    period = _settable(period, indicator, by)
    stored = {row.unit_id: row for row in CoverageEntry.objects.filter(period=period, indicator=indicator)}
    changed = {}
    for unit, (state, note) in marks.items():
        before = stored.get(unit.pk)
        if (state, note) == ((before.state, before.note) if before else (None, "")):
            continue
        _mark(period, indicator, unit, state, note, by)
        changed[unit.code] = {"state": state, "note": note}
    if changed:
        _tell("coverage.set", period, indicator, by, units=changed)
    return changed


def _mark(period, indicator, unit, state, note, by):
    place = {"period": period, "indicator": indicator, "unit": unit}
    if state is None:
        CoverageEntry.objects.filter(**place).delete()
        return
    values = {"state": state, "note": note, "set_at": timezone.now(), "set_by": by}
    CoverageEntry.objects.update_or_create(**place, defaults=values)


@transaction.atomic
def return_to_review(answer, *, by, version, reason):
    """A decision turns out not to hold beside the others: the answer waits for review again, as the unit sent it."""
    period = locked_period(answer.assessment.period)
    fresh = locked_answer(answer)
    check_reason(reason)
    permissions.require(permissions.may_return_to_review(by, fresh))
    if fresh.version != version:
        raise Conflict(fresh)
    fresh.status, fresh.version = Answer.Status.WAITING, version + 1
    fresh.save(update_fields=["status", "version"])
    refresh_assessment(fresh.assessment)
    record(
        "review.reopened",
        by=by,
        assessment=fresh.assessment,
        target=f"answer:{fresh.pk}",
        version=version,
        reason=reason.strip(),
    )
    refresh_indicator_result(period, fresh.indicator, by=by)
    return fresh


def _settable(period, indicator, by):
    period = locked_period(period)
    lead = Assignment.objects.filter(period=period, indicator=indicator, is_lead=True).first()
    permissions.require(permissions.may_set_result(by, period, lead and lead.unit_id))
    return period


def _tell(action, period, indicator, by, **data):
    record(action, by=by, institution=period.institution, target=f"{period.slug}:{indicator.number}", **data)
