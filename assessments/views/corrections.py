"""What one page changes about a proof: written where nobody else did meanwhile, otherwise told with both values."""

from functools import cached_property
from typing import NamedTuple

from django.utils.formats import date_format

from assessments import workflow
from assessments.forms.evidence import stored_values
from assessments.history import Writer, describer_of
from assessments.models import Citation

TOLD = "{who} menulis {theirs} sejak halaman ini dibuka. Isian Anda {mine} belum disimpan; ubah lagi untuk memakainya"


class ProofClash(NamedTuple):
    """One field of a proof that two people wrote: the values as the form sends them, and as people read them."""

    name: str
    label: str
    mine: list
    mine_text: str
    theirs_text: str
    writer: Writer
    is_own: bool

    @property
    def sentence(self):
        who = "Anda di jendela lain" if self.is_own else self.writer.name or "Orang lain"
        mine, theirs = (f"“{text}”" if text else "kosong" for text in (self.mine_text, self.theirs_text))
        return TOLD.format(who=who, theirs=theirs, mine=mine)


class Correction:
    """The changes of one form, once they were tried."""

    def __init__(self, form, by):
        self.form, self.by = form, by
        self.changes = form.changes()
        self.refused = []

    def write(self, *, seen_open_at=None):
        use = {name: value for name, value in self.changes.items() if name in self.form.USE}
        said = {name: value for name, value in self.changes.items() if name not in use}
        how = {"by": self.by, "seen": self.form.seen, "seen_open_at": seen_open_at}
        for act, part in ((workflow.change_citation, use), (workflow.describe_evidence, said)):
            try:
                if part:
                    act(self.form.citation, **how, **part)
            except workflow.Conflict as conflict:
                self.refused += conflict.fields
        return self

    @property
    def is_saved(self):
        return len(self.refused) < len(self.changes)

    @cached_property
    def stored(self):
        return Citation.objects.select_related("evidence").get(pk=self.form.citation.pk)

    @property
    def seen(self):
        """What the next save of this page has to find."""
        return self.form.seen_after(stored_values(self.stored) if self.changes else {}, self.changes)

    @cached_property
    def clashes(self):
        return [self._clash(name, stored_values(self.stored)[name]) for name in self.refused]

    def _clash(self, name, theirs):
        field, mine, writer = self.form.fields[name], self.changes[name], describer_of(self.stored, name)
        return ProofClash(
            name=self.form.add_prefix(name),
            label=f"Bukti {self.stored.letter}, {field.label.lower()}",
            mine=[str(value) for value in mine] if isinstance(mine, list) else [str(mine or "")],
            mine_text=_text(field, mine),
            theirs_text=_text(field, theirs),
            writer=writer,
            is_own=writer.pk == self.by.pk,
        )

    @property
    def hidden(self):
        """What a page that shows the clashes has to carry, as pairs: levels that are not sent at all count as none."""
        levels = [(self.form.add_prefix("levels"), str(level)) for level in self.stored.levels]
        return [(self.form.seen_name, self.seen), *levels]


def _text(field, value):
    """A value as people read it."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if hasattr(value, "year"):
        return date_format(value, "j M Y")
    return str(dict(getattr(field, "choices", ())).get(value, value or ""))
