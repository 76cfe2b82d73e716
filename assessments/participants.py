"""Who takes part in a new period unless somebody chooses otherwise."""

from accounts.models import Unit
from assessments.models import Period


def earlier_period(institution, year):
    """The nearest earlier period that was opened."""
    opened = institution.periods.exclude(status=Period.Status.DRAFT)
    return opened.filter(year__lt=year).order_by("-year").first() if year else None


def usual_participants(institution, earlier):
    """The codes of the active units that took part in the earlier period; all active ones without one."""
    units = institution.units.filter(is_active=True)
    if earlier is None:
        return set(units.values_list("code", flat=True))
    took_part = Unit.objects.filter(assignments__period=earlier).values("pk")
    if earlier.participants.exists():
        took_part = earlier.participants.values("pk")
    return set(units.filter(pk__in=took_part).values_list("code", flat=True))
