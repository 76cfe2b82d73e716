"""What the institution scored last time, as far as it helps to answer today. Two queries, from the frozen result."""

from decimal import Decimal
from typing import NamedTuple

from assessments import scorecard
from assessments.models import IndicatorResult


class LastResult(NamedTuple):
    """One indicator of the earlier result: what was claimed, what it became, and why."""

    score: Decimal
    label: str
    claimed: Decimal | None
    origin: str
    reason: str
    service: str | None
    number: int
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


class LastYear:
    """The nearest earlier closed period. Scores of another instrument are found by name, and only for reference."""

    def __init__(self, period):
        content = scorecard.last_results(period)
        self.exists = content is not None
        self.year = content and content["period"]["year"]
        self.instrument = content and content["instrument"]["title"]
        self.scale_max = content and Decimal(content["instrument"]["scale_max"])
        self.is_comparable = self.exists and content["instrument"]["slug"] == period.instrument.slug
        self._rows = content["indicators"] if content else []

    def result_of(self, indicator):
        """What the same indicator scored; None without a comparable result."""
        return self._find("number", indicator.number) if self.is_comparable else None

    def reference_of(self, indicator):
        """The same indicator, or one of the same name in the other instrument; None when there is nothing like it."""
        return self.result_of(indicator) or self._find("short_name", indicator.short_name)

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
            supporting={unit["code"]: Decimal(unit["score"]) for unit in row["supporting"] if unit["score"]},
        )
