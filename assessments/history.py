"""The history of an answer: who wrote what, version by version."""

from typing import NamedTuple

from assessments.models import Revision


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
