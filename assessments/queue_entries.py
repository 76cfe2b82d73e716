"""One answer in the queue: the row that is read of it, and where it stands in the order."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from assessments.models import Answer
from assessments.queue_choices import Order

_NEVER = datetime.max.replace(tzinfo=UTC)

COLUMNS = ("pk", "version", "indicator__number", "assessment", "status", "score")


class Flag(NamedTuple):
    """The one thing to know before opening an answer; a warning asks for care, the others tell."""

    text: str
    is_warning: bool = False


@dataclass(slots=True)
class Entry:
    """`last` is what the claim compares with, None without a comparable earlier result."""

    pk: int
    version: int
    number: int
    assessment_id: int
    status: str
    claimed: Decimal | None
    unit_id: int
    unit: str
    unit_code: str
    sent_at: datetime | None
    indicator: str
    aspect_id: int
    weight: Decimal
    last: Decimal | None
    influence: Decimal
    flag: Flag | None = None
    marks: tuple = ()
    is_unchanged: bool = False
    decided: Decimal | None = None
    held_by: str = ""
    doubt: str = ""

    @property
    def status_text(self):
        return Answer.Status(self.status).label

    @property
    def change(self):
        return None if None in (self.last, self.claimed) else self.claimed - self.last

    def key(self, order):
        if order == Order.NUMBER:
            return self.number, self.unit, self.pk
        if order == Order.UNIT:
            return self.unit, self.number, self.pk
        return -float(self.influence), self.sent_at or _NEVER, self.number, self.unit, self.pk


class Rows:
    """Makes entries of answers. Influence is weight x |claimed - last|: what the claim, if it stands, moves.

    Without an earlier result the last score counts as the lowest of the scale, because nothing has been shown yet.
    """

    def __init__(self, desk, last_year):
        self._lowest, self._places = desk.period.instrument.scale_min, desk.places
        self._known = {
            number: (indicator.short_name, indicator.aspect_id, indicator.weight, last_year.result_of(indicator))
            for number, indicator in desk.indicators.items()
        }

    def of(self, answers):
        for row in answers.order_by().values_list(*COLUMNS):
            place, claimed = self._places[row[3]], row[5]
            name, aspect, weight, earlier = self._known[row[2]]
            last = earlier and earlier.score_of(place[2])
            moved = 0 if claimed is None else abs(claimed - (self._lowest if last is None else last))
            yield Entry(*row, *place, name, aspect, weight, last, weight * moved)
