"""Closing freezes the figures as the next revision; reopening with a reason lets them move again."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assessments import notices, permissions, scorecard
from assessments.findings import Findings
from assessments.frozen import canonical, content_of, digest_of
from assessments.models import Answer, Assessment, IndicatorResult, Period, Result, SignedDocument, record
from assessments.workflow.errors import Incomplete
from assessments.workflow.holding import hold
from assessments.workflow.locks import locked_period
from assessments.workflow.results import refresh_indicator_result
from assessments.workflow.typed import check_reason
from indicators import scoring


@transaction.atomic
def close_period(period, *, by, at_minimum=False, exceptions=""):
    """Freeze the period and return its new Result. The usual way leads through the validation; any open stage will do.

    Every indicator needs a score (Incomplete lists those without); with `at_minimum` the coordinator closes them
    at the scale's lowest score, which the result shows as assumed, not assessed. What the completeness check finds
    blocks likewise, unless `exceptions` says why the period is closed all the same; the minutes print that.
    """
    fresh = locked_period(period)
    permissions.require(permissions.may_close(by, fresh))
    # Whoever is saving holds one of these rows; from here on no answer changes.
    list(Assessment.objects.select_for_update().filter(period=fresh).values_list("pk", flat=True))
    missing = without_score(fresh)
    if missing and not at_minimum:
        raise Incomplete(missing)
    closed_at = timezone.now()
    _assume_minimum(fresh, missing, closed_at, by)
    excepted = _excepted(fresh, exceptions)
    result = _freeze(fresh, closed_at, by, excepted)
    fresh.status, fresh.stage = Period.Status.CLOSED, Period.Stage.SIGNING
    fresh.save(update_fields=["status", "stage"])
    fresh.assessments.update(status=Assessment.Status.FINAL)
    hold(assessment__period=fresh)
    assumed = [indicator.number for indicator in missing]
    told = {"revision": result.revision, "digest": result.digest, "assumed_minimum": assumed}
    told |= {"exceptions": excepted} if excepted else {}
    event = record("period.closed", by=by, institution=fresh.institution, target=fresh.slug, **told)
    notices.period_closed(event, fresh)
    return result


def _excepted(period, reason):
    """What blocks and is let pass, as the result tells it; None where nothing blocks."""
    blocking = Findings(period).blocking
    if not blocking:
        return None
    if not reason.strip():
        raise Incomplete(blocking)
    check_reason(reason)
    items = [{"code": row.code, "indicator": row.indicator.number, "text": row.text} for row in blocking]
    return {"reason": reason.strip(), "items": items}


def _assume_minimum(period, indicators, decided_at, by):
    for indicator in indicators:
        IndicatorResult.objects.create(
            period=period,
            indicator=indicator,
            score=period.instrument.scale_min,
            origin=IndicatorResult.Origin.ASSUMED_MINIMUM,
            decided_at=decided_at,
            decided_by=by,
        )


@transaction.atomic
def reopen_period(period, *, by, reason):
    """Let a closed period move again: the coordinator before anything is signed, or the signatory who refuses.

    The frozen revisions stay, the papers signed for the last one are void, and the next closing makes the next one.
    """
    fresh = locked_period(period)
    permissions.require(permissions.may_reopen(by, fresh))
    check_reason(reason)
    papers = SignedDocument.objects.filter(result__period=fresh, voided_at=None)
    voided = papers.update(voided_at=timezone.now(), voided_reason=reason)
    assumed = IndicatorResult.objects.filter(period=fresh, origin=IndicatorResult.Origin.ASSUMED_MINIMUM)
    reconsidered = [row.indicator for row in assumed.select_related("indicator")]
    assumed.delete()
    fresh.status, fresh.stage = Period.Status.OPEN, Period.Stage.CONSOLIDATION
    fresh.save(update_fields=["status", "stage"])
    for assessment in fresh.assessments.all():
        assessment.status = _status_before_final(assessment)
        assessment.save(update_fields=["status"])
    for indicator in reconsidered:
        refresh_indicator_result(fresh, indicator, by=by)
    told = {"reason": reason} | ({"voided": voided} if voided else {})
    event = record("period.reopened", by=by, institution=fresh.institution, target=fresh.slug, **told)
    notices.period_reopened(event, fresh)
    return fresh


def without_score(period):
    """The indicators that still have no score of the institution, in order."""
    scored = IndicatorResult.objects.filter(period=period).values("indicator")
    return list(period.instrument.indicators.exclude(pk__in=scored).order_by("number"))


def _freeze(period, closed_at, by, excepted):
    revision = (period.results.aggregate(last=Max("revision"))["last"] or 0) + 1
    told = {"reopen_reason": _last_reason(period), "exceptions": excepted}
    content = content_of(period, revision=revision, closed_at=closed_at, closed_by=by, **told)
    data = canonical(content)
    card = scoring.compute(period.instrument.scheme(), scorecard.decided_scores(period))
    return Result.objects.create(
        period=period,
        revision=revision,
        data=data,
        digest=digest_of(data),
        index=card.index,
        rating=card.rating,
        closed_at=closed_at,
        closed_by=by,
    )


def _last_reason(period):
    event = period.institution.events.filter(action="period.reopened", target=period.slug).order_by("-sequence").first()
    return event.data["reason"] if event else None


def _status_before_final(assessment):
    statuses = set(assessment.answers.values_list("status", flat=True))
    if not assessment.submitted_at:
        return Assessment.Status.DRAFT
    if Answer.Status.RETURNED in statuses:
        return Assessment.Status.RETURNED
    return Assessment.Status.SUBMITTED if statuses & {*Answer.UNDECIDED} else Assessment.Status.VERIFIED
