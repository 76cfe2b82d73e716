"""A file with the ministry's scores of one stage, and the figures that are printed with them."""

import re
from decimal import Decimal

from django import forms

_INDEX = re.compile(r"[0-9]{1,2}([.,][0-9]{1,4})?")


class StageFileForm(forms.Form):
    file = forms.FileField(
        label="Berkas nilai (.xlsx atau .csv)",
        allow_empty_file=True,
        error_messages={"required": "Pilih berkas .xlsx atau .csv.", "max_length": "Nama berkas terlalu panjang."},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        max_length=200,
    )
    printed_index = forms.CharField(
        label="Indeks yang tercetak",
        required=False,
        max_length=8,
        help_text="Bila dokumen kementerian memuatnya, portal membandingkannya dengan hitungan dari nilai.",
    )
    printed_rating = forms.ChoiceField(label="Predikat yang tercetak", required=False)

    def __init__(self, *args, instrument, **kwargs):
        super().__init__(*args, **kwargs)
        names = [band.name for band in instrument.bands.order_by("minimum")]
        self.fields["printed_rating"].choices = [("", "Tidak tercetak"), *((name, name) for name in names)]
        self.instrument = instrument

    def clean_printed_index(self):
        text = self.cleaned_data["printed_index"].strip()
        if not text:
            return None
        if not _INDEX.fullmatch(text):
            raise forms.ValidationError("Tulis indeks sebagai angka dengan koma, misalnya 3,37.")
        index = Decimal(text.replace(",", "."))
        if not self.instrument.scale_min <= index <= self.instrument.scale_max:
            raise forms.ValidationError("Indeks ini di luar skala instrumen. Periksa kembali.")
        return index
