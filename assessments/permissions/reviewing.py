"""Deciding on answers, and reading what was decided."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Membership
from assessments.models import Answer, Review
from assessments.permissions.disputes import undisputed
from assessments.permissions.roles import ALLOWED, Role, has_role, refused
from assessments.permissions.stages import scores_move


def may_judge(user, assessment):
    """Assessors judge in an open period: never their own unit's answers, never their own entry."""
    period = assessment.period
    if not has_role(user, Role.ASSESSOR, period.institution_id):
        return refused("Putusan diambil asesor internal. Anda hanya dapat membacanya.")
    if not (verdict := is_independent(user, assessment)):
        return verdict
    return scores_move(period)


def may_review(user, answer, now=None):
    """Whoever may judge decides on an answer that was sent, and may decide it again while the period is open.

    One that was sent back is decided as it stands once its unit can no longer repair it.
    """
    return may_judge(user, answer.assessment) and can_be_reviewed(answer, now)


def can_be_reviewed(answer, now=None):
    """The half of may_review that does not depend on the person."""
    if answer.status == Answer.Status.RETURNED and answer.score is not None and not _repairable(answer, now):
        return ALLOWED
    if answer.status not in (*Answer.UNDECIDED, *Answer.DECIDED):
        return refused("Jawaban ini tidak sedang menunggu reviu.")
    return undisputed(answer) if answer.is_decided else ALLOWED


def may_confirm(user, answer, proposal):
    """A second assessor confirms what another one proposed: nobody confirms oneself."""
    if not (verdict := may_review(user, answer)):
        return verdict
    if answer.status != Answer.Status.RAISED or proposal is None:
        return refused("Jawaban ini tidak sedang menunggu asesor kedua.")
    if proposal.assessor_id == user.pk:
        return refused("Anda yang mengusulkan tingkat ini. Asesor lain yang menguatkannya.")
    return ALLOWED


UNDO_TIME = timedelta(seconds=10)
UNDO_GRACE = timedelta(seconds=5)  # what the way to the server and back may take


def may_undo(user, review, now=None):
    """Who decided takes it back while the page offers it; after that, by another decision."""
    if review.assessor_id != user.pk or review.verdict == Review.Verdict.UNDO:
        return refused("Hanya asesor yang memutuskan yang dapat mengurungkannya.")
    if (now or timezone.now()) > review.created_at + UNDO_TIME + UNDO_GRACE:
        return refused("Waktu untuk mengurungkan telah lewat. Ambil keputusan baru bila perlu diubah.")
    return may_judge(user, review.answer.assessment)


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
    if not has_role(user, Role.ASSESSOR, period.institution_id):
        return refused("Nilai ditetapkan asesor internal. Anda hanya dapat membacanya.")
    if not period.is_open:
        return refused("Periode ini tidak sedang dibuka. Nilai tidak dapat diubah.")
    if not (verdict := scores_move(period)):
        return verdict
    if lead_unit_id and any(m.unit_id == lead_unit_id for m in user.roles_in(period.institution_id)):
        return refused(
            "Perangkat daerah Anda penanggung jawab indikator ini. Asesor dari perangkat daerah lain yang menetapkan."
        )
    return ALLOWED


def may_return_to_review(user, answer):
    """Whoever may judge may have a decided answer looked at again."""
    if not (verdict := may_judge(user, answer.assessment)):
        return verdict
    if not answer.is_decided:
        return refused("Hanya jawaban yang sudah diputuskan yang dapat dikembalikan.")
    return undisputed(answer)


def may_read_reviews(user, institution_id):
    """The queue and the consolidation are for assessors; coordinators and executives read them."""
    if any(has_role(user, role, institution_id) for role in Membership.WIDE_ROLES):
        return ALLOWED
    return refused("Halaman ini hanya untuk asesor internal. Hubungi koordinator penilaian bila Anda memerlukannya.")


def may_read_some_reviews(user):
    """The same, for a page that first has to find out which institution is meant."""
    verdicts = [may_read_reviews(user, m.institution_id) for m in user.all_memberships]
    return next(filter(bool, verdicts), may_read_reviews(user, None))
