"""Who answers what in a period, as one table: the indicators under their aspects, and the load of each unit."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings

from assessments.models import Assignment
from indicators.rules import rules_for


@dataclass
class Row:
    """One indicator with its lead, its supporting units, and the service chosen for it where one has to be."""

    indicator: object
    needs_service: bool
    service: str
    lead: object = None
    supporting: list = field(default_factory=list)

    @property
    def is_missing(self):
        return self.lead is None

    @property
    def lacks_service(self):
        return self.needs_service and not self.service


@dataclass
class Load:
    unit: object
    leads: int = 0
    supports: int = 0

    @property
    def total(self):
        return self.leads + self.supports


class Plan:
    """Three queries, whatever the number of units and indicators."""

    def __init__(self, period):
        self.period = period
        chosen = set(rules_for(period.instrument.slug).chosen_services)
        services = dict(period.chosen_services.values_list("indicator", "name"))
        indicators = period.instrument.indicators.select_related("aspect__domain").order_by("number")
        self.rows = [Row(i, i.number in chosen, services.get(i.pk, "")) for i in indicators]
        self._loads = {}
        self._read_assignments()
        self.has_services = any(row.needs_service for row in self.rows)
        self.without_lead = [row.indicator for row in self.rows if row.is_missing]
        self.without_service = [row.indicator for row in self.rows if row.lacks_service]
        self.answers = sum(load.total for load in self._loads.values())
        self.review_hours = self.answers * settings.REVIEW_SECONDS / 3600
        self.review_seconds = settings.REVIEW_SECONDS

    @property
    def groups(self):
        found = defaultdict(list)
        for row in self.rows:
            found[row.indicator.aspect].append(row)
        return list(found.items())

    @property
    def loads(self):
        """The units that have something to answer, the busiest first."""
        return sorted(self._loads.values(), key=lambda load: (-load.total, load.unit.name))

    def row_of(self, number):
        return next((row for row in self.rows if row.indicator.number == number), None)

    def _read_assignments(self):
        rows = {row.indicator.pk: row for row in self.rows}
        assignments = Assignment.objects.filter(period=self.period).select_related("unit").order_by("unit__name")
        for assignment in assignments:
            load = self._loads.setdefault(assignment.unit_id, Load(assignment.unit))
            if assignment.is_lead:
                rows[assignment.indicator_id].lead = assignment.unit
                load.leads += 1
            else:
                rows[assignment.indicator_id].supporting.append(assignment.unit)
                load.supports += 1
