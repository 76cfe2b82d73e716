"""The texts of messages: those that the portal comes with, and what a coordinator wrote instead.

A placeholder is a name in braces. It is replaced once, by plain text; nothing in a text is ever run.
"""

import re
from functools import cache
from typing import NamedTuple

import yaml
from django.conf import settings

from inbox.models import Wording

REMINDERS = ("reminder", "reminder_late")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Standard(NamedTuple):
    """What the portal comes with for one kind of message. `placeholders` tells what each of its names stands for."""

    kind: str
    label: str
    to: str
    subject: str
    body: str
    placeholders: dict


class Letter(NamedTuple):
    subject: str
    body: str


@cache
def _source():
    path = settings.BASE_DIR / "fixtures" / "messages" / "default.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def standards():
    """All kinds of messages by their code."""
    meaning, kinds = _source()["placeholders"], _source()["kinds"]
    return {
        kind: Standard(
            kind,
            row["label"],
            row["to"],
            row["subject"],
            row["body"].strip(),
            {name: meaning[name] for name in row["placeholders"]},
        )
        for kind, row in kinds.items()
    }


def standard_days():
    return list(_source()["reminder_days"])


def letter(institution, kind, **values):
    """The text of a message with its values filled in."""
    text = written_for(institution).get(kind) or standards()[kind]
    return fill(text.subject, text.body, values)


def written_for(institution):
    """What the coordinators of an institution wrote themselves, by kind."""
    return {row.kind: row for row in Wording.objects.filter(institution=institution)}


def fill(subject, body, values):
    """Values that are empty leave no empty paragraph behind."""
    text = _PLACEHOLDER.sub(lambda found: str(values.get(found[1], "")), body)
    return Letter(
        _PLACEHOLDER.sub(lambda found: str(values.get(found[1], "")), subject), re.sub(r"\n{3,}", "\n\n", text)
    )


def faults(kind, text):
    """What is wrong with a text, in sentences."""
    known = standards()[kind].placeholders
    unknown = dict.fromkeys(name for name in _PLACEHOLDER.findall(text) if name not in known)
    for name in unknown:
        choice = ", ".join("{" + placeholder + "}" for placeholder in known)
        yield f"{{{name}}} tidak dikenal. Yang dapat dipakai: {choice}."
    rest = _PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        yield "Ada kurung kurawal yang tidak berpasangan. Tulis penanda seperti {perangkat_daerah}."
