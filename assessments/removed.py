"""Proofs that were taken off an answer and can be put back. The trail remembers them, with their pages and levels."""

from typing import NamedTuple

from assessments.models import Evidence


class Removed(NamedTuple):
    evidence: Evidence
    pages: str
    levels: list


def removed_from(answer):
    """The proofs that an answer once had and has no more, the last removed first. At most two queries."""
    events = answer.assessment.events.filter(action="answer.evidence_removed", target=f"answer:{answer.pk}")
    last = {event.data["evidence"]: event for event in events.order_by("sequence")}
    if not last:
        return []
    rows = Evidence.objects.filter(pk__in=last).exclude(citations__answer=answer)
    removed = [
        (last[row.pk].sequence, Removed(row, last[row.pk].data.get("pages", ""), last[row.pk].data.get("levels", [])))
        for row in rows
    ]
    return [proof for _, proof in sorted(removed, key=lambda pair: -pair[0])]
