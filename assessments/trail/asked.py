"""Which rows of the trail somebody asks for: of the events, and of what happened at the door."""

from typing import NamedTuple

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from accounts.models import AccessEvent, User
from assessments.models import Answer, Event, Evidence, Period
from assessments.trail.actions import Kind, codes_of

# Only these happen at the door; nothing else is told there, and they are told nowhere else.
DOOR = (Kind.ACCESS,)
BOTH = (Kind.PEOPLE,)


class Asked(NamedTuple):
    """What the filters say; nothing of it narrows where it is empty."""

    since: object = None
    until: object = None
    person: str = ""
    unit: object = None
    kind: str = ""
    indicator: int | None = None
    period: object = None
    target: str = ""


def events_of(institution, asked):
    """The events of an institution; None where the filters leave none, so that nobody looks for them."""
    if institution is None or asked.kind in DOOR:
        return None
    rows = _common(Event.objects.filter(institution=institution), asked)
    if asked.person:
        rows = rows.filter(actor__in=_people(asked.person))
    if asked.unit:
        proofs = _targets("evidence:", Evidence.objects.filter(unit=asked.unit))
        rows = rows.filter(Q(assessment__unit=asked.unit) | Q(assessment__isnull=True, target__in=proofs))
    if asked.target:
        rows = rows.filter(target=asked.target)
    if asked.indicator:
        return rows.filter(target__in=_indicator_targets(institution, asked))
    if asked.period:
        slug = asked.period.slug
        general = Q(assessment__isnull=True) & (Q(target=slug) | Q(target__startswith=f"{slug}:"))
        rows = rows.filter(Q(assessment__period=asked.period) | general)
    return rows


def accesses_of(institution, asked):
    """What happened at the door. It knows no indicator, period or object."""
    is_elsewhere = asked.kind and asked.kind not in (*DOOR, *BOTH)
    if is_elsewhere or asked.indicator or asked.period or asked.target:
        return None
    rows = _common(AccessEvent.objects.filter(institution=institution), asked)
    if asked.person:
        rows = rows.filter(_concerns(_people(asked.person)))
    if asked.unit:
        rows = rows.filter(_concerns(User.objects.filter(memberships__unit=asked.unit).values("pk")))
    return rows


def _common(rows, asked):
    if asked.since:
        rows = rows.filter(created_at__gte=asked.since)
    if asked.until:
        rows = rows.filter(created_at__lt=asked.until)
    return rows.filter(action__in=codes_of(asked.kind)) if asked.kind else rows


def _concerns(people):
    return Q(actor__in=people) | Q(person__in=people)


def _people(words):
    return User.objects.filter(Q(name__icontains=words) | Q(email__icontains=words)).values("pk")


def _targets(prefix, rows):
    return rows.annotate(told=Concat(Value(prefix), Cast(F("pk"), CharField()))).values("told")


def _indicator_targets(institution, asked):
    """How events name an indicator: by the answers to it, and by its number in a period."""
    answers = Answer.objects.filter(assessment__period__institution=institution, indicator__number=asked.indicator)
    periods = Period.objects.filter(institution=institution)
    if asked.period:
        answers, periods = answers.filter(assessment__period=asked.period), periods.filter(pk=asked.period.pk)
    numbered = [f"{slug}:{asked.indicator}" for slug in periods.values_list("slug", flat=True)]
    return [*(f"answer:{pk}" for pk in answers.values_list("pk", flat=True)), *numbered]
