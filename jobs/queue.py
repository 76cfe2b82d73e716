"""Ordering work: a row in the caller's transaction, and a message that wakes a worker once it is committed."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from jobs import tasks
from jobs.models import Job


def enqueue(kind, *, subject, key, payload=None):
    """Order a job, once for each key; returns its row. A rollback of the caller takes the order back with it."""
    values = {"kind": kind, "subject": str(subject), "payload": payload or {}, "woken_at": timezone.now()}
    job, is_new = Job.objects.get_or_create(key=key, defaults=values)
    if is_new:
        # A message that is lost here is sent again by the reaper, so it may not break what was saved.
        transaction.on_commit(partial(wake, job.pk), robust=True)
    return job


def wake(pk):
    tasks.run.enqueue(pk)
