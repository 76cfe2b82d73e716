"""The review desk as a whole: deciding on several answers at once, and sharing the answers out."""

from assessments.permissions.coordinating import may_coordinate
from assessments.permissions.roles import ALLOWED, Role, has_role, refused


def may_decide_some(user, period):
    """Assessors decide in an open period; on which answers, may_review tells."""
    if not has_role(user, Role.ASSESSOR, period.institution_id):
        return refused("Putusan diambil asesor internal. Anda hanya dapat membacanya.")
    return ALLOWED if period.is_open else refused("Periode ini tidak sedang dibuka. Putusan tidak dapat diubah.")


def may_share_out(user, period):
    """The coordinator shares the answers out among the assessors until the period is closed."""
    if not (verdict := may_coordinate(user, period.institution_id)):
        return verdict
    return refused("Periode sudah ditutup. Pembagian reviu tidak dapat diubah.") if period.is_closed else ALLOWED
