"""The dates of a period as a picture: one bar for each window, on a scale of months."""

from dataclasses import dataclass
from datetime import timedelta

WIDTH, ROW, LEFT, TOP = 720, 34, 110, 26
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


@dataclass(frozen=True)
class Bar:
    name: str
    begins_at: object
    ends_at: object
    x: int
    y: int
    width: int

    @property
    def days(self):
        return (self.ends_at - self.begins_at).days + 1


@dataclass(frozen=True)
class Tick:
    x: int
    text: str


class Timeline:
    """`bars` is empty while a date is missing or stands before the one it follows."""

    def __init__(self, moments, zone):
        opens, fill, repair, review, closing = (moments.get(name) for name in ORDER)
        known = [moment for moment in (opens, fill, repair, review, closing) if moment]
        self.is_drawn = len(known) == len(ORDER) and known == sorted(known) and opens < closing
        self.bars, self.ticks = [], []
        if self.is_drawn:
            self.zone, self.first, self.last = zone, opens, closing
            spans = [("Pengisian", opens, fill), ("Perbaikan", fill, repair), ("Reviu", fill, review)]
            spans.append(("Penutupan", review, closing))
            self.bars = [self._bar(place, *span) for place, span in enumerate(spans)]
            self.ticks = list(self._ticks())
        self.width, self.height = WIDTH, TOP + ROW * len(self.bars) + 8
        self.left, self.bottom = LEFT, self.height - 6

    def _x(self, moment):
        share = (moment - self.first) / (self.last - self.first)
        return LEFT + round(share * (WIDTH - LEFT - 12))

    def _bar(self, place, name, begins_at, ends_at):
        x = self._x(begins_at)
        return Bar(name, begins_at, ends_at, x, TOP + place * ROW, max(self._x(ends_at) - x, 4))

    def _ticks(self):
        moment = self.first.astimezone(self.zone).replace(day=1, hour=0, minute=0)
        step = max(1, (self.last - self.first) // timedelta(days=300) + 1)
        place = 0
        while (moment := (moment + timedelta(days=32)).replace(day=1)) < self.last:
            place += 1
            if place % step == 0:
                yield Tick(self._x(moment), f"{MONTHS[moment.month - 1]} {moment.year}")


ORDER = ("fill_opens_at", "fill_closes_at", "repair_closes_at", "review_closes_at", "closing_due_at")
