"""What the slow checks of a stored file found, written by the worker: nobody's act, so the trail names no person."""

from django.db import transaction
from django.utils import timezone

from assessments.models import Evidence, record
from assessments.workflow.evidence import locked_chain
from assessments.workflow.judging import locked_unsent, refresh_status


@transaction.atomic
def note_scanned(evidence, *, virus):
    """Keep the scanner's verdict, once. A file with a virus stays where it is, and is told of in the trail."""
    found = Evidence.Scan.INFECTED if virus else Evidence.Scan.CLEAN
    answers, chain = (locked_unsent(evidence), locked_chain(evidence)) if virus else ([], {})
    open_states = [Evidence.Scan.OFF, Evidence.Scan.WAITING]
    rows = Evidence.objects.filter(pk=evidence.pk, scan__in=open_states)
    if rows.update(scan=found, scanned_at=timezone.now()) and virus:
        target = f"evidence:{evidence.pk}"
        record("evidence.infected", by=None, target=target, sha256=evidence.sha256, virus=virus, **chain)
        for answer in answers:
            refresh_status(answer)
    evidence.refresh_from_db(fields=["scan", "scanned_at"])
    return evidence


def note_checked(evidence, *, pages, has_text_layer):
    """Keep what the pages showed; what is no PDF has no pages."""
    Evidence.objects.filter(pk=evidence.pk).update(is_checked=True, page_count=pages, has_text_layer=has_text_layer)
