"""Proofs that were taken off an answer and can be put back. The trail remembers how each was cited."""

from typing import NamedTuple

from assessments.models import Evidence


class Removed(NamedTuple):
    """A proof, and how it was cited before it was taken off."""

    evidence: Evidence
    use: dict


def removed_from(answer):
    """The proofs that an answer once had and has no more, the last removed first. At most two queries."""
    events = answer.assessment.events.filter(action="answer.evidence_removed", target=f"answer:{answer.pk}")
    last = {event.data["evidence"]: event for event in events.order_by("sequence")}
    if not last:
        return []
    rows = Evidence.objects.filter(pk__in=last).exclude(citations__answer=answer)
    rows = sorted(rows, key=lambda row: -last[row.pk].sequence)
    return [Removed(row, _use(last[row.pk].data)) for row in rows]


def _use(data):
    """As workflow.cite takes it."""
    return {
        "pages": data.get("pages", ""),
        "levels": data.get("levels", []),
        "after": data.get("after"),
        "is_copy_unchecked": data.get("unchecked", False),
    }
