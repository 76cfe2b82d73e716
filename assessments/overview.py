"""How far a period is, unit by unit: what the coordinator watches, and what leaders ask for."""

from django.db.models import Count, Q
from django.utils import timezone

from assessments.models import Answer
from assessments.permissions import fill_deadline


class Overview:
    """The assessments of one period with their progress, the late ones first. One query.

    `days_late` counts the begun days since filling ended, 0 for what was sent; `begun` the answers that hold anything.
    """

    def __init__(self, period, now=None):
        now = now or timezone.now()
        begun = Count("answers", filter=~Q(answers__status=Answer.Status.EMPTY))
        self.units = list(period.assessments.with_progress().annotate(begun=begun).select_related("unit", "period"))
        for row in self.units:
            overdue = now - fill_deadline(row)
            is_late = period.is_open and not row.submitted_at and overdue.total_seconds() > 0
            row.days_late = overdue.days + 1 if is_late else 0
        self.units.sort(key=lambda row: (not row.days_late, row.submitted_at is not None, row.begun > 0, row.unit.name))
        self.total = len(self.units)
        self.sent = sum(row.submitted_at is not None for row in self.units)
        self.late = [row for row in self.units if row.days_late]
        self.idle = [row for row in self.units if not row.begun]
        self.answers = sum(row.total for row in self.units)
        self.decided = sum(row.decided for row in self.units)
        self.waiting = sum(row.waiting for row in self.units)
