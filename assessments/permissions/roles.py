"""What a predicate answers, and which role a person holds where."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied

from accounts.models import Membership

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


def has_role(user, role, institution_id, unit_id=None):
    return user.is_active and any(
        m.role == role and (unit_id is None or m.unit_id == unit_id) for m in user.roles_in(institution_id)
    )


def role_in_unit(user, role, assessment):
    if has_role(user, role, assessment.period.institution_id, assessment.unit_id):
        return ALLOWED
    name = Role(role).label
    return refused(
        f"Halaman ini hanya untuk {name} {assessment.unit.name}. Hubungi koordinator penilaian bila Anda memerlukannya."
    )


def role_in_institution(user, role, institution_id):
    if has_role(user, role, institution_id):
        return ALLOWED
    return refused(
        f"Halaman ini hanya untuk {Role(role).label}. Hubungi koordinator penilaian bila Anda memerlukannya."
    )
