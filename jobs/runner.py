"""Running one job: taken by compare and swap, held by a lease that is renewed, ended together with its effect."""

import logging
import secrets
import threading
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from jobs.models import MAX_ATTEMPTS, Job
from jobs.registry import Postponed, handler_of

logger = logging.getLogger(__name__)

MAX_ERROR = 2000


class LeaseLost(Exception):
    """Another worker has taken the job, because this one was silent for too long; nothing of it may count."""


def run(pk):
    """Do the job if it is due and nobody else does it; tells whether it was taken."""
    job = claim(pk)
    if job is None:
        return False
    try:
        _work(job)
    except LeaseLost:
        logger.warning("job was taken over by another worker", extra={"job": job.pk, "kind": job.kind})
    return True


def _work(job):
    try:
        with _lease_kept(job):
            effect = handler_of(job.kind)(job)
        finish(job, effect)
    except LeaseLost:
        raise
    except Postponed as error:
        postpone(job, error)
    except Exception as error:
        logger.exception("job failed", extra={"job": job.pk, "kind": job.kind, "attempt": job.attempts})
        fail(job, f"{type(error).__name__}: {error}")


def claim(pk):
    """Take the job, or return None. Of several workers exactly one changes the row, on either database."""
    now, holder = timezone.now(), secrets.token_hex(16)
    taken = Job.objects.due(now).filter(pk=pk, attempts__lt=MAX_ATTEMPTS)
    fields = {"state": Job.State.RUNNING, "holder": holder, "lease_until": now + lease(), "started_at": now}
    if not taken.update(attempts=F("attempts") + 1, **fields):
        return None
    return Job.objects.get(pk=pk)


def finish(job, effect=None):
    with transaction.atomic():
        _give_back(job, state=Job.State.DONE, finished_at=timezone.now(), error="")
        if effect:
            effect()


def postpone(job, error):
    """Back to waiting: the means were away, so the attempt does not count."""
    now = timezone.now()
    changes = {"attempts": F("attempts") - 1, "run_after": now + error.pause, "error": str(error)[:MAX_ERROR]}
    _give_back(job, state=Job.State.WAITING, **changes)


def fail(job, reason):
    """Back to the queue with a growing pause, or out of it after the last attempt."""
    now = timezone.now()
    if job.is_last_attempt:
        logger.error("job is given up", extra={"job": job.pk, "kind": job.kind, "subject": job.subject})
        changes = {"state": Job.State.DEAD, "finished_at": now}
    else:
        changes = {"state": Job.State.FAILED, "run_after": now + job.pause()}
    _give_back(job, error=reason[:MAX_ERROR], **changes)


def lease():
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _give_back(job, **changes):
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, holder=job.holder)
    if not mine.update(holder="", lease_until=None, woken_at=None, **changes):
        raise LeaseLost(job.pk)


@contextmanager
def _lease_kept(job):
    """Renew the lease from a thread of its own while the handler works."""
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(job, ended), daemon=True, name=f"lease-{job.pk}")
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()


def _renew(job, ended):
    while not ended.wait(settings.JOB_LEASE_SECONDS / 3):
        try:
            Job.objects.filter(pk=job.pk, holder=job.holder).update(lease_until=timezone.now() + lease())
        except Exception:  # the next beat tries again, and without any the lease ends
            logger.exception("lease was not renewed", extra={"job": job.pk})
    connection.close()
