"""Sharing the answers of a period out among its assessors."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Membership
from assessments import notices, permissions
from assessments.models import Event, ReviewAssignment, record
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_period


@transaction.atomic
def share_out(period, *, by, assessor, aspect=None, unit=None):
    """Give an assessor an aspect, a unit, or one aspect of one unit; never the own unit or what he entered himself."""
    fresh = _locked(period, by)
    _check_place(fresh, aspect, unit)
    _require_assessor(fresh, assessor)
    if unit:
        require_independent(fresh, assessor, unit)
    share, is_new = ReviewAssignment.objects.get_or_create(
        period=fresh, assessor=assessor, aspect=aspect, unit=unit, defaults={"assigned_by": by}
    )
    if is_new:
        event = _record("review_share.added", fresh, by, **_told(share))
        notices.review_shared(event, fresh, [assessor])
    return share


@transaction.atomic
def take_share_back(share, *, by):
    """Conflict where somebody took it back before."""
    fresh = _locked(share.period, by)
    standing = ReviewAssignment.objects.select_related("assessor", "aspect", "unit").filter(pk=share.pk).first()
    if standing is None:
        raise Conflict(share)
    _record("review_share.removed", fresh, by, **_told(standing))
    standing.delete()
    return fresh


@transaction.atomic
def replace_shares(period, rows, *, by):
    """Everything anew: rows of assessor, aspect and unit, the last two None where not bound to one."""
    fresh = _locked(period, by)
    for assessor, aspect, unit in rows:
        _check_place(fresh, aspect, unit)
        _require_assessor(fresh, assessor)
        if unit:
            require_independent(fresh, assessor, unit)
    fresh.review_assignments.all().delete()
    shares = ReviewAssignment.objects.bulk_create(
        ReviewAssignment(period=fresh, assessor=assessor, aspect=aspect, unit=unit, assigned_by=by)
        for assessor, aspect, unit in rows
    )
    event = _record("review_share.replaced", fresh, by, shares=[_told(share) for share in shares])
    notices.review_shared(event, fresh, {assessor for assessor, _, _ in rows})
    return shares


def require_independent(period, assessor, unit):
    homes = assessor.memberships.filter(institution=period.institution_id)
    if homes.filter(unit=unit).exists():
        raise PermissionDenied(
            f"{assessor} berasal dari {unit.name}, sehingga tidak dapat mereviunya. Pilih asesor lain."
        )
    written = Event.objects.filter(assessment__period=period, assessment__unit=unit, actor=assessor)
    if written.filter(action__startswith="answer.").exists():
        raise PermissionDenied(
            f"{assessor} pernah mengisi penilaian {unit.name}, sehingga tidak dapat mereviunya. Pilih asesor lain."
        )


def _locked(period, by):
    fresh = locked_period(period)
    permissions.require(permissions.may_share_out(by, fresh))
    return fresh


def _check_place(period, aspect, unit):
    if aspect is None and unit is None:
        raise ValueError("A share names an aspect, a unit, or both.")
    if unit and unit.institution_id != period.institution_id:
        raise ValueError("Only units of the period's own institution are shared out.")
    if aspect and aspect.domain.instrument_id != period.instrument_id:
        raise ValueError("Only aspects of the period's own instrument are shared out.")


def _require_assessor(period, assessor):
    roles = assessor.memberships.filter(institution=period.institution_id, role=Membership.Role.ASSESSOR)
    if not (assessor.is_active and roles.exists()):
        raise PermissionDenied(f"{assessor} bukan asesor internal instansi ini. Pilih asesor lain.")


def _told(share):
    return {
        "assessor": share.assessor_id,
        "aspect": share.aspect.code if share.aspect else "",
        "unit": share.unit.code if share.unit else "",
    }


def _record(action, period, by, **data):
    return record(action, by=by, institution=period.institution, target=period.slug, **data)
