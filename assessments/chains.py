"""The hash chains of the trail: each row is proved against the row before it, and against anchors kept outside.

A chain proves that its rows are whole and in order. That its end was not cut off, and that it was not written anew from
the first row, only a note that was kept elsewhere can prove: an anchor, the heads of all chains at one moment.
"""

import hashlib
import json
from contextlib import nullcontext
from datetime import UTC
from itertools import groupby
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import AccessEvent
from assessments.models import Event

CHUNK = 2000
CHANGED = "isi baris tidak cocok dengan sidiknya: baris ini diubah, disisipkan, dipindahkan, atau ditukar"
REWRITTEN = "baris ini ditulis ulang: sidiknya bukan lagi yang dikenal baris sesudahnya"
INSERTED = "baris ini disisipkan: baris sesudahnya tidak mengenalnya"
MISSING = "baris ini hilang"
UNEXPECTED = "rantai tidak dimulai dari baris pertama yang dikenal"
DOUBLED = "nomor urut ini muncul lagi"
CUT = "baris ini ada ketika jangkar dibuat, dan sekarang hilang"
NOT_ANCHORED = "sidik baris ini bukan yang dicatat jangkar: rantai ditulis ulang"


class Fault(NamedTuple):
    """The first row of a chain that cannot be proved."""

    chain: str
    sequence: int
    reason: str


class Outcome(NamedTuple):
    rows: int
    heads: dict
    faults: list


class UnreadableAnchor(Exception):
    """A line that is not an anchor, or was changed since it was written."""


def verify(anchors=()):
    """Walk all chains; `anchors` are what anchor() gave at earlier times. One row of each chain is held at a time."""
    expected = _expected(anchors)
    rows, heads, faults = 0, {}, []
    with _streaming():
        for name, chain in _chains():
            count, head, fault = _walk(name, chain, expected.pop(name, {}))
            rows += count
            heads[name] = head
            faults += [fault] if fault else []
    faults += [Fault(name, 1, CUT) for name in expected]
    return Outcome(rows, heads, faults)


def anchor(outcome):
    """The heads of all chains as one line of text, with a digest, to be kept where the portal cannot reach it."""
    kept = {"at": timezone.now().astimezone(UTC).isoformat(timespec="seconds"), "heads": outcome.heads}
    return json.dumps(kept | {"sha256": _digest(kept)}, sort_keys=True)


def read_anchor(line):
    """The anchor of a line; UnreadableAnchor where it is none."""
    try:
        kept = json.loads(line)
        digest = kept.pop("sha256")
        heads = {str(name): (int(sequence), str(value)) for name, (sequence, value) in kept["heads"].items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableAnchor("Baris ini bukan jangkar.") from error
    if digest != _digest(kept):
        raise UnreadableAnchor("Jangkar ini berubah sejak ditulis.")
    return heads


def _digest(kept):
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _streaming():
    """PostgreSQL streams only inside a transaction; in SQLite that would stop all writers."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


def _expected(anchors):
    """For each chain the hashes that anchors know, by sequence."""
    expected = {}
    for heads in anchors:
        for name, (sequence, value) in heads.items():
            if sequence:
                expected.setdefault(name, {})[sequence] = value
    return expected


def _chains():
    """Every chain with its rows in order. Three long reads, each along an index."""
    of_assessments = Event.objects.filter(assessment__isnull=False).order_by("assessment_id", "sequence", "pk")
    of_institutions = Event.objects.filter(assessment__isnull=True).order_by("institution_id", "sequence", "pk")
    at_the_door = AccessEvent.objects.order_by("institution_id", "sequence", "pk")
    for kind, rows, name in (
        ("assessment", of_assessments, "assessment_id"),
        ("institution", of_institutions, "institution_id"),
        ("access", at_the_door, "institution_id"),
    ):
        for key, chain in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row, name=name: getattr(row, name)):
            yield f"{kind}:{key or 0}", chain


def _walk(name, chain, points):
    """How many rows a chain has, its head, and the first row that cannot be proved."""
    count, earlier, last, fault = 0, None, None, None
    for row in chain:
        count += 1
        fault = fault or _fault(name, row, last, points, earlier.hash if earlier else "")
        earlier, last = last, row
    cut = [sequence for sequence in points if sequence > last.sequence]
    if not fault and cut:
        fault = Fault(name, last.sequence + 1, CUT)
    return count, (last.sequence, last.hash), fault


def _fault(name, row, last, points, earlier_hash):
    known, known_hash = (last.sequence, last.hash) if last else (0, "")
    if row.sequence <= known:
        return Fault(name, row.sequence, DOUBLED)
    if row.sequence > known + 1:
        return Fault(name, known + 1, MISSING)
    if row.hash != row.computed_hash():
        is_stranger = last and row.previous_hash == earlier_hash != known_hash
        return Fault(name, known, INSERTED) if is_stranger else Fault(name, row.sequence, CHANGED)
    if row.previous_hash != known_hash:
        # This row speaks for itself and for the one that once stood before it: that one is not as it was.
        return Fault(name, known, REWRITTEN) if last else Fault(name, row.sequence, UNEXPECTED)
    if points.get(row.sequence, row.hash) != row.hash:
        return Fault(name, row.sequence, NOT_ANCHORED)
    return None
