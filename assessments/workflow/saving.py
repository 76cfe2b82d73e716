"""Saving what was typed: each field of an answer by a version of its own, and all that was typed kept as history."""

import hashlib
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from assessments import permissions
from assessments.completeness import chosen_level, filled_status
from assessments.history import changed_fields, used_before
from assessments.models import Answer, Citation, Revision, record
from assessments.prepared import update_row
from assessments.workflow.errors import Conflict
from assessments.workflow.reads import locked_answer_of

Origin = Revision.Origin


class Outcome(NamedTuple):
    """An answer after a save, what was written, and what was not because somebody else wrote that field meanwhile."""

    answer: Answer
    saved: dict
    refused: dict


def save_answer(answer, *, by, seen, origin=Origin.TYPED, seen_open_at=None, **changes):
    """Write each changed field that still has the version in `seen`; raise Conflict about the others afterwards.

    Compare and swap, field by field: of two officers who changed the same field from the same version exactly one
    succeeds, and changes of different fields meet without a word. What lost is kept as history. Unchanged input
    changes nothing.
    """
    with transaction.atomic():
        fresh = locked_answer_of(answer, by=by)
        outcome = save_locked(fresh, by=by, seen=seen, origin=origin, seen_open_at=seen_open_at, **changes)
    if outcome.refused:
        raise Conflict(outcome.answer, fields=list(outcome.refused), saved=list(outcome.saved))
    return outcome.answer


def restore(revision, *, by, seen, fields):
    """Let these fields read again as in an earlier version, all or none; what they replace stays in history."""
    with transaction.atomic():
        fresh = locked_answer_of(revision.answer, by=by)
        changes = {name: getattr(revision, name) for name in fields if getattr(fresh, name) != getattr(revision, name)}
        if stale := [name for name in changes if fresh.versions[name] != seen.get(name)]:
            raise Conflict(fresh, fields=stale)
        return save_locked(fresh, by=by, seen=seen, origin=Origin.RESTORED, **changes).answer


def save_locked(fresh, *, by, seen, origin=Origin.TYPED, seen_open_at=None, **changes):
    """The same for an answer that this transaction has locked; what was refused is told in the Outcome."""
    permissions.require(permissions.may_edit(by, fresh, seen_open_at=seen_open_at))
    if unknown := changes.keys() - set(Answer.FIELDS):
        raise ValueError(f"An answer has no field to fill called {', '.join(sorted(unknown))}.")
    changes = {name: value for name, value in changes.items() if getattr(fresh, name) != value}
    versions, now = fresh.versions, timezone.now()
    refused = {name: value for name, value in changes.items() if versions[name] != seen.get(name)}
    saved = {name: value for name, value in changes.items() if name not in refused}
    if fresh.lost and origin == Origin.TYPED and _settles(fresh.lost, saved):
        origin = Origin.SETTLED
    if saved and not _write(fresh, saved, by, origin, now):
        fresh, saved, refused = Answer.objects.with_parents().get(pk=fresh.pk), {}, changes
    if saved:
        _keep(fresh, by, origin, now)
        _tell(fresh, by, origin, saved)
    if refused:
        _keep_refused(fresh, by, refused, now)
    return Outcome(fresh, saved, refused)


@transaction.atomic
def keep_late(answer, *, by, **changes):
    """Keep in history what came when the answer could not be changed any more. The answer stays as it is."""
    fresh = locked_answer_of(answer, by=by)
    permissions.require(permissions.may_keep_late(by, fresh))
    changes = {name: value for name, value in changes.items() if getattr(fresh, name) != value}
    if changes and _keep_refused(fresh, by, changes, timezone.now(), origin=Origin.LATE):
        record(
            "answer.late",
            by=by,
            assessment=fresh.assessment,
            target=f"answer:{fresh.pk}",
            head=fresh.head,
            **_told(changes),
        )


def _settles(pk, saved):
    """Whether a save answers the conflict that this person lost just before: it is about the field that was refused."""
    lost = Revision.objects.select_related("answer").get(pk=pk)
    return bool(saved.keys() & set(changed_fields(lost, used_before(lost))))


def _write(fresh, changes, by, origin, now):
    """The compare and swap. Its lock makes a miss impossible; the row is asked all the same."""
    unchanged = {f"{name}_version": getattr(fresh, f"{name}_version") for name in changes}
    was_open = fresh.score is None
    for name, value in changes.items():
        setattr(fresh, name, value)
    if was_open:
        _mark_proofs(fresh)
    fresh.score_basis = Answer.Basis.ENTERED
    fresh.status = filled_status(fresh)
    if "explanation" in changes and origin != Origin.COPIED:
        fresh.is_copy_unchecked = False
    values = {"score_basis": fresh.score_basis, "status": fresh.status, "is_copy_unchecked": fresh.is_copy_unchecked}
    values |= {"updated_at": now, "updated_by": by.pk, **changes}
    written = update_row(Answer, fresh.pk, values, where=unchanged, raised=("version", *unchanged))
    for name in ("version", *unchanged):
        setattr(fresh, name, getattr(fresh, name) + 1)
    fresh.updated_at, fresh.updated_by = now, by
    return bool(written)


def _mark_proofs(fresh):
    """Proofs that came before any level was chosen support the first one, as those that come later do."""
    levels = chosen_level(fresh)
    if levels and [] in (fresh.cited_levels or ()):
        Citation.objects.filter(answer=fresh, levels=[]).update(levels=levels)
        fresh.cited_levels = [marked or levels for marked in fresh.cited_levels]
        fresh.spoiled_proofs = [(*proof, marked or levels) for *proof, marked in fresh.spoiled_proofs or ()]


def _keep(fresh, by, origin, now):
    """The answer as it stands now: in the row of the same sitting, where the person goes on typing, or in a new one."""
    state = {"version": fresh.version, "saved_at": now, **{name: getattr(fresh, name) for name in Answer.FIELDS}}
    if fresh.sitting and origin == Origin.TYPED:
        update_row(Revision, fresh.sitting, state)
    else:
        Revision.objects.create(answer=fresh, author=by, origin=origin, started_at=now, **state)


def _keep_refused(fresh, by, refused, now, origin=Origin.REFUSED):
    """What lost a conflict, among the fields as they stand. Sent again, it is not kept twice; whether it was kept."""
    state = {name: refused.get(name, getattr(fresh, name)) for name in Answer.FIELDS}
    lost = fresh.revisions.filter(author=by, is_used=False)
    if lost.filter(started_at__gte=now - Revision.SITTING, **state).exists():
        return False
    kept = {"author": by, "origin": origin, "is_used": False, "version": fresh.version}
    fresh.revisions.create(started_at=now, saved_at=now, **kept, **state)
    return True


def _tell(fresh, by, origin, changes):
    """The trail holds the score and a digest of each text; how a text read is history (Revision)."""
    kept = {"version": fresh.version, "status": fresh.status}
    if origin != Origin.TYPED:
        kept["origin"] = str(origin)
    kept |= _told(changes)
    record("answer.saved", by=by, assessment=fresh.assessment, target=f"answer:{fresh.pk}", head=fresh.head, **kept)


def _told(changes):
    told = {}
    for name, value in changes.items():
        if name == "score":
            told[name] = None if value is None else str(value.normalize())
        else:
            told[name] = {"sha256": hashlib.sha256(value.encode()).hexdigest(), "characters": len(value)}
    return told
