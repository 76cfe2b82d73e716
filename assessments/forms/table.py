"""Table mode: the filters in the address, and one chosen level for each row of the table."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError

from assessments.forms.carried import whole
from assessments.forms.fields import ScoreField


class TableFilter(forms.Form):
    """Which rows the table shows. What it does not know counts as not asked for."""

    UNFINISHED = "belum"

    aspek = forms.ChoiceField(label="Aspek", required=False)
    tampil = forms.ChoiceField(
        label="Tampilkan", required=False, choices=[("", "Semua indikator"), (UNFINISHED, "Belum lengkap")]
    )

    def __init__(self, data, *, groups):
        super().__init__(data)
        self.fields["aspek"].choices = [("", "Semua aspek"), *((g.aspect.code, g.aspect.name) for g in groups)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select form-select-sm"
        self.full_clean()

    def keeps(self, task):
        aspect, shown = self.cleaned_data.get("aspek"), self.cleaned_data.get("tampil")
        return (not aspect or task.indicator.aspect.code == aspect) and (not shown or not task.is_done)

    @property
    def query_string(self):
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        return f"?{urlencode(asked)}" if asked else ""


class TableRow:
    """One indicator of the table: what is stored, what was chosen, and why that was not saved.

    `awal` is what the page showed, `version` the version of that: an untouched row is never written.
    """

    def __init__(self, task, data=None, *, is_editable=True):
        self.task, self.answer, self.is_editable = task, task.answer, is_editable
        self.field = ScoreField(instrument=task.indicator.instrument, required=False)
        self.stored = self.field.prepare_value(self.answer.score)
        self.stored = "" if self.stored is None else self.stored
        self.chosen, self.version, self.error, self.is_conflict = self.stored, self.answer.score_version, "", False
        self.is_changed = False
        if data is not None and self.name in data:
            self._read(data)

    @property
    def name(self):
        return f"nilai-{self.task.number}"

    @property
    def version_name(self):
        return f"versi-{self.task.number}"

    @property
    def shown_name(self):
        return f"awal-{self.task.number}"

    def _read(self, data):
        sent, version = data[self.name].strip(), data.get(self.version_name, "")
        self.is_changed = sent != data.get(self.shown_name, "") and sent != self.stored
        if self.is_changed:
            self.chosen = sent
            self.version = whole(version)

    def score(self):
        """The chosen score; None with `error` set when that is no score of this instrument."""
        try:
            return self.field.clean(self.chosen)
        except ValidationError as problem:
            self.error = problem.messages[0]
            return None

    def refuse(self, reason, *, is_conflict=False):
        self.error, self.is_conflict = reason, is_conflict

    def keep(self, refused):
        """Show what was chosen and not saved on top of what stands now; saved once more, it takes its place."""
        self.chosen, self.error, self.is_conflict = refused.chosen, refused.error, refused.is_conflict
