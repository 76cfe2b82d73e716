"""The library of a unit: its operators keep it; who reviews may still say that a link is dead."""

from accounts.models import Membership
from assessments.permissions.roles import ALLOWED, Role, has_role, refused


def may_keep(user, unit):
    """Describe, replace, delete and bring back proofs."""
    if has_role(user, Role.OPERATOR, unit.institution_id, unit.pk):
        return ALLOWED
    return refused(f"Pustaka ini diurus operator {unit.name}. Anda hanya dapat membacanya.")


def may_describe_proof(user, evidence):
    """What is said about a proof stands still once an answer that rests on it was sent."""
    if not (verdict := may_keep(user, evidence.unit)):
        return verdict
    if evidence.removed_at:
        return refused("Bukti ini sudah dihapus dari pustaka. Pulihkan lebih dahulu.")
    if evidence.citations.sent().exists():
        return refused("Bukti ini dipakai pada jawaban yang sudah dikirim. Keterangannya tidak dapat diubah.")
    return ALLOWED


def may_mark_link(user, evidence):
    """A person says whether a link opens: the unit's operator, or an assessor of the institution."""
    if has_role(user, Role.ASSESSOR, evidence.unit.institution_id):
        return ALLOWED
    if may_keep(user, evidence.unit):
        return ALLOWED
    return refused("Tautan hanya ditandai operator perangkat daerah ini dan asesor internal.")


def sees_reviewers(user, unit):
    """Names of those who review are for the institution; a unit reads their role."""
    return any(has_role(user, role, unit.institution_id) for role in Membership.WIDE_ROLES)
