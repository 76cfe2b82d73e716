"""The plan of a period as a table of units and indicators."""

from dataclasses import dataclass, field
from decimal import Decimal

from assessments.nomenclature import Nomenclature
from assessments.workflow.cells import LEAD, SUPPORT


@dataclass
class Line:
    """One unit: a mark for each indicator shown, and its load over all of them."""

    unit: object
    marks: list = field(default_factory=list)
    leads: int = 0
    supports: int = 0
    weight: Decimal = Decimal(0)

    @property
    def total(self):
        return self.leads + self.supports


class Grid:
    """Drawn from a Plan with two further queries: who takes part, and the units' names."""

    def __init__(self, plan, *, aspect="", search="", only="", planned=None):
        self.plan, self.planned = plan, planned or Nomenclature()
        self.groups = [(found, rows) for found, rows in plan.groups if aspect in ("", found.code)]
        self.rows = [row for _, rows in self.groups for row in rows]
        lines = [self._line(unit) for unit in self._units()]
        self.everybody = len(lines)
        self.lines = [line for line in lines if self._is_wanted(line, search.casefold(), only)]

    def _units(self):
        """Those that take part, or all active ones where nobody chose, and whoever has an assignment."""
        period = self.plan.period
        chosen = set(period.participants.values_list("pk", flat=True))
        assigned = {unit.pk for row in self.plan.rows for unit in (row.lead, *row.supporting) if unit}
        for unit in period.institution.units.order_by("name"):
            takes_part = unit.pk in chosen if chosen else unit.is_active
            if unit.pk in assigned or takes_part and unit.code not in self.planned.ended:
                unit.name = self.planned.names.get(unit.code, unit.name)
                yield unit

    def _line(self, unit):
        line = Line(unit)
        for row in self.plan.rows:
            if row.lead and row.lead.pk == unit.pk:
                line.leads, line.weight = line.leads + 1, line.weight + row.indicator.weight
            line.supports += any(other.pk == unit.pk for other in row.supporting)
        line.marks = [_mark(row, unit) for row in self.rows]
        return line

    @staticmethod
    def _is_wanted(line, search, only):
        found = search in line.unit.name.casefold() or search in line.unit.code.casefold()
        return found and {"": True, "kosong": not line.total, "ditugasi": bool(line.total)}[only]


def _mark(row, unit):
    if row.lead and row.lead.pk == unit.pk:
        return LEAD
    return SUPPORT if any(other.pk == unit.pk for other in row.supporting) else ""
