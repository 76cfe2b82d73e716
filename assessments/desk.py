"""What the review desk knows of a period: its indicators, its units, how far they are, and who reviews what."""

from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Q

from assessments.models import Answer, Assessment
from assessments.shares import Shares


class Tally(NamedTuple):
    """How far the review of a period is. `total` counts the answers that are asked for, sent or not."""

    total: int
    decided: int
    waiting: int
    returned: int
    raised: int


def _counts(prefix):
    status = Answer.Status
    chosen = {
        "decided": Answer.DECIDED,
        "waiting": [status.WAITING],
        "returned": [status.RETURNED],
        "raised": [status.RAISED],
    }
    rows = prefix or "pk"
    name = f"{prefix}__status__in" if prefix else "status__in"
    return {"total": Count(rows)} | {key: Count(rows, filter=Q(**{name: kept})) for key, kept in chosen.items()}


def tally(period):
    return Tally(**Answer.objects.filter(assessment__period=period).aggregate(**_counts("")))


class Desk:
    """Each part is read when it is first asked for, by one query, and once."""

    def __init__(self, period):
        self.period = period

    @cached_property
    def indicators(self):
        """By number, each with its aspect and with the instrument of the period."""
        found = self.period.instrument.indicators.select_related("aspect__domain").order_by("number")
        for indicator in found:
            indicator.instrument = self.period.instrument
        return {indicator.number: indicator for indicator in found}

    @cached_property
    def aspects(self):
        """In the order of the instrument."""
        found = {indicator.aspect_id: indicator.aspect for indicator in self.indicators.values()}
        return sorted(found.values(), key=lambda aspect: (aspect.domain.position, aspect.position))

    @cached_property
    def units(self):
        """Code and name of the units that take part, by name."""
        return [(row["unit__code"], row["unit__name"]) for row in self._progress]

    @cached_property
    def places(self):
        """By the key of each assessment: its unit's key, name and code, and when it was sent."""
        names = ("unit", "unit__name", "unit__code", "submitted_at")
        return {row["pk"]: tuple(row[name] for name in names) for row in self._progress}

    @cached_property
    def tally(self):
        return Tally(*(sum(row[name] for row in self._progress) for name in Tally._fields))

    @cached_property
    def shares(self):
        return Shares(self.period)

    @cached_property
    def _progress(self):
        units = Assessment.objects.filter(period=self.period).order_by("unit__name")
        units = units.values("pk", "unit", "unit__code", "unit__name", "submitted_at")
        return list(units.annotate(**_counts("answers")))
