"""The scores of a period as each stage saw them: the portal's own frozen result, then what the ministry's stages said.

A track holds only what its stage said; `effective` is the last word on each indicator up to a stage, so that one which
was not opened again keeps its earlier score and text (process.md R2.1).
"""

from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from assessments.models import Period, StageImport
from assessments.stage_plan import plan_of
from indicators import scoring

OWN = "own"


class Entry(NamedTuple):
    """What one stage said of one indicator. A score of None: only that the earlier one holds, or does not."""

    score: Decimal | None
    is_upheld: bool | None
    note: str


class Effective(NamedTuple):
    """The last word on an indicator: score, text, and which stage said it (OWN: the portal's own result)."""

    score: Decimal
    note: str
    stage: str


class Track(NamedTuple):
    stage: str
    label: str
    batch: StageImport | None
    entries: dict

    @property
    def is_imported(self):
        return self.batch is not None


class Tracks:
    """All tracks of one period, in the order of its plan; a fixed number of queries."""

    def __init__(self, period):
        self.period = period
        self.indicators = list(period.instrument.indicators.select_related("aspect").order_by("number"))
        self._read_own()
        self._read_outside()

    def _read_own(self):
        result = self.period.results.order_by("-revision").first()
        rows = result.content["indicators"] if result else []
        self.own = {row["number"]: Effective(Decimal(row["score"]), row["explanation"], OWN) for row in rows}
        self.claimed = {row["number"]: Decimal(row["claimed"]) for row in rows if row["claimed"] is not None}

    def _read_outside(self):
        batches = self.period.stage_imports.select_related("imported_by").prefetch_related("scores__indicator")
        latest = {batch.stage: batch for batch in batches.order_by("pk")}
        self.tracks = [_track(stage, latest.get(stage)) for stage in outside_stages(self.period)]

    def track(self, stage):
        return next(track for track in self.tracks if track.stage == stage)

    def effective(self, stage):
        """Indicator number to Effective, up to and with this stage. Final scores are the last word on all of them."""
        found = dict(self.own)
        for track in self.tracks:
            for number, entry in track.entries.items():
                if entry.score is not None:
                    found[number] = Effective(entry.score, entry.note, track.stage)
            if track.stage == stage:
                break
        return found

    def card(self, stage):
        """The Scorecard at this stage; None while an indicator has no score yet."""
        scores = {number: row.score for number, row in self.effective(stage).items()}
        return self._computed(scores)

    @cached_property
    def scheme(self):
        return self.period.instrument.scheme()

    @cached_property
    def own_card(self):
        return self._computed({number: row.score for number, row in self.own.items()})

    @property
    def last_imported(self):
        return next((track for track in reversed(self.tracks) if track.is_imported), None)

    @property
    def rows(self):
        """Each indicator with its own score, what every stage said, and the last word."""
        last = self.last_imported
        final = self.effective(last.stage) if last else self.own
        return [
            {
                "indicator": indicator,
                "claimed": self.claimed.get(indicator.number),
                "own": self.own.get(indicator.number),
                "entries": [(track, track.entries.get(indicator.number)) for track in self.tracks],
                "effective": final.get(indicator.number),
            }
            for indicator in self.indicators
        ]

    def _computed(self, scores):
        if any(indicator.number not in scores for indicator in self.indicators):
            return None
        return scoring.compute(self.scheme, scores)


def outside_stages(period):
    """The stages whose scores come from outside, in the order of the plan."""
    return [step.stage for step in plan_of(period) if step.external or step.stage == Period.Stage.FINAL]


def _track(stage, batch):
    scores = batch.scores.all() if batch else ()
    entries = {row.indicator.number: Entry(row.score, row.is_upheld, row.note) for row in scores}
    return Track(str(stage), Period.Stage(stage).label, batch, entries)
