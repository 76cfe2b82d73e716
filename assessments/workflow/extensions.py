"""More time for one unit: asked for with a reason, granted until a moment or refused with a note."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assessments import notices, permissions
from assessments.models import Extension, record
from assessments.workflow.locks import locked_assessment


@transaction.atomic
def ask_extension(assessment, *, by, reason, until):
    fresh = locked_assessment(assessment)
    permissions.require(permissions.may_ask_extension(by, fresh))
    check_moment(fresh, until)
    extension = Extension.objects.create(
        assessment=fresh, reason=reason, wanted_until=until, asked_at=timezone.now(), asked_by=by
    )
    event = _tell("extension.asked", extension, by, reason=reason, until=until.isoformat())
    notices.extension_asked(event, extension)
    return extension


@transaction.atomic
def withdraw_extension(extension, *, by):
    """The unit no longer wishes it; the trail keeps that it was asked."""
    fresh = _locked(extension)
    permissions.require(permissions.may_withdraw_extension(by, fresh))
    _tell("extension.withdrawn", fresh, by)
    fresh.delete()


def drop_request(assessment, *, by):
    """A request that waits falls away with the sending; the caller holds the lock of the assessment."""
    for extension in assessment.extensions.filter(state=Extension.State.ASKED):
        extension.assessment = assessment
        _tell("extension.withdrawn", extension, by)
        extension.delete()


@transaction.atomic
def grant_extension(extension, *, by, until, note=""):
    """Give the unit a deadline of its own. Others keep that of the period."""
    fresh = _locked(extension)
    permissions.require(permissions.may_answer_extension(by, fresh))
    check_moment(fresh.assessment, until)
    assessment = fresh.assessment
    assessment.extended_until = until
    assessment.save(update_fields=["extended_until"])
    return _answer(fresh, Extension.State.GRANTED, by, note, until)


@transaction.atomic
def refuse_extension(extension, *, by, note):
    fresh = _locked(extension)
    permissions.require(permissions.may_answer_extension(by, fresh))
    return _answer(fresh, Extension.State.REFUSED, by, note, None)


def check_moment(assessment, until):
    """A new deadline lies ahead, behind the one that holds now, and not behind the end of the review."""
    if not max(timezone.now(), permissions.fill_deadline(assessment)) < until <= assessment.period.review_closes_at:
        raise ValueError("An extension ends after now and the present deadline, and not after the review.")


def _answer(extension, state, by, note, until):
    extension.state, extension.answer_note, extension.granted_until = state, note.strip(), until
    extension.answered_at, extension.answered_by = timezone.now(), by
    extension.save()
    told = {"note": extension.answer_note, "until": until and until.isoformat()}
    notices.extension_answered(_tell(f"extension.{state}", extension, by, **told), extension)
    return extension


def _locked(extension):
    """The request as it stands now, below its locked assessment. One that was withdrawn meanwhile is no more."""
    assessment = locked_assessment(extension.assessment)
    fresh = Extension.objects.select_for_update().filter(pk=extension.pk).first()
    if fresh is None:
        raise PermissionDenied("Permohonan ini sudah dibatalkan perangkat daerah.")
    fresh.assessment = assessment
    return fresh


def _tell(action, extension, by, **data):
    return record(action, by=by, assessment=extension.assessment, target=f"extension:{extension.pk}", **data)
