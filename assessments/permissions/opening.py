"""Opening a stored file: what the virus scanner has not cleared stays with its own unit, and a virus with nobody."""

from accounts.models import Membership
from assessments.models import Evidence
from assessments.permissions.roles import ALLOWED, has_role, refused


def may_open(user, evidence):
    if evidence.scan == Evidence.Scan.INFECTED:
        return refused(
            "Berkas ini mengandung virus, sehingga tidak dapat diunduh siapa pun. Unggah salinan yang bersih."
        )
    if evidence.scan == Evidence.Scan.WAITING and not _is_of_unit(user, evidence.unit):
        return refused(
            "Berkas ini belum dipindai dari virus. Sampai pemindaian selesai, hanya perangkat daerah pemiliknya yang "
            "dapat mengunduhnya. Coba lagi beberapa menit lagi."
        )
    return ALLOWED


def _is_of_unit(user, unit):
    return any(has_role(user, role, unit.institution_id, unit.pk) for role in Membership.OWN_UNIT_ROLES)
