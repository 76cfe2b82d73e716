"""What the queue cannot see: workers that died with a job in their hands, and messages that never came."""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs import queue, runner
from jobs.models import Job
from jobs.registry import chores

logger = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=30)  # a message that nobody sees for so long was lost
MESSAGES_KEPT = timedelta(days=1)


def reap():
    """One round; whatever fails in it is told and does not keep the rest from being done."""
    for step in (take_back_expired, wake_due, remove_old_messages, *chores()):
        try:
            step()
        except Exception:
            logger.exception("a round of the reaper failed", extra={"step": step.__name__})


def take_back_expired():
    """The worker of these jobs is dead or was cut off; its attempt counts, so that a job that kills workers ends."""
    for job in Job.objects.expired():
        logger.warning("lease has expired", extra={"job": job.pk, "kind": job.kind, "attempt": job.attempts})
        try:
            runner.fail(job, "Pekerja berhenti di tengah pekerjaan.")
        except runner.LeaseLost:
            continue


def wake_due():
    """Send the message of each job that has none; one that was sent is missed once the queue is empty."""
    now = timezone.now()
    unheard = Q(woken_at__isnull=True)
    if not DBTaskResult.objects.ready().exists():
        unheard |= Q(woken_at__lt=now - PATIENCE)
    silent = Job.objects.due(now).filter(unheard)
    for pk, woken_at in silent.order_by("pk").values_list("pk", "woken_at")[:100]:
        if silent.filter(pk=pk, woken_at=woken_at).update(woken_at=now):
            queue.wake(pk)


def remove_old_messages():
    """Messages are of no use once they came, or once the worker that read them died."""
    DBTaskResult.objects.filter(status__in=["SUCCESSFUL", "FAILED", "RUNNING"]).filter(
        enqueued_at__lt=timezone.now() - MESSAGES_KEPT
    ).delete()
