"""Sending a unit's answers: with the head's approval where the period asks for it, and once more after a repair.

`seen` is the digest of what the person read (`content`). Where the rows say something else by now, nothing is done and
Conflict is raised. Every sending, and every taking back, counts the versions of its answers up: a decision on what was
sent before finds another version.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from assessments import notices, permissions
from assessments.completeness import filled_status, gaps_of
from assessments.content import digest
from assessments.models import Answer, Assessment, Citation, record
from assessments.receipts import next_number
from assessments.workflow.errors import Conflict, Incomplete
from assessments.workflow.extensions import drop_request
from assessments.workflow.holding import hold
from assessments.workflow.locks import lock_proofs, locked_assessment


def gaps_in(assessment, *statuses):
    """The first thing that each answer of an assessment still lacks, in the instrument's order; all by default."""
    answers = assessment.answers.with_proofs().select_related("indicator__instrument").order_by("indicator__number")
    if statuses:
        answers = answers.filter(status__in=statuses)
    return [gap for answer in answers for gap in gaps_of(answer)]


@transaction.atomic
def ask_approval(assessment, *, by, seen):
    """Hand the complete answers to the head of the unit."""
    fresh = locked_assessment(assessment)
    permissions.require(permissions.may_ask_approval(by, fresh))
    _require_seen(fresh, seen)
    _require_complete(fresh)
    fresh.status, fresh.head_note = Assessment.Status.AWAITING_HEAD, ""
    fresh.save(update_fields=["status", "head_note"])
    notices.approval_asked(record("assessment.approval_asked", by=by, assessment=fresh), fresh)
    return fresh


@transaction.atomic
def cancel_approval(assessment, *, by):
    """The operator takes the request back, to write on."""
    fresh = locked_assessment(assessment)
    permissions.require(permissions.may_cancel_approval(by, fresh))
    fresh.status = Assessment.Status.DRAFT
    fresh.save(update_fields=["status"])
    record("assessment.approval_cancelled", by=by, assessment=fresh)
    return fresh


@transaction.atomic
def refuse_approval(assessment, *, by, seen, reason):
    """The head gives the answers back to the operator and says why."""
    fresh = locked_assessment(assessment)
    permissions.require(permissions.may_refuse_approval(by, fresh))
    _require_seen(fresh, seen)
    fresh.status, fresh.head_note = Assessment.Status.DRAFT, reason
    fresh.save(update_fields=["status", "head_note"])
    event = record("assessment.approval_refused", by=by, assessment=fresh, reason=reason)
    notices.approval_refused(event, fresh)
    return fresh


@transaction.atomic
def submit(assessment, *, by, seen):
    """Send all answers to the assessors. From now on the unit reads only, unless an answer comes back."""
    fresh = locked_assessment(assessment)
    permissions.require(permissions.may_submit(by, fresh))
    _require_seen(fresh, seen)
    _require_complete(fresh)
    drop_request(fresh, by=by)
    fresh.status, fresh.submitted_at, fresh.submitted_by = Assessment.Status.SUBMITTED, timezone.now(), by
    fresh.save(update_fields=["status", "submitted_at", "submitted_by"])
    sent = fresh.answers.update(status=Answer.Status.WAITING, version=F("version") + 1)
    hold(assessment=fresh)
    proofs = Citation.objects.filter(answer__assessment=fresh).count()
    event = record(
        "assessment.submitted",
        by=by,
        assessment=fresh,
        answers=sent,
        evidence=proofs,
        content=seen,
        receipt=next_number(fresh),
    )
    notices.submitted(event, fresh)
    return fresh


@transaction.atomic
def withdraw(assessment, *, by):
    """Take all answers back before an assessor has decided on any. What was sent is the unit's to write again."""
    fresh = locked_assessment(assessment)
    permissions.require(permissions.may_withdraw(by, fresh))
    fresh.status, fresh.submitted_at, fresh.submitted_by = Assessment.Status.DRAFT, None, None
    fresh.save(update_fields=["status", "submitted_at", "submitted_by"])
    answers = fresh.answers.with_proofs().select_related("indicator__instrument")
    for answer in answers:
        answer.status, answer.version = filled_status(answer), F("version") + 1
    Answer.objects.bulk_update(answers, ["status", "version"])
    notices.withdrawn(record("assessment.withdrawn", by=by, assessment=fresh), fresh)
    return fresh


@transaction.atomic
def resend(assessment, *, by, seen, indicators):
    """Send the repaired answers again, which are those of `indicators`; the others are not touched."""
    fresh = locked_assessment(assessment)
    permissions.require(permissions.may_resend(by, fresh))
    _require_seen(fresh, seen)
    returned = fresh.answers.filter(status=Answer.Status.RETURNED)
    sent = sorted(returned.values_list("indicator__number", flat=True))
    if sent != sorted(indicators):
        raise Conflict(fresh)
    if gaps := gaps_in(fresh, Answer.Status.RETURNED):
        raise Incomplete(gaps)
    returned.update(status=Answer.Status.WAITING, version=F("version") + 1)
    hold(assessment=fresh, indicator__number__in=sent)
    fresh.status = Assessment.Status.SUBMITTED
    fresh.save(update_fields=["status"])
    proofs = Citation.objects.filter(answer__assessment=fresh, answer__indicator__number__in=sent).count()
    event = record(
        "assessment.resent",
        by=by,
        assessment=fresh,
        indicators=sent,
        evidence=proofs,
        content=seen,
        receipt=next_number(fresh),
    )
    notices.resent(event, fresh)
    return fresh


def _require_seen(assessment, seen):
    """The rows must still say what the person read. Their proofs are locked, as whoever describes one locks it."""
    lock_proofs(pk__in=Citation.objects.filter(answer__assessment=assessment).values("evidence"))
    if digest(assessment) != seen:
        raise Conflict(assessment)


def _require_complete(assessment):
    if gaps := gaps_in(assessment):
        raise Incomplete(gaps)
