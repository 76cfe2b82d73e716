"""What is said about a proof: its title, number and dates, and what kind of document it is.

`seen` is what the page showed. Only what the person changed since then is written, and only over what they saw.
"""

import json

from django import forms

from assessments.forms.carried import carried
from assessments.models import Evidence

MAXIMUM_SEEN = 10_000
CHANGED = "Orang lain menulis “{shown}” sejak halaman ini dibuka. Simpan sekali lagi bila versi Anda yang dipakai"
_DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
_UNSTATED = ("", "Belum diisi")


class Unseen:
    """Stands for what a page did not tell, and is like nothing that is stored."""


def date_field(label):
    return forms.DateField(
        label=label,
        required=False,
        input_formats=_DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Tulis tanggal sebagai tahun-bulan-hari, misalnya 2023-06-30"},
    )


class DescriptionFields(forms.Form):
    DESCRIPTION = Evidence.DESCRIPTION

    title = forms.CharField(label="Judul", max_length=200, error_messages={"required": "Tulis judul bukti"})
    document_kind = forms.ChoiceField(
        label="Jenis dokumen", required=False, choices=[_UNSTATED, *Evidence.DocumentKind.choices]
    )
    document_status = forms.ChoiceField(
        label="Keadaan dokumen", required=False, choices=[_UNSTATED, *Evidence.DocumentStatus.choices]
    )
    document_number = forms.CharField(label="Nomor dokumen", required=False, max_length=100)
    document_date = date_field("Tanggal dokumen")
    valid_until = date_field("Berlaku sampai")

    @staticmethod
    def described(evidence):
        return {name: getattr(evidence, name) for name in DescriptionFields.DESCRIPTION}

    @property
    def seen_name(self):
        return self.add_prefix("seen")

    @property
    def current(self):
        """What is stored, as the page carries it in `seen`."""
        return told(self.initial)

    @property
    def seen_text(self):
        """What the page goes on with: what it showed when its values were typed, otherwise what is stored."""
        return self.data.get(self.seen_name, "") if self.is_bound else self.current

    @property
    def seen(self):
        """What the page showed, by name, as it is stored."""
        shown = carried(self.seen_text, MAXIMUM_SEEN) or {}
        return {name: self.as_stored(name, shown.get(name)) for name in self.initial}

    def changes(self):
        """The fields that were sent otherwise than they were shown, with their values."""
        seen = self.seen
        sent = [name for name in seen if name in self.cleaned_data and not self.fields[name].disabled]
        return {
            name: self.cleaned_data[name] for name in sent if self.cleaned_data[name] != self.tidy(name, seen[name])
        }

    def seen_after(self, stored, written):
        """What the next save has to find: what is stored now in the fields `written`, in the others as was shown."""
        return told({name: stored[name] if name in written else value for name, value in self.seen.items()})

    def as_stored(self, name, shown):
        field = self.fields[name]
        if not isinstance(shown, str):
            return Unseen
        if not isinstance(field, forms.DateField):
            return shown
        try:
            return field.clean(shown)
        except forms.ValidationError:
            return Unseen

    def tidy(self, name, value):
        """A stored value as this form would have cleaned it."""
        return value.strip() if isinstance(value, str) else value


def told(values):
    """Values of a proof as its page carries them. What was not seen stays unseen."""
    plain = {
        name: [*map(str, value)] if isinstance(value, list) else str(value or "") for name, value in values.items()
    }
    return json.dumps({name: value for name, value in plain.items() if values[name] is not Unseen}, ensure_ascii=False)


class DescriptionForm(DescriptionFields):
    """On a proof's own page."""

    def __init__(self, data=None, *, evidence):
        super().__init__(data, initial=self.described(evidence))

    def take_over(self, evidence, refused):
        """Show what the person wrote beside what stands now, so that saving once more is a choice between them."""
        stored, sent = self.described(evidence), self.changes()
        self.data = self.data.copy()
        self.data[self.seen_name] = told(stored)
        for name in stored.keys() - sent.keys():
            self.data[name] = stored[name] or ""
        for name in refused:
            shown = self.fields[name].prepare_value(stored[name]) or "kosong"
            self.add_error(
                name, CHANGED.format(shown=dict(getattr(self.fields[name], "choices", ())).get(shown, shown))
            )
