"""The internal assessors' team of a period, as its decree names them."""

from django.db import transaction

from assessments import permissions
from assessments.models import TeamMember, record
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_period

FACTS = ("name", "employee_number", "position", "unit", "duty", "functions", "decree_number", "decree_date")


@transaction.atomic
def add_member(period, *, by, **facts):
    fresh = _locked(period, by)
    member = TeamMember.objects.create(period=fresh, **facts)
    _note(fresh, "team.added", by, member)
    return member


@transaction.atomic
def change_member(member, *, by, seen, **facts):
    """`seen` are the facts that the page showed; Conflict when somebody else changed the member since."""
    fresh = _locked(member.period, by)
    member = TeamMember.objects.select_for_update().get(pk=member.pk)
    if facts_of(member) != seen:
        raise Conflict(member)
    for name, value in facts.items():
        setattr(member, name, value)
    member.save(update_fields=list(facts))
    _note(fresh, "team.changed", by, member)
    return member


@transaction.atomic
def remove_member(member, *, by):
    fresh = _locked(member.period, by)
    _note(fresh, "team.removed", by, member)
    TeamMember.objects.filter(pk=member.pk).delete()


@transaction.atomic
def copy_team(period, earlier, *, by):
    """The members of an earlier period join an empty team; the decree is a new one, so its number stays open."""
    fresh = _locked(period, by)
    if fresh.team.exists():
        raise Conflict(fresh)
    kept = [name for name in (*FACTS, "user") if not name.startswith("decree")]
    members = earlier.team.filter(unit__is_active=True)
    copied = [TeamMember(period=fresh, **{name: getattr(member, name) for name in kept}) for member in members]
    TeamMember.objects.bulk_create(copied)
    record("team.copied", by=by, institution=fresh.institution, target=fresh.slug, source=earlier.slug, n=len(copied))
    return copied


def facts_of(member):
    """What a page shows of a member, as text that can be compared."""
    return "|".join(str(getattr(member, name) or "") for name in (*FACTS[:3], "unit_id", *FACTS[4:]))


def _locked(period, by):
    fresh = locked_period(period)
    permissions.require(permissions.may_assign(by, fresh))
    return fresh


def _note(period, action, by, member):
    record(
        action,
        by=by,
        institution=period.institution,
        target=period.slug,
        member=member.name,
        duty=member.duty,
        unit=member.unit.code,
        functions=member.functions,
    )
