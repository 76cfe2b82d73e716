"""The page that shows both versions when two officers wrote the same answer, and lets the second one choose."""

from typing import NamedTuple

from django.shortcuts import render

from assessments.deadlines import deadline_of
from assessments.differences import compared
from assessments.forms.answers import MAXIMUM_TEXT, TEXTS


class Clash(NamedTuple):
    """One field that both wrote: the two values, and for a text the words that differ."""

    name: str
    label: str
    mine: object
    theirs: object
    mine_parts: list
    theirs_parts: list
    labels: dict

    @property
    def mine_value(self):
        """My value as the form would send it again."""
        if self.is_text:
            return self.mine
        return "" if self.mine is None else f"{self.mine.normalize():f}".replace(".", ",")

    @property
    def mine_label(self):
        return self.labels.get(self.mine, "")

    @property
    def theirs_label(self):
        return self.labels.get(self.theirs, "")

    @property
    def is_text(self):
        return self.name in TEXTS


def conflict_page(request, answer, saving):
    current = saving.conflict
    form = saving.forms.answer
    labels = {row.level: row.label for row in answer.indicator.criteria.all()}
    clashes = [
        _clash(name, form.fields[name].label, mine, getattr(current, name), labels)
        for name, mine in form.changes().items()
        if mine != getattr(current, name)
    ]
    context = {
        "answer": answer,
        "assessment": answer.assessment,
        "period": answer.assessment.period,
        "indicator": answer.indicator,
        "instrument": answer.indicator.instrument,
        "current": current,
        "clashes": clashes,
        "added": saving.added,
        "errors": saving.errors(),
        "maximum_text": MAXIMUM_TEXT,
        "deadline": deadline_of(answer.assessment),
    }
    return render(request, "assessments/filling/conflict.html", context, status=409)


def _clash(name, label, mine, theirs, labels):
    parts = compared(mine, theirs) if name in TEXTS else ((), ())
    return Clash(name, label, mine, theirs, *parts, labels)
