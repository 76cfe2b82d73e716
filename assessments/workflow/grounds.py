"""What a decision rests on beside its reason: ticks, codes, what is missing, what is recommended, until when."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from assessments.supported import TICKS
from indicators.rules import rules_for


@dataclass(frozen=True)
class Grounds:
    """`ticks`: level as text to tick; `codes`: those of the rules; `missing`: one line for each thing."""

    ticks: dict = field(default_factory=dict)
    codes: tuple = ()
    missing: tuple = ()
    recommendation: str = ""
    due_at: datetime | None = None

    def check(self, indicator, period):
        """Forms say it beside the field; here nothing else gets in (ValueError)."""
        levels = {str(level) for level in indicator.instrument.levels()[1:]}
        known = {reason.code for reason in rules_for(indicator.instrument.slug).reasons_for(indicator.number)}
        if not (self.ticks.keys() <= levels and set(self.ticks.values()) <= {tick for tick, _ in TICKS}):
            raise ValueError("Ticks belong to levels above the lowest of the indicator.")
        if not set(self.codes) <= known:
            raise ValueError("A reason code belongs to the rules of the indicator.")
        if self.due_at and not timezone.now() < self.due_at <= period.repair_closes_at:
            raise ValueError("A repair is due before the repair deadline.")

    @property
    def fields(self):
        return {
            "ticks": self.ticks,
            "reason_codes": list(self.codes),
            "missing": list(self.missing),
            "recommendation": self.recommendation.strip(),
            "due_at": self.due_at,
        }

    @property
    def told(self):
        """The same for an Event, without what is empty."""
        told = self.fields | {"due_at": self.due_at and self.due_at.isoformat()}
        return {name: value for name, value in told.items() if value}


NONE = Grounds()
