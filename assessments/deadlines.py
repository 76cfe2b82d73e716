"""How much time a unit has left, for the strip below the header."""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Extension
from assessments.permissions import fill_deadline


class Deadline(NamedTuple):
    """`now` is the server's; the page counts from it, not from the clock of the device."""

    subject: str
    closes_at: object
    now: object
    is_closed: bool
    days_left: int = 0
    hours_left: int = 0
    minutes_left: int = 0
    sent_at: object = None
    assigned: int = 0
    unfinished: int = 0
    tasks_url: str = ""
    is_extended: bool = False
    is_asked: bool = False
    extension_url: str = ""

    @property
    def is_last_day(self):
        return not self.is_closed and not self.days_left


def deadline_of(assessment, progress=None, *, tasks_url="", now=None):
    """The deadline that binds this assessment now; None where none does: not yet begun, decided, or closed."""
    period, now = assessment.period, now or timezone.now()
    if not period.is_open or now < period.fill_opens_at:
        return None
    if assessment.status in (Assessment.Status.DRAFT, Assessment.Status.AWAITING_HEAD):
        left = _until(fill_deadline(assessment), "Penilaian mandiri", progress, tasks_url, now)
        return left._replace(**_extension(assessment))
    if assessment.status == Assessment.Status.RETURNED:
        return _until(period.repair_closes_at, "Perbaikan", progress, tasks_url, now)
    if assessment.status == Assessment.Status.SUBMITTED:
        return Deadline("", fill_deadline(assessment), now, is_closed=True, sent_at=assessment.submitted_at)
    return None


def _until(closes_at, subject, progress, tasks_url, now):
    left = max(closes_at - now, timedelta(0))
    return Deadline(
        subject=subject,
        closes_at=closes_at,
        now=now,
        is_closed=now > closes_at,
        days_left=left.days,
        hours_left=left.seconds // 3600,
        minutes_left=left.seconds % 3600 // 60,
        assigned=progress.total if progress else 0,
        unfinished=progress.total - progress.done if progress else 0,
        tasks_url=tasks_url,
    )


def _extension(assessment):
    """What the strip says of more time. One query."""
    return {
        "is_extended": fill_deadline(assessment) > assessment.period.fill_closes_at,
        "is_asked": assessment.extensions.filter(state=Extension.State.ASKED).exists(),
        "extension_url": reverse("assessments:extension", args=[assessment.period.slug, assessment.unit.code]),
    }
