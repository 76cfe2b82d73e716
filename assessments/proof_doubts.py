"""What speaks against the proofs of many answers at once: that they cannot be opened, or are older than they may be."""

from collections import defaultdict

from django.conf import settings

from assessments.evidence_age import age_rule, has_lapsed, is_too_old
from assessments.models import Citation, Evidence

UNSCANNED = "Bukti belum dipindai"
LAPSED = "Bukti lewat masa berlaku"
_FIELDS = ("kind", "document_kind", "document_date", "valid_until", "scan", "dead_at", "removed_at", "stored_name")


def read_proofs(answers):
    """Levels and proof of every citation, by answer. One query."""
    found = defaultdict(list)
    rows = Citation.objects.filter(answer__in=answers).order_by("answer", "position").select_related("evidence")
    for citation in rows.only("answer", "levels", *(f"evidence__{name}" for name in _FIELDS)):
        found[citation.answer_id].append((citation.levels, citation.evidence))
    return found


def cannot_open(proofs):
    """Why one of the proofs cannot be opened, in a few words; empty where all can."""
    for _, evidence in proofs:
        if evidence.dead_at:
            return "Tautan tidak dapat dibuka"
        if evidence.scan == Evidence.Scan.INFECTED or evidence.removed_at:
            return "Berkas tidak dapat dibuka"
    return ""


def too_old(proofs, indicator, period, score):
    """Which age one of the proofs is past, with the number of the rules; empty where none is."""
    for levels, evidence in proofs:
        levels = levels or ([] if score is None else [int(score)])
        if is_too_old(evidence, indicator, period, levels):
            return f"Bukti > {age_rule(indicator, evidence.document_kind, levels).max_years} tahun"
    return LAPSED if any(has_lapsed(evidence, period) for _, evidence in proofs) else ""


def unscanned(proofs):
    """A file that the scanner has not seen. Where the portal has no scanner, nothing waits for one."""
    waiting = {Evidence.Scan.WAITING, *([Evidence.Scan.OFF] if settings.CLAMD_ADDRESS else [])}
    return UNSCANNED if any(e.is_file and e.scan in waiting for _, e in proofs) else ""


def doubt_of(proofs, indicator, period, score):
    """The first thing that keeps an answer from being accepted unread; empty where nothing does."""
    return cannot_open(proofs) or too_old(proofs, indicator, period, score) or unscanned(proofs)
