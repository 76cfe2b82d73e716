"""Preparing, watching and closing a period."""

from assessments.models import Period
from assessments.permissions.roles import ALLOWED, Role, has_role, refused, role_in_institution


def may_coordinate(user, institution_id):
    return role_in_institution(user, Role.COORDINATOR, institution_id)


def may_follow(user, institution_id):
    """The progress of a whole period is watched by its coordinators and by the leaders."""
    if any(has_role(user, role, institution_id) for role in (Role.COORDINATOR, Role.EXECUTIVE)):
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
    if period.is_closed:
        return refused("Periode sudah ditutup. Penugasan tidak dapat diubah.")
    if period.stage == Period.Stage.VALIDATION:
        return refused("Periode sedang divalidasi. Kembalikan ke konsolidasi untuk mengubahnya.")
    return ALLOWED


def may_close(user, period):
    if not (verdict := may_coordinate(user, period.institution_id)):
        return verdict
    return ALLOWED if period.is_open else refused("Hanya periode yang sedang dibuka yang dapat ditutup.")
