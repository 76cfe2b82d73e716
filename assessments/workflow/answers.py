"""Filling: the claimed score, the explanation and the evidence of one answer."""

import hashlib

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from assessments import permissions
from assessments.completeness import filled_status
from assessments.models import Answer, Citation, Evidence, record
from assessments.validators.rejection import Rejected
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_answer

FIELDS = ("score", "explanation", "reply")
ANSWER_FULL = "Paling banyak {limit} bukti untuk satu jawaban. Hapus bukti yang tidak diperlukan, lalu tambahkan lagi"


@transaction.atomic
def save_answer(answer, *, by, version, **changes):
    """Write the changed fields if the answer still has `version`; raise Conflict with the current row otherwise.

    Compare and swap: of two officers who saved from the same version exactly one succeeds.
    Unchanged input changes nothing.
    """
    fresh = locked_answer(answer)
    permissions.require(permissions.may_edit(by, fresh))
    changes = {name: value for name, value in changes.items() if getattr(fresh, name) != value}
    if unknown := changes.keys() - set(FIELDS):
        raise ValueError(f"An answer has no field to fill called {', '.join(sorted(unknown))}.")
    if not changes:
        return fresh
    if fresh.version != version:
        raise Conflict(fresh)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.score_basis = Answer.Basis.ENTERED
    fresh.status = filled_status(fresh, fresh.has_evidence)
    written = Answer.objects.filter(pk=fresh.pk, version=version).update(
        **changes,
        score_basis=fresh.score_basis,
        status=fresh.status,
        version=F("version") + 1,
        updated_at=timezone.now(),
        updated_by=by,
    )
    if not written:
        raise Conflict(Answer.objects.get(pk=fresh.pk))
    fresh.version = version + 1
    record("answer.saved", by=by, assessment=fresh.assessment, target=f"answer:{fresh.pk}", **_summary(fresh, changes))
    return fresh


@transaction.atomic
def cite(answer, evidence, *, by, pages="", levels=()):
    """Add a proof to an answer as the next in order. A new row is stored with it, a removed one comes back."""
    fresh = locked_answer(answer)
    permissions.require(permissions.may_edit(by, fresh))
    if evidence.unit_id != fresh.assessment.unit_id:
        raise PermissionDenied("Bukti ini milik perangkat daerah lain.")
    require_room(fresh)
    if evidence.pk is None:
        evidence.save()
    elif evidence.removed_at:
        evidence.removed_at = evidence.removed_by = None
        evidence.save(update_fields=["removed_at", "removed_by"])
    last = fresh.citations.aggregate(last=Max("position"))["last"] or 0
    citation = Citation.objects.create(
        answer=fresh, evidence=evidence, position=last + 1, pages=pages, levels=sorted(set(levels))
    )
    _refresh_status(fresh)
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
def change_citation(citation, *, by, pages, levels):
    """Correct which pages and levels a proof is cited for."""
    fresh = locked_answer(citation.answer)
    permissions.require(permissions.may_edit(by, fresh))
    levels = sorted(set(levels))
    if (citation.pages, citation.levels) == (pages, levels):
        return citation
    Citation.objects.filter(pk=citation.pk).update(pages=pages, levels=levels)
    citation.pages, citation.levels = pages, levels
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
    """Take a proof off an answer. Used nowhere else, it leaves the library too; its row and file stay in history."""
    fresh = locked_answer(citation.answer)
    permissions.require(permissions.may_edit(by, fresh))
    evidence = citation.evidence
    citation.delete()
    for position, row in enumerate(fresh.citations.order_by("position"), 1):
        if row.position != position:
            Citation.objects.filter(pk=row.pk).update(position=position)
    if not evidence.citations.exists():
        Evidence.objects.filter(pk=evidence.pk).update(removed_at=timezone.now(), removed_by=by)
    _refresh_status(fresh)
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


def _refresh_status(answer):
    status = filled_status(answer, answer.citations.count())
    if status != answer.status:
        Answer.objects.filter(pk=answer.pk).update(status=status)
        answer.status = status


def _summary(answer, changes):
    """What the trail keeps of a save: the new score, and each text as it read, so that no version is lost."""
    kept = {"version": answer.version, "status": answer.status}
    for name, value in changes.items():
        if name == "score":
            kept[name] = None if value is None else str(value.normalize())
        else:
            kept[name] = {"text": value, "sha256": hashlib.sha256(value.encode()).hexdigest()}
    return kept
