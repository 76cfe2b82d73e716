"""Ordering work: a row in the caller's transaction, and a message that wakes a worker once it is committed."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from jobs import tasks
from jobs.models import Job

FEW = 5


def enqueue(kind, *, subject, key, payload=None):
    """Order a job, once for each key; returns its row. A rollback of the caller takes the order back with it."""
    values = {"kind": kind, "subject": str(subject), "payload": payload or {}, "woken_at": timezone.now()}
    job, is_new = Job.objects.get_or_create(key=key, defaults=values)
    if is_new:
        # A message that is lost here is sent again by the reaper, so it may not break what was saved.
        transaction.on_commit(partial(wake, job.pk), robust=True)
    return job


def enqueue_all(kind, keys):
    """Order many jobs of one kind, which nobody has ordered before: `keys` by subject. Returns the rows in order.

    A few are woken at once; of many the reaper sends the messages, so that the caller does not wait for that.
    """
    is_few, now = len(keys) <= FEW, timezone.now()
    jobs = Job.objects.bulk_create(
        Job(kind=kind, subject=subject, key=key, woken_at=now if is_few else None) for subject, key in keys.items()
    )
    for job in jobs if is_few else ():
        transaction.on_commit(partial(wake, job.pk), robust=True)
    return jobs


def wake(pk):
    tasks.run.enqueue(pk)
