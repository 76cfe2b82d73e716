"""Handing an assessment on: to the head, to the assessors, and once more after a repair."""

from django.utils import timezone

from assessments.models import Assessment
from assessments.permissions.filling import fill_window
from assessments.permissions.roles import ALLOWED, Role, refused, role_in_unit


def may_submit(user, assessment, now=None):
    """The head sends where the period asks for the head's approval, the operator otherwise."""
    period = assessment.period
    sender = Role.UNIT_HEAD if period.needs_head_approval else Role.OPERATOR
    if not (verdict := role_in_unit(user, sender, assessment)):
        return verdict
    if not period.is_open:
        return refused("Periode ini tidak sedang dibuka.")
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
    if not assessment.period.is_open or assessment.status != Assessment.Status.DRAFT:
        return refused("Penilaian ini tidak sedang diisi.")
    return fill_window(assessment, now or timezone.now())


def may_refuse_approval(user, assessment):
    if not (verdict := role_in_unit(user, Role.UNIT_HEAD, assessment)):
        return verdict
    if not assessment.period.is_open or assessment.status != Assessment.Status.AWAITING_HEAD:
        return refused("Penilaian ini tidak sedang menunggu persetujuan Anda.")
    return ALLOWED


def may_resend(user, assessment, now=None):
    """Operators send repaired answers again; the head is not asked a second time."""
    if not (verdict := role_in_unit(user, Role.OPERATOR, assessment)):
        return verdict
    if not assessment.period.is_open or assessment.status != Assessment.Status.RETURNED:
        return refused("Tidak ada yang perlu diperbaiki pada penilaian ini.")
    if (now or timezone.now()) > assessment.period.repair_closes_at:
        return refused("Tenggat perbaikan telah lewat.")
    return ALLOWED


def has_receipt(assessment):
    if assessment.submitted_at:
        return ALLOWED
    return refused("Penilaian ini belum dikirim, sehingga belum ada tanda terima.")
