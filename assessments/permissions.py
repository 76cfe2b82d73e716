"""May this user do this now? Each predicate answers with a Verdict: allowed, or the reason that the page shows.

Rows reach these predicates through `visible_to`, so a refusal here is a 403 about something that the user may see.
"""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Membership
from assessments.models import Answer, Assessment

Role = Membership.Role


class Verdict(NamedTuple):
    allowed: bool
    reason: str = ""

    def __bool__(self):
        return self.allowed


ALLOWED = Verdict(True)


def refused(reason):
    return Verdict(False, reason)


def require(verdict):
    if not verdict:
        raise PermissionDenied(verdict.reason)


def _has_role(user, role, institution_id, unit_id=None):
    return user.is_active and any(
        m.role == role and (unit_id is None or m.unit_id == unit_id) for m in user.roles_in(institution_id)
    )


def _role_in_unit(user, role, assessment):
    if _has_role(user, role, assessment.period.institution_id, assessment.unit_id):
        return ALLOWED
    name = Role(role).label
    return refused(
        f"Halaman ini hanya untuk {name} {assessment.unit.name}. Hubungi koordinator penilaian bila Anda memerlukannya."
    )


def _role_in_institution(user, role, institution_id):
    if _has_role(user, role, institution_id):
        return ALLOWED
    return refused(
        f"Halaman ini hanya untuk {Role(role).label}. Hubungi koordinator penilaian bila Anda memerlukannya."
    )


# Filling


def is_operator_of(user, assessment):
    return _role_in_unit(user, Role.OPERATOR, assessment)


def may_edit(user, answer, now=None):
    """Operators change answers of their own unit while filling is open, and returned ones until the repair deadline."""
    assessment = answer.assessment
    return _role_in_unit(user, Role.OPERATOR, assessment) and _editable_now(answer, now or timezone.now())


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
    return _fill_window(period, now)


def may_describe(user, answer, evidence):
    """Title, number and date of a proof stand still once an answer that rests on it was sent."""
    if not (verdict := may_edit(user, answer)):
        return verdict
    if evidence.citations.sent().exists():
        return refused("Bukti ini juga dipakai pada jawaban yang sudah dikirim. Keterangannya tidak dapat diubah.")
    return ALLOWED


def _fill_window(period, now):
    if now < period.fill_opens_at:
        return refused("Masa pengisian belum dimulai. Isian hanya dapat dibaca.")
    if now > period.fill_closes_at:
        return refused("Tenggat telah lewat. Isian hanya dapat dibaca.")
    return ALLOWED


def may_submit(user, assessment, now=None):
    """The head sends where the period asks for the head's approval, the operator otherwise."""
    period = assessment.period
    sender = Role.UNIT_HEAD if period.needs_head_approval else Role.OPERATOR
    if not (verdict := _role_in_unit(user, sender, assessment)):
        return verdict
    if not period.is_open:
        return refused("Periode ini tidak sedang dibuka.")
    expected = Assessment.Status.AWAITING_HEAD if period.needs_head_approval else Assessment.Status.DRAFT
    if assessment.status != expected:
        if assessment.status == Assessment.Status.DRAFT:
            return refused("Operator belum meminta persetujuan Anda.")
        return refused("Penilaian ini sudah dikirim.")
    return _fill_window(period, now or timezone.now())


def may_ask_approval(user, assessment, now=None):
    if not (verdict := _role_in_unit(user, Role.OPERATOR, assessment)):
        return verdict
    if not assessment.period.needs_head_approval:
        return refused("Periode ini tidak memerlukan persetujuan Kepala PD.")
    if not assessment.period.is_open or assessment.status != Assessment.Status.DRAFT:
        return refused("Penilaian ini tidak sedang diisi.")
    return _fill_window(assessment.period, now or timezone.now())


def may_refuse_approval(user, assessment):
    if not (verdict := _role_in_unit(user, Role.UNIT_HEAD, assessment)):
        return verdict
    if not assessment.period.is_open or assessment.status != Assessment.Status.AWAITING_HEAD:
        return refused("Penilaian ini tidak sedang menunggu persetujuan Anda.")
    return ALLOWED


def may_resend(user, assessment, now=None):
    """Operators send repaired answers again; the head is not asked a second time."""
    if not (verdict := _role_in_unit(user, Role.OPERATOR, assessment)):
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


# Reviewing


def may_judge(user, assessment):
    """Assessors judge in an open period: never their own unit's answers, never their own entry."""
    period = assessment.period
    if not _has_role(user, Role.ASSESSOR, period.institution_id):
        return refused("Putusan diambil asesor internal. Anda hanya dapat membacanya.")
    if not (verdict := is_independent(user, assessment)):
        return verdict
    if not period.is_open:
        return refused("Periode ini tidak sedang dibuka. Putusan tidak dapat diubah.")
    return ALLOWED


def may_review(user, answer, now=None):
    """Whoever may judge decides on an answer that was sent, and may decide it again while the period is open.

    One that was sent back is decided as it stands once its unit can no longer repair it.
    """
    return may_judge(user, answer.assessment) and can_be_reviewed(answer, now)


def can_be_reviewed(answer, now=None):
    """The half of may_review that does not depend on the person."""
    if answer.status == Answer.Status.RETURNED and answer.score is not None and not _repairable(answer, now):
        return ALLOWED
    if answer.status not in (Answer.Status.WAITING, *Answer.DECIDED):
        return refused("Jawaban ini tidak sedang menunggu reviu.")
    return ALLOWED


def _repairable(answer, now=None):
    return (now or timezone.now()) <= answer.assessment.period.repair_closes_at


def is_independent(user, assessment):
    """Assessors stay away from units that they belong to and from answers that they entered themselves."""
    if any(m.unit_id == assessment.unit_id for m in user.roles_in(assessment.period.institution_id)):
        return refused(
            f"Anda berasal dari {assessment.unit.name}, sehingga tidak dapat memutuskan jawabannya. "
            "Jawaban ini direviu asesor dari perangkat daerah lain."
        )
    if assessment.events.filter(actor=user, action__startswith="answer.").exists():
        return refused(
            "Anda pernah mengisi penilaian ini, sehingga tidak dapat memutuskannya. Asesor lain yang mereviu."
        )
    return ALLOWED


def may_set_result(user, period, lead_unit_id):
    """Assessors set the institution's score, but not for an indicator that their own unit leads."""
    if not _has_role(user, Role.ASSESSOR, period.institution_id):
        return refused("Nilai ditetapkan asesor internal. Anda hanya dapat membacanya.")
    if not period.is_open:
        return refused("Periode ini tidak sedang dibuka. Nilai tidak dapat diubah.")
    if lead_unit_id and any(m.unit_id == lead_unit_id for m in user.roles_in(period.institution_id)):
        return refused(
            "Perangkat daerah Anda penanggung jawab indikator ini. Asesor dari perangkat daerah lain yang menetapkan."
        )
    return ALLOWED


def may_read_reviews(user, institution_id):
    """The queue and the consolidation are for assessors; coordinators and executives read them."""
    if any(_has_role(user, role, institution_id) for role in Membership.WIDE_ROLES):
        return ALLOWED
    return refused("Halaman ini hanya untuk asesor internal. Hubungi koordinator penilaian bila Anda memerlukannya.")


def may_read_some_reviews(user):
    """The same, for a page that first has to find out which institution is meant."""
    verdicts = [may_read_reviews(user, m.institution_id) for m in user.all_memberships]
    return next(filter(bool, verdicts), may_read_reviews(user, None))


# Coordinating


def may_coordinate(user, institution_id):
    return _role_in_institution(user, Role.COORDINATOR, institution_id)


def may_follow(user, institution_id):
    """The progress of a whole period is watched by its coordinators and by the leaders."""
    if any(_has_role(user, role, institution_id) for role in (Role.COORDINATOR, Role.EXECUTIVE)):
        return ALLOWED
    return refused(
        "Halaman ini hanya untuk koordinator penilaian dan pimpinan. "
        "Hubungi koordinator penilaian bila Anda memerlukannya."
    )


def may_prepare(user, period):
    """Instrument, policy and approval can change only before the period opens."""
    if not (verdict := may_coordinate(user, period.institution_id)):
        return verdict
    return (
        ALLOWED if period.is_draft else refused("Periode sudah dibuka. Hanya tanggal dan penugasan yang dapat diubah.")
    )


def may_assign(user, period):
    if not (verdict := may_coordinate(user, period.institution_id)):
        return verdict
    return refused("Periode sudah ditutup. Penugasan tidak dapat diubah.") if period.is_closed else ALLOWED


def may_close(user, period):
    if not (verdict := may_coordinate(user, period.institution_id)):
        return verdict
    return ALLOWED if period.is_open else refused("Hanya periode yang sedang dibuka yang dapat ditutup.")


def may_reopen(user, period):
    if not (verdict := may_coordinate(user, period.institution_id)):
        return verdict
    return ALLOWED if period.is_closed else refused("Periode ini tidak sedang ditutup.")
