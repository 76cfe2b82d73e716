"""Events and what happened at the door as one list, the newest first, page by page from a place in time.

A page begins behind a row (its place: time, table, key), not at a number. So it costs the same however long the trail
is, and rows that come in meanwhile move nothing.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform

from assessments.models import Event
from assessments.trail.asked import accesses_of, events_of

PAGE_SIZE, CHUNK = 25, 2000
EVENT, ACCESS = "e", "a"
_RANKS = {ACCESS: 0, EVENT: 1}


class Place(NamedTuple):
    """Where a row stands. Sorts as the list does, the oldest first."""

    at: datetime
    rank: int
    pk: int

    def __str__(self):
        table = next(letter for letter, rank in _RANKS.items() if rank == self.rank)
        return f"{self.at.isoformat()}~{table}~{self.pk}"

    @classmethod
    def parse(cls, text):
        """The place that a text names; ValueError where it names none."""
        at, table, pk = text.split("~")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or table not in _RANKS or not pk.isdecimal() or len(pk) > 18:
            raise ValueError("No place in the trail")
        return cls(moment, _RANKS[table], int(pk))


class Page(NamedTuple):
    """Some rows, the newest first, and the places from which one goes on to newer and to older ones."""

    rows: list
    newer: Place | None
    older: Place | None


def page_of(institution, asked, *, before=None, after=None):
    """The rows before a place (older), or after it (newer), or the newest of all. At most two queries."""
    forward = after is not None
    place = after if forward else before
    found = _some(institution, asked, place, PAGE_SIZE + 1, forward=forward, shown=True)
    has_more, rows = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if forward:
        rows.reverse()
    newer = rows and (has_more if forward else bool(place))
    older = rows and (True if forward else has_more)
    return Page(rows, place_of(rows[0]) if newer else None, place_of(rows[-1]) if older else None)


def chunks_of(institution, asked):
    """Every row that is asked for, the newest first, some at a time: no query is long, and no memory runs full."""
    place = None
    while rows := _some(institution, asked, place, CHUNK):
        yield rows
        place = place_of(rows[-1])


def _some(institution, asked, place, limit, *, forward=False, shown=False):
    """The next rows from a place on, in the direction of reading."""
    found = []
    for rank, rows in _tables(institution, asked):
        rows = _beyond(rows, rank, place, forward) if place else rows
        rows = _shown(rows, rank) if shown else _related(rows, rank)
        order = ("created_at", "pk") if forward else ("-created_at", "-pk")
        found += rows.order_by(*order)[:limit]
    found.sort(key=place_of, reverse=not forward)
    return found[:limit]


def place_of(row):
    return Place(row.created_at, _RANKS[EVENT if isinstance(row, Event) else ACCESS], row.pk)


def _tables(institution, asked):
    tables = {EVENT: events_of(institution, asked), ACCESS: accesses_of(institution, asked)}
    return [(_RANKS[letter], rows) for letter, rows in tables.items() if rows is not None]


def _beyond(rows, rank, place, forward):
    """The rows of one table that lie behind a place in the direction of reading."""
    side, at = ("gt", "gte") if forward else ("lt", "lte")
    if rank == place.rank:
        return rows.filter(
            Q(**{f"created_at__{side}": place.at}) | Q(**{f"pk__{side}": place.pk}), **{f"created_at__{at}": place.at}
        )
    is_behind = rank > place.rank if forward else rank < place.rank
    return rows.filter(**{f"created_at__{at if is_behind else side}": place.at})


def _related(rows, rank):
    if rank == _RANKS[EVENT]:
        return rows.select_related("actor", "assessment__unit", "assessment__period", "institution")
    return rows.select_related("actor", "person", "institution")


def _shown(rows, rank):
    """With the score that the answer had before, which the same trail tells."""
    rows = _related(rows, rank)
    if rank != _RANKS[EVENT]:
        return rows
    saved = Event.objects.filter(target=OuterRef("target"), action="answer.saved", pk__lt=OuterRef("pk"))
    score = KeyTextTransform("score", "data")
    earlier = saved.filter(data__has_key="score").order_by("-pk").annotate(was=score).values("was")[:1]
    return rows.annotate(earlier_score=Subquery(earlier, output_field=CharField()))
