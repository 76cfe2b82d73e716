"""The slow checks of a stored file, as a job: it never delays an upload, and its failure never loses a file."""

from jobs import queue

KIND = "check_evidence"


def order(evidence):
    """Have a stored file checked; called in the transaction that stores its row."""
    return queue.enqueue(KIND, subject=evidence.pk, key=f"{KIND}:{evidence.pk}")


def check(job):
    """Do the slow part and return what writes its findings."""
    return None
