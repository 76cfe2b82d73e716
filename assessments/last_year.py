"""What the institution scored last time, as far as it helps to answer today. Two queries, from the frozen result."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from assessments import scorecard
from assessments.models import IndicatorResult
from indicators.models import Crosswalk


class LastResult(NamedTuple):
    """One indicator of the earlier result: what was claimed, what it became, and why."""

    score: Decimal
    label: str
    claimed: Decimal | None
    origin: str
    reason: str
    service: str | None
    number: int
    name: str
    supporting: dict[str, Decimal]

    def score_of(self, unit_code):
        """What a unit's answer compares with: its own reviewed score where it supported, the result otherwise."""
        return self.supporting.get(unit_code, self.score)

    @property
    def is_assumed(self):
        return self.origin == IndicatorResult.Origin.ASSUMED_MINIMUM

    @property
    def is_changed(self):
        return self.claimed is not None and self.claimed != self.score


class Reference(NamedTuple):
    """A result of another instrument beside an indicator of today, and what is known about how far they agree."""

    result: LastResult
    note: str


class LastYear:
    """The nearest earlier closed period. Scores of another instrument serve for reference only."""

    def __init__(self, period):
        content = scorecard.last_results(period)
        self.exists = content is not None
        self.slug = content and content["period"]["slug"]
        self.year = content and content["period"]["year"]
        self.closed_at = content and datetime.fromisoformat(content["period"]["closed_at"])
        self.instrument = content and content["instrument"]["title"]
        self.scale_max = content and Decimal(content["instrument"]["scale_max"])
        self._instrument_slug = content and content["instrument"]["slug"]
        self.is_comparable = self.exists and self._instrument_slug == period.instrument.slug
        self._rows = content["indicators"] if content else []
        self._crosswalk = None

    def result_of(self, indicator):
        """What the same indicator scored; None without a comparable result."""
        return self._find("number", indicator.number) if self.is_comparable else None

    def references_of(self, indicator):
        """What the indicator was in the other instrument: by the loaded crosswalk, by its name where none is loaded."""
        if not self.exists or self.is_comparable:
            return []
        crosswalk = self._crosswalk_to(indicator.instrument)
        if not crosswalk:
            same = self._find("short_name", indicator.short_name)
            return [Reference(same, "")] if same else []
        pairs = [(self._find("number", number), note) for number, note in crosswalk.get(indicator.pk, ())]
        return [Reference(result, note) for result, note in pairs if result]

    def _crosswalk_to(self, instrument):
        """Indicator to the (number, note) pairs of the earlier instrument. One query, once."""
        if self._crosswalk is None:
            rows = Crosswalk.objects.filter(
                source__instrument__slug=self._instrument_slug, target__instrument=instrument
            ).order_by("target", "source__number")
            self._crosswalk = {}
            for target, number, note in rows.values_list("target", "source__number", "note"):
                self._crosswalk.setdefault(target, []).append((number, note))
        return self._crosswalk

    def _find(self, key, value):
        row = next((row for row in self._rows if row[key] == value), None)
        return row and LastResult(
            score=Decimal(row["score"]),
            label=row["label"],
            claimed=None if row["claimed"] is None else Decimal(row["claimed"]),
            origin=row["origin"],
            reason=row["reason"],
            service=row["service"],
            number=row["number"],
            name=row["short_name"],
            supporting={unit["code"]: Decimal(unit["score"]) for unit in row["supporting"] if unit["score"]},
        )
