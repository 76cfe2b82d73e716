"""Citing: the proofs of one answer, in their order, with pages and levels. What is typed is saved in `saving`."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from assessments import evidence_check, permissions
from assessments.completeness import chosen_level
from assessments.models import Citation, Evidence, record
from assessments.validators.rejection import Rejected
from assessments.workflow.errors import Conflict, unclashed
from assessments.workflow.judging import refresh_status
from assessments.workflow.locks import locked_answer

ANSWER_FULL = "Paling banyak {limit} bukti untuk satu jawaban. Hapus bukti yang tidak diperlukan, lalu tambahkan lagi"

SAME_LINK = "Tautan ini sudah menjadi bukti {letter} pada jawaban ini, “{title}”. Ubah judulnya di sana bila perlu"
TAKEN_OFF = "Bukti ini sudah dihapus dari jawaban ini. Kembalikan dari daftar di bawah bukti, lalu tulis lagi"


@transaction.atomic
def cite(answer, evidence, *, by, pages="", levels=None, after=None, is_copy_unchecked=False, seen_open_at=None):
    """Add a proof to an answer: as the next in order, or behind the proofs `after`, where it stood.

    A new row is stored with it, a removed one comes back. It is marked for the level that the answer has chosen,
    unless levels are given. A new link that the answer has already is not doubled: what comes twice is done once.
    """
    fresh = locked_answer(answer)
    permissions.require(permissions.may_edit(by, fresh, seen_open_at=seen_open_at))
    if evidence.unit_id != fresh.assessment.unit_id:
        raise PermissionDenied("Bukti ini milik perangkat daerah lain.")
    if twin := _cited(fresh, evidence) or _same_link(fresh, evidence):
        return twin
    require_room(fresh)
    _keep(evidence)
    use = {"pages": pages, "levels": chosen_level(fresh) if levels is None else sorted(set(levels))}
    use |= {"position": _free_position(fresh, after), "is_copy_unchecked": is_copy_unchecked}
    citation = Citation.objects.create(answer=fresh, evidence=evidence, **use)
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


def _cited(answer, evidence):
    """The citation that another request made since this one looked."""
    return answer.citations.filter(evidence=evidence).first() if evidence.pk else None


def _same_link(answer, evidence):
    """The citation of the same address with the same title; raise Rejected where the title is another one."""
    if evidence.pk is not None or evidence.is_file:
        return None
    links = answer.citations.filter(evidence__kind=evidence.kind, evidence__url=evidence.url)
    twin = links.select_related("evidence").first()
    if twin and twin.evidence.title != evidence.title:
        raise Rejected("cited", SAME_LINK.format(letter=twin.letter, title=twin.evidence.title))
    return twin


def _free_position(answer, after):
    """The place behind these proofs, from which the others move on by one; without them the next one."""
    places = dict(answer.citations.order_by("-position").values_list("evidence", "position"))
    if after is None:
        return max(places.values(), default=0) + 1
    wanted = max((places.get(pk, 0) for pk in after), default=0) + 1
    for pk, position in places.items():
        if position >= wanted:
            Citation.objects.filter(answer=answer, evidence=pk).update(position=position + 1)
    return wanted


def _keep(evidence):
    """Store a new row; bring a removed one back, even where it looked present: it may have gone since it was read."""
    if evidence.pk is None:
        evidence_check.keep(evidence)
    else:
        Evidence.objects.filter(pk=evidence.pk).update(removed_at=None, removed_by=None, removed_reason="")
        evidence.removed_at, evidence.removed_by, evidence.removed_reason = None, None, ""


def require_room(answer):
    """Raise Rejected when the answer has as many proofs as one answer may have."""
    limit = settings.EVIDENCE_MAX_PER_ANSWER
    if answer.citations.count() >= limit:
        raise Rejected("answer_full", ANSWER_FULL.format(limit=limit))


def change_citation(citation, *, by, seen, seen_open_at=None, **changes):
    """Correct which `pages` and `levels` a proof is cited for, where nobody else did since they were `seen`.

    Conflict is raised about what is not written, Rejected where the proof was taken off meanwhile.
    """
    if unknown := changes.keys() - {"pages", "levels"}:
        raise ValueError(f"The use of a proof has no field called {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        fresh = locked_answer(citation.answer)
        permissions.require(permissions.may_edit(by, fresh, seen_open_at=seen_open_at))
        stored = fresh.citations.select_related("evidence").filter(pk=citation.pk).first()
        if stored is None:
            raise Rejected("uncited", TAKEN_OFF)
        if "levels" in changes:
            changes["levels"] = sorted(set(changes["levels"]))
        changes, refused = unclashed(stored, seen, changes)
        if changes:
            _write_use(fresh, stored, by, changes)
    if refused:
        raise Conflict(stored, fields=refused, saved=list(changes))
    return stored


def _write_use(answer, citation, by, changes):
    for name, value in changes.items():
        setattr(citation, name, value)
    citation.is_copy_unchecked = False
    citation.save(update_fields=[*changes, "is_copy_unchecked"])
    refresh_status(answer)
    record(
        "answer.citation_changed",
        by=by,
        assessment=answer.assessment,
        target=f"answer:{answer.pk}",
        evidence=citation.evidence_id,
        **changes,
    )


@transaction.atomic
def remove_citation(citation, *, by):
    """Take a proof off an answer. It stays in the library of its unit, and in history."""
    fresh = locked_answer(citation.answer)
    permissions.require(permissions.may_edit(by, fresh))
    evidence = citation.evidence
    before = fresh.citations.filter(position__lt=citation.position).order_by("position")
    before = list(before.values_list("evidence", flat=True))
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
        after=before,
        unchecked=citation.is_copy_unchecked,
    )
    return fresh
