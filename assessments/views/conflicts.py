"""Both versions of a field that two people, or one in two windows, wrote: for the page and for the dialog."""

from typing import NamedTuple

from django.shortcuts import render

from assessments.deadlines import deadline_of
from assessments.differences import compared
from assessments.forms.answers import MAXIMUM_TEXT, TEXTS
from assessments.forms.citing import PAGE_NAMES, told_to_page
from assessments.history import Writer, writers_of
from assessments.tokens import names_of, read_names, shown
from assessments.views.place import place_of
from assessments.views.unsaved import unaccepted


class Clash(NamedTuple):
    """One field that was written twice: the two values, and for a text the words that differ."""

    name: str
    label: str
    mine: object
    theirs: object
    mine_parts: list
    theirs_parts: list
    labels: dict
    writer: Writer
    is_own: bool
    version: int

    @property
    def mine_value(self):
        """My value as the form would send it again."""
        return self._value(self.mine)

    @property
    def theirs_value(self):
        return self._value(self.theirs)

    def _value(self, value):
        if self.is_text:
            return value
        return "" if value is None else f"{value.normalize():f}".replace(".", ",")

    @property
    def mine_label(self):
        return self.labels.get(self.mine, "")

    @property
    def theirs_label(self):
        return self.labels.get(self.theirs, "")

    @property
    def is_text(self):
        return self.name in TEXTS


def clashes_in(current, wanted, form, user):
    """The values by field that lost against the answer as it stands now."""
    criteria = current.indicator.criteria.all() if "score" in wanted else []
    read_names([current], texts=[wanted[name] for name in wanted if name in TEXTS])
    labels, writers = {row.level: row.label for row in criteria}, writers_of(current, list(wanted))
    return [_clash(name, mine, form, current, labels, writers[name], user) for name, mine in wanted.items()]


def _clash(name, mine, form, current, labels, writer, user):
    theirs = getattr(current, name)
    if name in TEXTS:
        mine, theirs = shown(mine, current), shown(theirs, current)
    parts = compared(mine, theirs) if name in TEXTS else ((), ())
    label, version = form.fields[name].label, current.versions[name]
    return Clash(name, label, mine, theirs, *parts, labels, writer, writer.pk == user.pk, version)


def conflict_page(request, answer, saving):
    """What was written twice, of the answer and of its proofs, with a choice for each; the rest is saved or told."""
    conflict, form, clashes = saving.conflict, saving.forms.answer, []
    if conflict:
        conflict.current.indicator = answer.indicator
        wanted = {name: conflict.wanted.get(name) or form.cleaned_data[name] for name in conflict.fields}
        clashes = clashes_in(conflict.current, wanted, form, request.user)
    corrections = [correction for correction in saving.corrections if correction.refused]
    proof_clashes = [clash for correction in corrections for clash in correction.clashes]
    hidden = [(PAGE_NAMES, told_to_page(names_of(conflict.current)))] if conflict else []
    context = {
        **place_of(answer),
        "clashes": clashes,
        "proof_clashes": proof_clashes,
        "labels": [clash.label for clash in [*clashes, *proof_clashes]],
        "is_own": all(clash.is_own for clash in [*clashes, *proof_clashes]),
        "others_saved": saving.is_changed,
        "added": saving.added,
        "errors": saving.errors(),
        "unaccepted": unaccepted(saving.forms),
        "maximum_text": MAXIMUM_TEXT,
        "deadline": deadline_of(answer.assessment),
        "izin": saving.izin,
        "hidden": hidden + [pair for correction in corrections for pair in correction.hidden],
    }
    return render(request, "assessments/filling/conflict.html", context, status=409)
