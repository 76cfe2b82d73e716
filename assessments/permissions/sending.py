"""Handing an assessment on: to the head, to the assessors, and once more after a repair."""

from django.utils import timezone

from assessments.models import Assessment
from assessments.permissions.filling import fill_deadline, fill_window
from assessments.permissions.roles import ALLOWED, Role, refused, role_in_unit
from assessments.permissions.stages import answers_move


def sender_role(assessment):
    return Role.UNIT_HEAD if assessment.period.needs_head_approval else Role.OPERATOR


def is_sender_of(user, assessment):
    return role_in_unit(user, sender_role(assessment), assessment)


def may_submit(user, assessment, now=None):
    """The head sends where the period asks for the head's approval, the operator otherwise."""
    period = assessment.period
    if not (verdict := role_in_unit(user, sender_role(assessment), assessment)):
        return verdict
    if not (verdict := answers_move(period)):
        return verdict
    expected = Assessment.Status.AWAITING_HEAD if period.needs_head_approval else Assessment.Status.DRAFT
    if assessment.status != expected:
        if assessment.status == Assessment.Status.DRAFT:
            return refused("Operator belum meminta persetujuan Anda.")
        return refused("Penilaian ini sudah dikirim.")
    return fill_window(assessment, now or timezone.now())


def may_ask_approval(user, assessment, now=None):
    if not (verdict := role_in_unit(user, Role.OPERATOR, assessment)):
        return verdict
    if not assessment.period.needs_head_approval:
        return refused("Periode ini tidak memerlukan persetujuan Kepala PD.")
    if not answers_move(assessment.period) or assessment.status != Assessment.Status.DRAFT:
        return refused("Penilaian ini tidak sedang diisi.")
    return fill_window(assessment, now or timezone.now())


def may_refuse_approval(user, assessment):
    if not (verdict := role_in_unit(user, Role.UNIT_HEAD, assessment)):
        return verdict
    if not answers_move(assessment.period) or assessment.status != Assessment.Status.AWAITING_HEAD:
        return refused("Penilaian ini tidak sedang menunggu persetujuan Anda.")
    return ALLOWED


def may_cancel_approval(user, assessment):
    """The operator takes the request back while the head has not answered it."""
    if not (verdict := role_in_unit(user, Role.OPERATOR, assessment)):
        return verdict
    if not answers_move(assessment.period) or assessment.status != Assessment.Status.AWAITING_HEAD:
        return refused("Penilaian ini tidak sedang menunggu persetujuan Kepala PD.")
    return ALLOWED


def may_withdraw(user, assessment, now=None):
    """Whoever sends may take it back until an assessor has decided on any of the answers, and until the deadline."""
    if not (verdict := role_in_unit(user, sender_role(assessment), assessment)):
        return verdict
    if not (verdict := answers_move(assessment.period)):
        return verdict
    if assessment.submitted_at is None:
        return refused("Penilaian ini belum dikirim.")
    if assessment.status != Assessment.Status.SUBMITTED or assessment.is_under_review():
        return refused(
            "Asesor sudah mulai mereviu, sehingga penilaian tidak dapat ditarik kembali. "
            "Jawaban yang perlu diubah dapat dikembalikan asesor."
        )
    if (now or timezone.now()) > fill_deadline(assessment):
        return refused("Tenggat pengisian telah lewat, sehingga penilaian tidak dapat ditarik kembali.")
    return ALLOWED


def may_resend(user, assessment, now=None):
    """Operators send repaired answers again; the head is not asked a second time."""
    if not (verdict := role_in_unit(user, Role.OPERATOR, assessment)):
        return verdict
    if not answers_move(assessment.period) or assessment.status != Assessment.Status.RETURNED:
        return refused("Tidak ada yang perlu diperbaiki pada penilaian ini.")
    if (now or timezone.now()) > assessment.period.repair_closes_at:
        return refused("Tenggat perbaikan telah lewat.")
    return ALLOWED


def has_receipt(assessment):
    """A receipt stays readable after what it confirms was withdrawn."""
    if assessment.submitted_at or assessment.events.filter(action="assessment.submitted").exists():
        return ALLOWED
    return refused("Penilaian ini belum dikirim, sehingga belum ada tanda terima.")
