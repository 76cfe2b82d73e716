"""Comments between a unit and those who review it, and the second reading of a sample."""

from accounts.models import Membership
from assessments.permissions.coordinating import may_coordinate
from assessments.permissions.reviewing import may_judge
from assessments.permissions.roles import ALLOWED, Role, has_role, refused
from assessments.permissions.stages import scores_move


def may_comment(user, answer):
    """Both sides, from the first sending until the validation."""
    assessment = answer.assessment
    if not assessment.submitted_at:
        return refused("Komentar dibuka setelah penilaian dikirim.")
    if not (speaks_as_unit(user, assessment) or _reviews(user, assessment)):
        return refused("Komentar ditulis perangkat daerah ini, asesor, dan koordinator penilaian.")
    return scores_move(assessment.period)


def speaks_as_unit(user, assessment):
    place = assessment.period.institution_id, assessment.unit_id
    return any(has_role(user, role, *place) for role in Membership.OWN_UNIT_ROLES)


def _reviews(user, assessment):
    roles = (Role.ASSESSOR, Role.COORDINATOR)
    return any(has_role(user, role, assessment.period.institution_id) for role in roles)


def may_draw_sample(user, period):
    if not (verdict := may_coordinate(user, period.institution_id)):
        return verdict
    return scores_move(period)


def may_read_second(user, reading):
    """Another assessor than those who decided, and one who may judge the unit at all."""
    if not (verdict := may_judge(user, reading.answer.assessment)):
        return verdict
    if user.pk in reading.deciders:
        return refused("Anda ikut memutuskan jawaban ini. Asesor lain yang membacanya untuk kedua kali.")
    return refused("Jawaban ini sudah dibaca untuk kedua kali.") if reading.verdict else ALLOWED


def may_settle_reading(user, reading):
    if not (verdict := may_judge(user, reading.answer.assessment)):
        return verdict
    if reading.verdict != reading.Verdict.DIFFERS:
        return refused("Hanya hasil yang berbeda yang diselaraskan.")
    return refused("Hasil ini sudah diselaraskan.") if reading.settled_at else ALLOWED
