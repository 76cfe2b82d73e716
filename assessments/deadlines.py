"""How much time a unit has left, for the strip below the header."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from assessments.models import Assessment


class Deadline(NamedTuple):
    subject: str
    closes_at: object
    is_closed: bool
    days_left: int
    hours_left: int
    minutes_left: int
    sent_at: object = None
    assigned: int = 0
    unfinished: int = 0
    tasks_url: str = ""


def deadline_of(assessment, progress=None, *, tasks_url="", now=None):
    """The deadline that binds this assessment now; None where none does: not yet begun, decided, or closed."""
    period, now = assessment.period, now or timezone.now()
    waits = assessment.status in (Assessment.Status.DRAFT, Assessment.Status.AWAITING_HEAD)
    if not period.is_open or now < period.fill_opens_at:
        return None
    if waits:
        return _until(period.fill_closes_at, "Penilaian mandiri", progress, tasks_url, now)
    if assessment.status == Assessment.Status.RETURNED:
        return _until(period.repair_closes_at, "Perbaikan", progress, tasks_url, now)
    if assessment.status == Assessment.Status.SUBMITTED:
        return Deadline("", period.fill_closes_at, True, 0, 0, 0, sent_at=assessment.submitted_at)
    return None


def _until(closes_at, subject, progress, tasks_url, now):
    left = max(closes_at - now, timedelta(0))
    return Deadline(
        subject=subject,
        closes_at=closes_at,
        is_closed=now > closes_at,
        days_left=left.days,
        hours_left=left.seconds // 3600,
        minutes_left=left.seconds % 3600 // 60,
        assigned=progress.total if progress else 0,
        unfinished=progress.total - progress.done if progress else 0,
        tasks_url=tasks_url,
    )
