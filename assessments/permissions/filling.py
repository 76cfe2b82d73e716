"""Changing answers: who, and in which time."""

from django.utils import timezone

from assessments.models import Answer, Assessment
from assessments.permissions.roles import ALLOWED, Role, refused, role_in_unit


def is_operator_of(user, assessment):
    return role_in_unit(user, Role.OPERATOR, assessment)


def may_edit(user, answer, now=None):
    """Operators change answers of their own unit while filling is open, and returned ones until the repair deadline."""
    assessment = answer.assessment
    return role_in_unit(user, Role.OPERATOR, assessment) and _editable_now(answer, now or timezone.now())


def _editable_now(answer, now):
    assessment, period = answer.assessment, answer.assessment.period
    if not period.is_open:
        return refused("Periode ini tidak sedang dibuka. Isian hanya dapat dibaca.")
    if assessment.status == Assessment.Status.RETURNED and answer.status == Answer.Status.RETURNED:
        if now > period.repair_closes_at:
            return refused("Tenggat perbaikan telah lewat. Isian hanya dapat dibaca.")
        return ALLOWED
    if assessment.status == Assessment.Status.AWAITING_HEAD:
        return refused("Penilaian sedang menunggu persetujuan Kepala PD. Isian hanya dapat dibaca.")
    if assessment.status != Assessment.Status.DRAFT:
        return refused("Hanya baca: penilaian sudah dikirim.")
    return fill_window(assessment, now)


def may_describe(user, answer, evidence):
    """Title, number and date of a proof stand still once an answer that rests on it was sent."""
    if not (verdict := may_edit(user, answer)):
        return verdict
    if evidence.citations.sent().exists():
        return refused("Bukti ini juga dipakai pada jawaban yang sudah dikirim. Keterangannya tidak dapat diubah.")
    return ALLOWED


def fill_deadline(assessment):
    """When filling ends for this unit: the period's own end, or the later one that the coordinator granted."""
    closes_at, extended_until = assessment.period.fill_closes_at, assessment.extended_until
    return max(closes_at, extended_until) if extended_until else closes_at


def fill_window(assessment, now):
    if now < assessment.period.fill_opens_at:
        return refused("Masa pengisian belum dimulai. Isian hanya dapat dibaca.")
    if now > fill_deadline(assessment):
        return refused("Tenggat telah lewat. Isian hanya dapat dibaca.")
    return ALLOWED
