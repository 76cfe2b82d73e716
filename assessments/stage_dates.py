"""When a period entered and left its stages, as the trail of the institution tells it."""

from typing import NamedTuple

from assessments.models import Period

Stage = Period.Stage
_ENTERED = {
    "period.created": Stage.PREPARATION,
    "period.opened": Stage.FILLING,
    "period.closed": Stage.SIGNING,
    "period.reopened": Stage.CONSOLIDATION,
}


class Visit(NamedTuple):
    """One stay in a stage; `event` is what began it, `ended_at` is None where the period stands now."""

    stage: Stage
    began_at: object
    ended_at: object
    event: object
    left_by: object = None


def visits_of(period, until=None):
    """Every stay in order; up to a moment where one is given. One query."""
    events = period.institution.events.filter(target=period.slug, action__in=[*_ENTERED, "period.moved"])
    events = list(events.order_by("sequence").select_related("actor"))
    rows = [event for event in events if until is None or event.created_at <= until]
    pairs = zip(rows, [*rows[1:], None], strict=False)
    return [_visit(event, after) for event, after in pairs]


def last_visits(visits):
    """Stage to the latest stay in it."""
    return {visit.stage: visit for visit in visits}


def _visit(event, after):
    stage = _ENTERED.get(event.action) or Stage(event.data["to"])
    return Visit(stage, event.created_at, after and after.created_at, event, after)
