"""Whom an indicator covers: where a criterion asks something of all agencies, how many of them reach it.

The levels that say "sebagian" and "seluruh" come from the rules of the instrument; no percentage stands in any of them.
"""

from dataclasses import dataclass
from typing import NamedTuple

from accounts.models import Unit
from assessments.models import CoverageEntry
from indicators.rules import rules_for

State = CoverageEntry.State
_IN_WORDS = {State.MET: "memenuhi", State.UNMET: "belum memenuhi", State.OUT_OF_SCOPE: "di luar cakupan"}


class Covered(NamedTuple):
    """One agency: what was decided about its answer (None: nothing, or none was asked), and what that means here."""

    unit: Unit
    is_lead: bool
    decided: object
    entry: CoverageEntry | None
    state: str | None

    @property
    def state_text(self):
        return _IN_WORDS.get(self.state, "belum diketahui")


@dataclass(frozen=True)
class Coverage:
    """`level` is the one that asks for all agencies; `covers` says of whom it speaks."""

    level: int
    covers: str
    rows: tuple

    @property
    def in_scope(self):
        return [row for row in self.rows if row.state != State.OUT_OF_SCOPE]

    @property
    def met(self):
        return sum(row.state == State.MET for row in self.in_scope)

    @property
    def total(self):
        return len(self.in_scope)

    @property
    def is_whole(self):
        return self.total > 0 and self.met == self.total

    @property
    def cap(self):
        """The highest level that a score may have while not all reach it; None where all do, or nobody is in scope."""
        return None if self.is_whole or not self.total else self.level - 1

    def is_exceeded_by(self, score):
        return None not in (self.cap, score) and score > self.cap


def coverage_of(period, indicator, parts, entries):
    """The Coverage of one indicator, or None where no criterion asks for all agencies.

    parts: what the assigned agencies bring, lead first; entries: what assessors said by hand, by unit.
    """
    rule = rules_for(period.instrument.slug).coverage.get(indicator.number)
    if rule is None:
        return None
    rows = [_covered(part.unit, part.is_lead, part.decided, entries.get(part.unit.pk), rule) for part in parts]
    assigned = {part.unit.pk for part in parts}
    more = sorted((row for pk, row in entries.items() if pk not in assigned), key=lambda row: row.unit.name)
    rows += [_covered(row.unit, False, None, row, rule) for row in more]
    return Coverage(rule.whole, rule.covers, tuple(rows))


def entries_of(period, number=None):
    """What assessors said by hand: indicator to unit to entry. One query."""
    rows = CoverageEntry.objects.filter(period=period).select_related("unit", "set_by")
    if number is not None:
        rows = rows.filter(indicator__number=number)
    found = {}
    for row in rows:
        found.setdefault(row.indicator_id, {})[row.unit_id] = row
    return found


def _covered(unit, is_lead, decided, entry, rule):
    if entry:
        state = entry.state
    elif decided is None:
        state = None
    else:
        state = State.MET if decided >= rule.whole else State.UNMET
    return Covered(unit, is_lead, decided, entry, state)
