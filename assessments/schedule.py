"""The stages of a period in order, each with the moment that ends it, and where the period stands now."""

from typing import NamedTuple

from django.utils import timezone


class Stage(NamedTuple):
    name: str
    begins_at: object
    ends_at: object
    is_done: bool
    is_current: bool


def stages_of(period, now=None):
    """The dates decide while the period is open; before, it is in preparation, and afterwards everything is done."""
    now = now or timezone.now()
    planned = [
        ("Pengisian", period.fill_opens_at, period.fill_closes_at),
        ("Perbaikan", None, period.repair_closes_at),
        ("Reviu", None, period.review_closes_at),
        ("Penutupan", None, period.closing_due_at),
    ]
    passed = len(planned) if period.is_closed else sum(ends_at < now for *_, ends_at in planned) * period.is_open
    # What is due last stays the current stage until somebody closes the period.
    current = min(passed, len(planned) - 1) if period.is_open else None
    preparation = Stage("Persiapan", None, None, not period.is_draft, period.is_draft)
    return [
        preparation,
        *(
            Stage(*stage, is_done=place < passed and place != current, is_current=place == current)
            for place, stage in enumerate(planned)
        ),
    ]
