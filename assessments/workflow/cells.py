"""Many assignments at once: the cells that somebody changed in the grid, or a plan that came in a file."""

import hashlib
from dataclasses import dataclass, replace
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Unit
from assessments import permissions
from assessments.models import record
from assessments.workflow.assignment import change_indicator
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_period
from indicators.models import Indicator

NONE, SUPPORT, LEAD = "", "P", "PJ"
_OTHERS_CHANGED = "Sel ini sudah diubah orang lain."


@dataclass(frozen=True)
class Cell:
    """What one unit has to do with one indicator: `was` as the person saw it, `now` as the person wants it."""

    unit: Unit
    indicator: Indicator
    was: str
    now: str
    reason: str = ""

    @property
    def key(self):
        return self.unit.pk, self.indicator.pk


class Refused(Exception):
    """Nothing was written; `cells` are those that could not be, each with its reason."""

    def __init__(self, cells):
        super().__init__(f"{len(cells)} cells were refused.")
        self.cells = cells


def standing_of(period):
    """{(unit, indicator): SUPPORT or LEAD} by primary keys; one query."""
    rows = period.assignments.values_list("unit_id", "indicator_id", "is_lead")
    return {(unit, indicator): LEAD if is_lead else SUPPORT for unit, indicator, is_lead in rows}


def digest_of(standing):
    """Changes whenever anybody changes any assignment of the period."""
    text = ";".join(f"{unit}.{indicator}{mark}" for (unit, indicator), mark in sorted(standing.items()))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def save_cells(period, cells, *, by):
    """(saved, refused): each indicator is saved whole or not at all, and one does not hold up another.

    A cell that reads otherwise than the person saw it is refused, unless it reads as wanted already.
    """
    fresh = locked_period(period)
    permissions.require(permissions.may_assign(by, fresh))
    standing, saved, refused = standing_of(fresh), [], []
    for indicator, group in _by_indicator(cells):
        if stale := [cell for cell in group if standing.get(cell.key, NONE) not in (cell.was, cell.now)]:
            refused += [replace(cell, reason=_OTHERS_CHANGED) for cell in stale]
            group = []
        try:
            with transaction.atomic():
                _apply(fresh, indicator, group, standing, by)
        except PermissionDenied as refusal:
            refused += [replace(cell, reason=str(refusal)) for cell in group]
        else:
            saved += group
    _note(fresh, "assignment.edited", saved, by)
    return saved, refused


@transaction.atomic
def import_cells(period, cells, *, by, seen):
    """All cells of a file or none of them. `seen` is the digest of the assignments that the preview compared with.

    Raises Conflict when they have changed since, Refused with every cell that may not change.
    """
    fresh = locked_period(period)
    permissions.require(permissions.may_assign(by, fresh))
    standing, refused = standing_of(fresh), []
    if digest_of(standing) != seen:
        raise Conflict(fresh)
    for indicator, group in _by_indicator(cells):
        try:
            with transaction.atomic():
                _apply(fresh, indicator, group, standing, by)
        except PermissionDenied as refusal:
            refused += [replace(cell, reason=str(refusal)) for cell in group]
    if refused:
        raise Refused(refused)
    _note(fresh, "assignment.imported", cells, by)
    return fresh


def _apply(period, indicator, group, standing, by):
    if not group:
        return
    marks = {unit: mark for (unit, number), mark in standing.items() if number == indicator.pk}
    marks |= {cell.unit.pk: cell.now for cell in group}
    leads = [unit for unit, mark in marks.items() if mark == LEAD]
    if len(leads) > 1:
        raise PermissionDenied(f"Indikator {indicator.number} hanya boleh mempunyai satu penanggung jawab.")
    units = Unit.objects.in_bulk([unit for unit, mark in marks.items() if mark])
    wanted = {units[unit]: mark == LEAD for unit, mark in marks.items() if mark}
    change_indicator(period, indicator, wanted, by=by)


def _by_indicator(cells):
    ordered = sorted(cells, key=lambda cell: cell.indicator.number)
    return [(group[0].indicator, group) for _, found in groupby(ordered, _number) if (group := list(found))]


def _number(cell):
    return cell.indicator.number


def _note(period, action, cells, by):
    if not cells:
        return
    told = [[cell.unit.code, cell.indicator.number, cell.was, cell.now] for cell in cells]
    record(action, by=by, institution=period.institution, target=period.slug, cells=told)
