"""How far first and second reader agree, by indicator and by assessor, and what is still to be brought together."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from accounts.models import Membership
from assessments import permissions
from assessments.models import Event, SecondReading


@dataclass
class Count:
    """Readings of one indicator or of one first assessor. `shift` adds up second minus first score."""

    label: str
    read: int = 0
    agreed: int = 0
    shift: Decimal = field(default_factory=Decimal)

    def add(self, reading):
        self.read += 1
        self.agreed += reading.verdict == SecondReading.Verdict.AGREES
        self.shift += reading.score - reading.review.score

    @property
    def percent(self):
        return round(100 * self.agreed / self.read)

    @property
    def mean_shift(self):
        return self.shift / self.read


class Agreement:
    """One reading of a period's sample for one person, in a fixed number of queries."""

    def __init__(self, period, user):
        self.period, self.user = period, user
        rows = SecondReading.objects.filter(period=period).select_related(
            "answer__assessment__unit",
            "answer__assessment__period",
            "answer__indicator",
            "review__assessor",
            "review__confirms",
            "reader",
            "settled_by",
        )
        self.readings = list(rows.order_by("answer__indicator__number", "answer__assessment__unit__name"))

    @property
    def open(self):
        return [row for row in self.readings if not row.verdict]

    @cached_property
    def mine(self):
        """Those that this person may read, as `permissions` would say of each; one query for all."""
        roles = self.user.roles_in(self.period.institution_id)
        if not permissions.scores_move(self.period) or all(m.role != Membership.Role.ASSESSOR for m in roles):
            return []
        own = {membership.unit_id for membership in roles}
        events = Event.objects.filter(assessment__period=self.period, actor=self.user, action__startswith="answer.")
        entered = set(events.values_list("assessment", flat=True).distinct())
        return [
            row
            for row in self.open
            if row.answer.assessment.unit_id not in own
            and row.answer.assessment_id not in entered
            and self.user.pk not in row.deciders
        ]

    @property
    def done(self):
        return [row for row in self.readings if row.verdict]

    @property
    def differing(self):
        """Those to be brought together."""
        return [row for row in self.done if row.verdict == SecondReading.Verdict.DIFFERS and not row.settled_at]

    @property
    def settled(self):
        return [row for row in self.done if row.settled_at]

    @property
    def total(self):
        return self._counted(lambda row: "Semua")[0] if self.done else None

    @property
    def by_indicator(self):
        return self._counted(lambda row: str(row.answer.indicator))

    @property
    def by_assessor(self):
        return sorted(self._counted(lambda row: row.review.assessor.name), key=lambda count: count.label)

    def _counted(self, name):
        counts = defaultdict(lambda: None)
        for row in self.done:
            label = name(row)
            counts[label] = counts[label] or Count(label)
            counts[label].add(row)
        return list(counts.values())
