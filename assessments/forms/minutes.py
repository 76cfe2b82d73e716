"""Isian berita acara: what people write into the papers beside the frozen figures."""

from django import forms

from assessments.forms.fields import ParagraphField
from assessments.minutes import DATES, METHODS

MAXIMUM_NOTES = 2000


def _text(label, length, help_text=""):
    return forms.CharField(
        label=label,
        max_length=length,
        required=False,
        help_text=help_text,
        error_messages={"max_length": f"Tulis paling banyak {length} karakter."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _day(label):
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Tulis tanggal, bulan, dan tahun yang benar."},
    )


class MinutesForm(forms.Form):
    """Nothing is required while writing: what the papers still lack is told beside them."""

    GROUPS = (
        ("Berita acara", ("number", "date", "place")),
        ("Dasar", ("decree_number", "decree_date", "letter_number", "letter_date", "guideline")),
        ("Koordinator SPBE", ("signatory_name", "signatory_nip", "signatory_position")),
        ("Penanggung jawab (tidak wajib)", ("responsible_name", "responsible_nip", "responsible_position")),
        ("Pernyataan persetujuan publikasi", ("consent_place", "consent_date", "stamp")),
    )

    number = _text("Nomor berita acara", 80)
    date = _day("Tanggal berita acara")
    place = _text("Tempat", 80, "Kota atau kabupaten tempat berita acara dibuat.")
    decree_number = _text("Nomor SK tim asesor internal", 80)
    decree_date = _day("Tanggal SK tim asesor internal")
    letter_number = _text("Nomor surat pemberitahuan kementerian", 80, "Tidak wajib.")
    letter_date = _day("Tanggal surat pemberitahuan")
    guideline = _text("Pedoman yang berlaku", 150)
    methods = forms.MultipleChoiceField(
        label="Cara penilaian",
        choices=list(METHODS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Pilih dari cara yang tersedia."},
    )
    notes = ParagraphField(
        label="Catatan tambahan",
        required=False,
        max_length=MAXIMUM_NOTES,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ditulis sesudah catatan yang dihitung portal. Tidak wajib.",
        error_messages={"max_length": f"Ringkas catatan sampai {MAXIMUM_NOTES} karakter."},
    )
    signatory_name = _text("Nama Koordinator SPBE", 150)
    signatory_nip = _text("NIP Koordinator SPBE", 30, "Tidak wajib.")
    signatory_position = _text("Jabatan Koordinator SPBE", 150)
    responsible_name = _text("Nama penanggung jawab", 150)
    responsible_nip = _text("NIP penanggung jawab", 30)
    responsible_position = _text("Jabatan penanggung jawab", 150)
    consent_place = _text("Tempat pernyataan", 80, "Kosongkan bila sama dengan berita acara.")
    consent_date = _day("Tanggal pernyataan")
    stamp = forms.BooleanField(label="Sediakan tempat meterai", required=False)

    @property
    def groups(self):
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def written(self):
        """The fields as they are stored: dates as ISO text."""
        data = dict(self.cleaned_data)
        return data | {name: data[name].isoformat() if data[name] else "" for name in DATES}
