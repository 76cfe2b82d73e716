"""What is said about a proof: its title, number and dates, and what kind of document it is."""

import json

from django import forms

from assessments.models import Evidence

_DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
_UNSTATED = ("", "Belum diisi")


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

    def description(self):
        return {name: self.cleaned_data[name] for name in self.DESCRIPTION}


class DescriptionForm(DescriptionFields):
    """On a proof's own page. `seen` is what that page showed: only what was changed since then is written."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, evidence):
        initial = self.described(evidence)
        super().__init__(data, initial=initial | {"seen": json.dumps(initial, default=str, ensure_ascii=False)})

    def seen_values(self):
        """What the page showed, as the fields hold it; what is missing there counts as what is stored."""
        try:
            shown = dict(json.loads(self.cleaned_data["seen"]))
        except (ValueError, TypeError):
            shown = {}
        return {name: self._value(name, shown) for name in self.DESCRIPTION}

    def _value(self, name, shown):
        try:
            return self.fields[name].clean(shown[name] or "")
        except (KeyError, forms.ValidationError):
            return self.initial[name]
