"""Ordering the slow checks of a stored file: a job, so that it never delays an upload."""

from assessments import scanner
from assessments.models import Evidence
from jobs import queue

KIND = "check_evidence"


def keep(evidence):
    """Store the row of a new proof, and have its file checked."""
    evidence.save(force_insert=True)
    if evidence.is_file:
        order(evidence)


def order(evidence):
    """Have a stored file checked; called in the transaction that stores its row."""
    if scanner.is_on():
        Evidence.objects.filter(pk=evidence.pk).update(scan=Evidence.Scan.WAITING)
        evidence.scan = Evidence.Scan.WAITING
    return queue.enqueue(KIND, subject=evidence.pk, key=f"{KIND}:{evidence.pk}")
