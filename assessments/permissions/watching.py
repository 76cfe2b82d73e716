"""Reading the event log of an institution."""

from assessments.permissions.roles import ALLOWED, Role, has_role, refused


def may_read_trail(user, institution_id):
    """Coordinators that of their own institution, administrators any. Leaders read figures, not who did what."""
    if user.is_active and user.is_superuser:
        return ALLOWED
    if institution_id and has_role(user, Role.COORDINATOR, institution_id):
        return ALLOWED
    return refused("Jejak audit hanya untuk koordinator penilaian dan administrator portal.")
