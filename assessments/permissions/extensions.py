"""Asking for more time, and granting it."""

from django.utils import timezone

from assessments.models import Assessment, Extension
from assessments.permissions.roles import ALLOWED, Role, has_role, refused, role_in_institution
from assessments.permissions.stages import answers_move

UNSENT = (Assessment.Status.DRAFT, Assessment.Status.AWAITING_HEAD)


def speaks_for_unit(user, assessment):
    """Operators and the head of the unit ask for it; everybody else who sees the page only reads."""
    place = assessment.period.institution_id, assessment.unit_id
    if any(has_role(user, role, *place) for role in (Role.OPERATOR, Role.UNIT_HEAD)):
        return ALLOWED
    return refused(
        f"Perpanjangan diajukan operator atau kepala {assessment.unit.name}. "
        "Hubungi koordinator penilaian bila Anda memerlukannya."
    )


def may_ask_extension(user, assessment, now=None):
    """While the answers are not sent: also after the deadline, as long as assessors still review."""
    if not (verdict := speaks_for_unit(user, assessment)):
        return verdict
    period, now = assessment.period, now or timezone.now()
    if not (verdict := answers_move(period)):
        return verdict
    if assessment.status not in UNSENT:
        return refused("Penilaian ini sudah dikirim, sehingga tidak memerlukan perpanjangan.")
    if now < period.fill_opens_at:
        return refused("Masa pengisian belum dimulai.")
    if now > period.review_closes_at:
        return refused("Masa reviu sudah berakhir. Perpanjangan tidak dapat diajukan.")
    if assessment.extensions.filter(state=Extension.State.ASKED).exists():
        return refused("Permohonan sebelumnya masih menunggu jawaban koordinator.")
    return ALLOWED


def may_withdraw_extension(user, extension):
    if not (verdict := speaks_for_unit(user, extension.assessment)):
        return verdict
    return _unanswered(extension)


def may_answer_extension(user, extension):
    period = extension.assessment.period
    if not (verdict := role_in_institution(user, Role.COORDINATOR, period.institution_id)):
        return verdict
    if not (verdict := answers_move(period)):
        return verdict
    return _unanswered(extension)


def _unanswered(extension):
    if extension.state != Extension.State.ASKED:
        return refused("Permohonan ini sudah dijawab.")
    return ALLOWED
