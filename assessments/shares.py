"""Who reviews what of a period, as the coordinator shared it out. One query."""

from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from accounts.models import Membership
from assessments.models import ReviewAssignment
from assessments.querysets import Gathered


class Share(NamedTuple):
    """An assessor's part: an aspect of all units, all of a unit, or one aspect of one unit. `homes`: the own units."""

    pk: int
    assessor_id: int
    assessor: str
    aspect_id: int | None
    unit_id: int | None
    homes: frozenset

    def covers(self, aspect_id, unit_id):
        return self.aspect_id in (None, aspect_id) and self.unit_id in (None, unit_id)


class Shares:
    def __init__(self, period):
        homes = Membership.objects.filter(
            user=OuterRef("assessor"), institution=period.institution_id, unit__isnull=False
        )
        homes = homes.order_by().values("user").annotate(found=Gathered("unit")).values("found")
        rows = ReviewAssignment.objects.filter(period=period).annotate(homes=Subquery(homes)).order_by("assessor__name")
        found = rows.values_list("pk", "assessor", "assessor__name", "aspect", "unit", "homes")
        self.rows = [Share(*row[:5], frozenset(row[5] or ())) for row in found]

    def of(self, user):
        """The shares of one assessor; none for everybody else."""
        return [share for share in self.rows if share.assessor_id == user.pk]

    def of_answer(self, aspect_id, unit_id):
        return [share for share in self.rows if share.covers(aspect_id, unit_id)]

    def others_for(self, aspect_id, unit_id, user):
        """The names of those besides this person to whom an answer goes and who are not of its unit."""
        free = [s for s in self.of_answer(aspect_id, unit_id) if unit_id not in s.homes and s.assessor_id != user.pk]
        return list(dict.fromkeys(share.assessor for share in free))
