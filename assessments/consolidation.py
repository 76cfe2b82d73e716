"""How the scores of several agencies become one score of the government, indicator by indicator."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from accounts.models import Unit
from assessments import scorecard
from assessments.models import Answer, ChosenService, IndicatorResult
from indicators import scoring


class Part(NamedTuple):
    """What one agency brings to an indicator."""

    unit: Unit
    is_lead: bool
    claimed: object
    decided: object
    status: str

    @property
    def status_text(self):
        return Answer.Status(self.status).label


@dataclass
class Row:
    """One indicator: who answers it, what the period's policy suggests, and what stands now."""

    indicator: object
    parts: list[Part]
    suggestion: scoring.Suggestion
    result: IndicatorResult | None
    service: str | None

    @property
    def lead(self):
        return next((part for part in self.parts if part.is_lead), None)

    @property
    def supporting(self):
        return [part for part in self.parts if not part.is_lead]

    @property
    def is_set(self):
        return self.result is not None and self.result.origin == IndicatorResult.Origin.ASSESSOR


class Consolidation:
    """The whole period, or one indicator of it, in a fixed number of queries."""

    def __init__(self, period, number=None):
        self.period = period
        self.scheme = period.instrument.scheme()
        self.contributions = scorecard.contributions(period, number)
        results = IndicatorResult.objects.filter(period=period).select_related("decided_by")
        self.results = {result.indicator_id: result for result in results}
        self._units = Unit.objects.in_bulk({row.unit_id for rows in self.contributions.values() for row in rows})
        self._services = dict(ChosenService.objects.filter(period=period).values_list("indicator", "name"))
        indicators = period.instrument.indicators.select_related("aspect__domain", "instrument").order_by("number")
        if number is not None:
            indicators = indicators.filter(number=number)
        self.rows = [self._row(indicator) for indicator in indicators]

    @property
    def groups(self):
        """The rows under their aspects, in the order of the instrument."""
        found = {}
        for row in self.rows:
            found.setdefault(row.indicator.aspect, []).append(row)
        return list(found.items())

    @cached_property
    def interims(self):
        """The interim index in each mode of process.md 9.4; of a whole period only."""
        decided = {row.indicator.number: row.result.score for row in self.rows if row.result}
        claimed = scorecard.claimed_scores(self.period, self.scheme, self.contributions)
        return {mode.name.lower(): scoring.interim(self.scheme, decided, claimed, mode) for mode in scoring.Mode}

    def _row(self, indicator):
        rows = self.contributions[indicator.number]
        return Row(
            indicator=indicator,
            parts=[Part(self._units[row.unit_id], *row[1:]) for row in rows],
            suggestion=scorecard.suggestion(self.period, rows, self.scheme.scale),
            result=self.results.get(indicator.pk),
            service=self._services.get(indicator.pk),
        )
