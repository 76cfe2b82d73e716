"""How the scores of several agencies become one score of the government, indicator by indicator."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from accounts.models import Unit
from assessments import scorecard
from assessments.coverage import Coverage, coverage_of, entries_of
from assessments.models import Answer, ChosenService, IndicatorPolicy, IndicatorResult, Period
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
    """One indicator: who answers it, what its policy suggests, whom it covers, and what stands now."""

    indicator: object
    parts: list[Part]
    policy: str
    own_policy: IndicatorPolicy | None
    suggestion: scoring.Suggestion
    coverage: Coverage | None
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

    @property
    def policy_text(self):
        return Period.Policy(self.policy).label

    @property
    def is_suggestion_too_wide(self):
        """Whether the policy suggests more than the agencies that reach it allow."""
        return self.coverage is not None and self.coverage.is_exceeded_by(self.suggestion.score)

    @property
    def is_too_wide(self):
        """The same of the score that stands, unless an assessor gave the reason for it."""
        stands = None if self.result is None or self.is_set else self.result.score
        return self.coverage is not None and self.coverage.is_exceeded_by(stands)

    @property
    def needs_attention(self):
        return self.result is None or self.is_too_wide or self.result.origin == IndicatorResult.Origin.ASSUMED_MINIMUM


class Consolidation:
    """The whole period, or one indicator of it, in a fixed number of queries."""

    def __init__(self, period, number=None):
        self.period = period
        self.scheme = period.instrument.scheme()
        self.contributions = scorecard.contributions(period, number)
        results = IndicatorResult.objects.filter(period=period).select_related("decided_by")
        self.results = {result.indicator_id: result for result in results}
        own = IndicatorPolicy.objects.filter(period=period).select_related("set_by")
        self._policies = {row.indicator_id: row for row in own}
        self._entries = entries_of(period, number)
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

    @property
    def groups_needing_attention(self):
        kept = [(aspect, [row for row in rows if row.needs_attention]) for aspect, rows in self.groups]
        return [(aspect, rows) for aspect, rows in kept if rows]

    @cached_property
    def interims(self):
        """The interim index in each mode of process.md 9.4; of a whole period only."""
        decided = {row.indicator.number: row.result.score for row in self.rows if row.result}
        rolled = {row.indicator.number: row.policy for row in self.rows}
        claimed = scorecard.claimed_scores(self.period, self.scheme, self.contributions, rolled)
        return {mode.name.lower(): scoring.interim(self.scheme, decided, claimed, mode) for mode in scoring.Mode}

    def _row(self, indicator):
        rows = self.contributions[indicator.number]
        parts = [Part(self._units[row.unit_id], *row[1:]) for row in rows]
        own = self._policies.get(indicator.pk)
        policy = own.policy if own else self.period.rollup_policy
        return Row(
            indicator=indicator,
            parts=parts,
            policy=policy,
            own_policy=own,
            suggestion=scorecard.suggestion(policy, rows, self.scheme.scale),
            coverage=coverage_of(self.period, indicator, parts, self._entries.get(indicator.pk, {})),
            result=self.results.get(indicator.pk),
            service=self._services.get(indicator.pk),
        )
