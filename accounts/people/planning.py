"""What a file would change, before anything does: each row is new, changed, unchanged or in conflict."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core import signing
from django.db.models import TextChoices

MAX_NEW = 2_000  # each gets a mail; more at once would keep everybody else from saving for half a minute
MAX_AGE = 3600  # so long a preview can be applied
_SALT = "accounts.people.planning"


class Kind(TextChoices):
    NEW = "baru", "Baru"
    CHANGED = "berubah", "Berubah"
    UNCHANGED = "tetap", "Tetap"
    CONFLICT = "bentrok", "Bentrok"


BADGES = {Kind.NEW: "open", Kind.CHANGED: "adjusted", Kind.UNCHANGED: "complete", Kind.CONFLICT: "warning"}


class Line(NamedTuple):
    """`number` is the row of the file, `shown` the preview, `note` what changes or stands against it."""

    number: int
    kind: Kind
    shown: tuple
    note: str
    given: dict


@dataclass
class Plan:
    lines: list = field(default_factory=list)

    def of(self, kind):
        return [line for line in self.lines if line.kind == kind]

    @property
    def counts(self):
        return [(kind, BADGES[kind], len(self.of(kind))) for kind in Kind]

    @property
    def differences(self):
        return [line for line in self.lines if line.kind != Kind.UNCHANGED]

    @property
    def is_too_large(self):
        return len(self.of(Kind.NEW)) > MAX_NEW

    @property
    def is_effective(self):
        return not self.is_too_large and any(line.kind in (Kind.NEW, Kind.CHANGED) for line in self.lines)

    @property
    def digest(self):
        """The same only while the file still means the same: somebody may have changed people meanwhile."""
        told = [[line.number, line.kind, line.shown, line.note] for line in self.lines]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


class Expired(Exception):
    """The preview is too old, or of somebody else."""


def seal(rows, digest, user):
    """The rows of a file to carry in the page; nothing is kept on the server, and nothing can be slipped in."""
    return signing.dumps([user.pk, digest, rows], salt=_SALT, compress=True)


def unseal(sealed, user):
    try:
        pk, digest, rows = signing.loads(sealed, salt=_SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError) as error:
        raise Expired from error
    if pk != user.pk:
        raise Expired
    return digest, rows
