"""Changing answers: who, and in which time."""

from datetime import timedelta

from django.utils import timezone

from assessments.models import Answer, Assessment
from assessments.permissions.roles import ALLOWED, Role, refused, role_in_unit
from assessments.permissions.stages import answers_move

GRACE = timedelta(minutes=10)


def is_operator_of(user, assessment):
    return role_in_unit(user, Role.OPERATOR, assessment)


def may_edit(user, answer, now=None, seen_open_at=None):
    """Operators change answers of their own unit while filling is open, and returned ones until the repair deadline.

    What comes from a page that was open before the deadline (`seen_open_at`, see `grace`) is taken a little longer.
    """
    assessment = answer.assessment
    if not (verdict := role_in_unit(user, Role.OPERATOR, assessment)):
        return verdict
    return _editable_now(answer, _counted(now or timezone.now(), seen_open_at, edit_deadline(assessment)))


def may_keep_late(user, answer):
    """What an operator typed too late is kept beside the answer, until the period is closed."""
    if not (verdict := role_in_unit(user, Role.OPERATOR, answer.assessment)):
        return verdict
    return ALLOWED if answer.assessment.period.is_open else refused("Periode ini tidak sedang dibuka.")


def _counted(now, seen_open_at, deadline):
    """The moment that counts: the deadline itself for what comes in the grace after it."""
    is_in_grace = seen_open_at is not None and seen_open_at < deadline < now <= deadline + GRACE
    return deadline if is_in_grace else now


def _editable_now(answer, now):
    assessment, period = answer.assessment, answer.assessment.period
    if not (verdict := answers_move(period)):
        return verdict
    if assessment.status == Assessment.Status.RETURNED and answer.status == Answer.Status.RETURNED:
        if now > period.repair_closes_at:
            return refused("Tenggat perbaikan telah lewat. Isian hanya dapat dibaca.")
        return ALLOWED
    if assessment.status == Assessment.Status.AWAITING_HEAD:
        return refused("Penilaian sedang menunggu persetujuan Kepala PD. Isian hanya dapat dibaca.")
    if assessment.status != Assessment.Status.DRAFT:
        return refused("Hanya baca: penilaian sudah dikirim.")
    return fill_window(assessment, now)


def may_describe(user, answer, evidence, seen_open_at=None):
    """Title, number and date of a proof stand still once an answer that rests on it was sent."""
    if not (verdict := may_edit(user, answer, seen_open_at=seen_open_at)):
        return verdict
    if evidence.citations.sent().exists():
        return refused("Bukti ini juga dipakai pada jawaban yang sudah dikirim. Keterangannya tidak dapat diubah.")
    return ALLOWED


def fill_deadline(assessment):
    """When filling ends for this unit: the period's own end, or the later one that the coordinator granted."""
    closes_at, extended_until = assessment.period.fill_closes_at, assessment.extended_until
    return max(closes_at, extended_until) if extended_until else closes_at


def edit_deadline(assessment):
    """The deadline that answers of this assessment are changed under now: of the repair, or of filling."""
    is_repaired = assessment.status == Assessment.Status.RETURNED
    return assessment.period.repair_closes_at if is_repaired else fill_deadline(assessment)


def fill_window(assessment, now):
    if now < assessment.period.fill_opens_at:
        return refused("Masa pengisian belum dimulai. Isian hanya dapat dibaca.")
    if now > fill_deadline(assessment):
        return refused("Tenggat telah lewat. Isian hanya dapat dibaca.")
    return ALLOWED
