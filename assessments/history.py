"""The history of an answer: who wrote what, version by version."""

from typing import NamedTuple

from django.db.models import Q

from assessments.differences import steps_between
from assessments.models import Answer, Event, Revision
from assessments.tokens import read_names, shown


class Writer(NamedTuple):
    """Who wrote a field as it stands, and when."""

    name: str
    pk: int | None
    at: object


def writers_of(answer, fields):
    """For each field the person who wrote it as it stands now: the first of the newest versions that hold it so.

    Whoever saved the answer last may have changed another field.
    """
    kept = Revision.objects.filter(answer=answer.pk, is_used=True).order_by("-pk")
    rows = list(kept.values("author", "author__name", "saved_at", *fields)[:200])
    return {field: _writer(answer, field, rows) for field in fields}


def _writer(answer, field, rows):
    found = None
    for row in rows:
        if row[field] != getattr(answer, field):
            break
        found = row
    if found:
        return Writer(found["author__name"], found["author"], found["saved_at"])
    by = answer.updated_by
    return Writer(by.name if by else "", by.pk if by else None, answer.updated_at)


def describer_of(citation, field):
    """Who wrote a field of a proof, or of its use by this answer, as it stands; nobody where the trail is silent."""
    proof = citation.evidence_id
    if field in ("pages", "levels"):
        value = getattr(citation, field)
        told = Q(action="answer.citation_changed", target=f"answer:{citation.answer_id}", data__evidence=proof)
    else:
        value = getattr(citation.evidence, field)
        told = Q(action="answer.evidence_described", data__evidence=proof)
        told |= Q(action="evidence.described", target=f"evidence:{proof}")
    events = Event.objects.filter(told, data__has_key=field).select_related("actor").order_by("-created_at", "-pk")
    last = events.first()
    if last is None or last.data[field] not in (value, value and str(value)):
        return Writer("", None, None)
    return Writer(last.actor.name, last.actor_id, last.created_at)


class Entry(NamedTuple):
    """One version, and what it changed against the one before it."""

    revision: Revision
    score: tuple | None
    texts: dict
    is_current: bool

    @property
    def is_unchanged(self):
        return self.score is None and not self.texts


def entries_of(answer, revisions, older):
    """What each of these versions changed, the newest first; `older` is the used version before the last of them."""
    _read_names(answer, [*revisions, *filter(None, [older])])
    used = [row for row in revisions if row.is_used] + [older or Revision(answer=answer)]
    entries = []
    for row in revisions:
        before = next(found for found in used if found.pk is None or found.pk < row.pk)
        entries.append(_entry(answer, row, before))
    return entries


def changed_fields(revision, before):
    """The fields in which a version differs from the one before it."""
    return [name for name in Answer.FIELDS if getattr(revision, name) != getattr(before, name)]


def used_before(revision):
    """The version that this one followed; an empty one before the first."""
    earlier = revision.answer.revisions.filter(is_used=True, pk__lt=revision.pk).order_by("-pk")
    return earlier.first() or Revision(answer=revision.answer)


def _entry(answer, row, before):
    changed = changed_fields(row, before)
    texts = {
        name: steps_between(shown(getattr(before, name), answer), shown(getattr(row, name), answer))
        for name in changed
        if name != "score"
    }
    score = (before.score, row.score) if "score" in changed else None
    is_current = all(getattr(row, name) == getattr(answer, name) for name in Answer.FIELDS)
    return Entry(row, score, texts, is_current and row.is_used)


def _read_names(answer, revisions):
    texts = [text for row in revisions for text in (row.explanation, row.reply)]
    if any("[[bukti:" in text for text in texts):
        read_names([answer], texts=texts)
