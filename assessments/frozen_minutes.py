"""What the minutes of a period say beyond its scores: the team, when each stage was, and what was left open."""

from datetime import UTC

from assessments.models import Event, TeamMember
from assessments.stage_dates import Stage, visits_of

_INTERNAL = (Stage.FILLING, Stage.REVIEW, Stage.CONSOLIDATION, Stage.VALIDATION)


def minutes_content(period, closed_at, exceptions):
    return {
        "activity": period.activity,
        "team": _team(period),
        "stages": _stages(period, closed_at),
        "objections": _objections(period),
        "exceptions": exceptions,
    }


def _team(period):
    members = TeamMember.objects.filter(period=period).select_related("unit").order_by("name", "pk")
    order = list(TeamMember.Duty.values)
    return [
        {
            "name": member.name,
            "employee_number": member.employee_number,
            "position": member.position,
            "unit": member.unit.name,
            "duty": member.duty,
            "functions": member.functions,
            "decree_number": member.decree_number,
            "decree_date": member.decree_date and member.decree_date.isoformat(),
        }
        for member in sorted(members, key=lambda member: order.index(member.duty))
    ]


def _stages(period, closed_at):
    """From the first entry to the last leaving. The review begins when filling ends, where nobody began it before."""
    found = {}
    for visit in visits_of(period, until=closed_at):
        began, _ = found.get(visit.stage, (visit.began_at, None))
        found[visit.stage] = (began, visit.ended_at or closed_at)
    if Stage.REVIEW not in found and Stage.FILLING in found and period.fill_closes_at < closed_at:
        began, ended = found[Stage.FILLING]
        if began < period.fill_closes_at < ended:
            found[Stage.FILLING], found[Stage.REVIEW] = (began, period.fill_closes_at), (period.fill_closes_at, ended)
    return [
        {"stage": stage, "began_at": _time(found[stage][0]), "ended_at": _time(found[stage][1])}
        for stage in _INTERNAL
        if stage in found
    ]


def _objections(period):
    """How many there were and how many are decided, counted in the trail of the assessments."""
    events = Event.objects.filter(assessment__period=period, action__startswith="objection.")
    actions = list(events.values_list("action", flat=True))
    return {"filed": actions.count("objection.filed"), "decided": actions.count("objection.decided")}


def _time(moment):
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
