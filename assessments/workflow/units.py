"""What a new period changes about the units: those it adds, their new names, and those that end."""

from accounts.models import Unit
from assessments.models import record
from assessments.nomenclature import planned_in


def ended_but_assigned(period, draft):
    """The units that end when the period opens and yet have indicators in it."""
    ended = planned_in(draft).ended
    return list(Unit.objects.filter(assignments__period=period, code__in=ended).distinct()) if ended else []


def take_nomenclature(period, draft, *, by):
    """Names and endings of units take effect as the period opens, inside the opening's transaction."""
    if draft is None:
        return
    planned = planned_in(draft)
    for code, name in planned.names.items():
        period.institution.units.filter(code=code).update(name=name)
    period.institution.units.filter(code__in=planned.ended).update(is_active=False)
    if planned.changes:
        record("unit.changed", by=by, institution=period.institution, target=period.slug, changes=planned.changes)
    draft.delete()


def add_units(draft, period, by):
    present = set(draft.institution.units.values_list("code", flat=True))
    added = [change for code, change in planned_in(draft).added.items() if code not in present]
    for change in added:
        kind = change.get("unit_kind", "")
        Unit.objects.create(institution=draft.institution, code=change["unit"], name=change["name"], kind=kind)
    if added:
        codes = [change["unit"] for change in added]
        record("unit.added", by=by, institution=draft.institution, target=period.slug, units=codes)
    return [change["unit"] for change in added]
