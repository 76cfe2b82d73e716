"""Filling: the evidence of one answer. What is typed is saved in `saving`."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from assessments import evidence_check, permissions
from assessments.completeness import chosen_level
from assessments.models import Citation, Evidence, record
from assessments.validators.rejection import Rejected
from assessments.workflow.judging import refresh_status
from assessments.workflow.locks import locked_answer

ANSWER_FULL = "Paling banyak {limit} bukti untuk satu jawaban. Hapus bukti yang tidak diperlukan, lalu tambahkan lagi"


@transaction.atomic
def cite(answer, evidence, *, by, pages="", levels=None, seen_open_at=None):
    """Add a proof to an answer as the next in order. A new row is stored with it, a removed one comes back.

    It is marked for the level that the answer has chosen, unless levels are given.
    """
    fresh = locked_answer(answer)
    permissions.require(permissions.may_edit(by, fresh, seen_open_at=seen_open_at))
    if evidence.unit_id != fresh.assessment.unit_id:
        raise PermissionDenied("Bukti ini milik perangkat daerah lain.")
    require_room(fresh)
    if evidence.pk is None:
        evidence_check.keep(evidence)
    else:  # even where the row looked present: it may have been removed since it was read
        Evidence.objects.filter(pk=evidence.pk).update(removed_at=None, removed_by=None, removed_reason="")
        evidence.removed_at, evidence.removed_by, evidence.removed_reason = None, None, ""
    last = fresh.citations.aggregate(last=Max("position"))["last"] or 0
    levels = chosen_level(fresh) if levels is None else sorted(set(levels))
    citation = Citation.objects.create(answer=fresh, evidence=evidence, position=last + 1, pages=pages, levels=levels)
    refresh_status(fresh)
    record(
        "answer.evidence_added",
        by=by,
        assessment=fresh.assessment,
        target=f"answer:{fresh.pk}",
        evidence=evidence.pk,
        title=evidence.title,
        sha256=evidence.sha256,
        url=evidence.url,
    )
    return citation


def require_room(answer):
    """Raise Rejected when the answer has as many proofs as one answer may have."""
    limit = settings.EVIDENCE_MAX_PER_ANSWER
    if answer.citations.count() >= limit:
        raise Rejected("answer_full", ANSWER_FULL.format(limit=limit))


@transaction.atomic
def change_citation(citation, *, by, pages, levels, seen_open_at=None):
    """Correct which pages and levels a proof is cited for."""
    fresh = locked_answer(citation.answer)
    permissions.require(permissions.may_edit(by, fresh, seen_open_at=seen_open_at))
    levels = sorted(set(levels))
    if (citation.pages, citation.levels) == (pages, levels):
        return citation
    Citation.objects.filter(pk=citation.pk).update(pages=pages, levels=levels, is_copy_unchecked=False)
    citation.pages, citation.levels = pages, levels
    refresh_status(fresh)
    record(
        "answer.citation_changed",
        by=by,
        assessment=fresh.assessment,
        target=f"answer:{fresh.pk}",
        evidence=citation.evidence_id,
        pages=pages,
        levels=levels,
    )
    return citation


@transaction.atomic
def remove_citation(citation, *, by):
    """Take a proof off an answer. It stays in the library of its unit, and in history."""
    fresh = locked_answer(citation.answer)
    permissions.require(permissions.may_edit(by, fresh))
    evidence = citation.evidence
    citation.delete()
    for position, row in enumerate(fresh.citations.order_by("position"), 1):
        if row.position != position:
            Citation.objects.filter(pk=row.pk).update(position=position)
    refresh_status(fresh)
    record(
        "answer.evidence_removed",
        by=by,
        assessment=fresh.assessment,
        target=f"answer:{fresh.pk}",
        evidence=evidence.pk,
        pages=citation.pages,
        levels=citation.levels,
    )
    return fresh
