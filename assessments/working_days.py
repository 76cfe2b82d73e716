"""Days on which offices work: all but Saturdays and Sundays. Public holidays are not known to the portal."""

from datetime import datetime, time, timedelta

from django.utils import timezone

REPAIR_DAYS = 5
_SATURDAY = 5


def after(day, count):
    """The day that lies so many working days after another."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def end_of(day, zone):
    return datetime.combine(day, time(23, 59), tzinfo=zone)


def default_due(period, now=None):
    """When a unit is asked to have repaired its answer: in five working days, never after the repair deadline."""
    now = now or timezone.now()
    zone = period.institution.zone
    return min(end_of(after(now.astimezone(zone).date(), REPAIR_DAYS), zone), period.repair_closes_at)


def due_on(day, period):
    """The end of a chosen day, or the repair deadline where that ends the same day."""
    zone = period.institution.zone
    last = period.repair_closes_at
    return last if day == last.astimezone(zone).date() else end_of(day, zone)
