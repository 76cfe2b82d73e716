"""The filters of the library, and a newer version of one of its proofs."""

from urllib.parse import urlencode

from django import forms

from assessments.forms.description import date_field
from assessments.forms.fields import RowsField
from assessments.forms.links import LinkField
from assessments.library import UNSTATED, Order, State, pickable
from assessments.models import Evidence


class LibraryFilter(forms.Form):
    """The state of the list, which lives in the query string. What it does not know counts as not asked for."""

    NAMES = {"words": "cari", "kind": "jenis", "state": "keadaan", "order": "urut"}

    words = forms.CharField(label="Cari", required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    kind = forms.ChoiceField(
        label="Jenis dokumen",
        required=False,
        choices=[("", "Semua jenis"), *Evidence.DocumentKind.choices, (UNSTATED, "Belum diisi")],
    )
    state = forms.ChoiceField(label="Keadaan", required=False, choices=[("", "Semua keadaan"), *State.choices])
    order = forms.ChoiceField(label="Urutan", required=False, choices=Order.choices)

    def __init__(self, data):
        super().__init__(data)
        for name, field in self.fields.items():
            kind = "control" if name == "words" else "select"
            field.widget.attrs["class"] = f"form-{kind} form-{kind}-sm"
        self.full_clean()

    def add_prefix(self, field_name):
        return self.NAMES.get(field_name, field_name)

    @property
    def chosen(self):
        """Arguments of library.proofs."""
        kept = {name: self.cleaned_data.get(name, "") for name in self.NAMES}
        return kept | {"order": kept["order"] or Order.NEWEST}

    @property
    def query_string(self):
        """What differs from a list that nobody filtered, to hang on links: "?cari=pusat+data", or nothing."""
        kept = {self.NAMES[name]: str(value) for name, value in self.chosen.items() if value}
        if kept["urut"] == Order.NEWEST:
            del kept["urut"]
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def is_narrowed(self):
        return any(self.chosen[name] for name in ("words", "kind", "state"))


class PickForm(forms.Form):
    """The proofs of the library that an answer will cite."""

    bukti = RowsField(
        Evidence.objects.none(),
        label="Bukti",
        error_messages={
            "required": "Centang paling sedikit satu bukti",
            "invalid_choice": "Bukti yang dipilih tidak ada di pustaka ini. Pilih dari daftar",
            "invalid_pk_value": "Bukti yang dipilih tidak ada di pustaka ini. Pilih dari daftar",
        },
    )

    def __init__(self, data=None, *, unit):
        super().__init__(data)
        self.fields["bukti"].queryset = pickable(unit)

    @property
    def ticked(self):
        """The keys that were sent, to tick them again."""
        return set(self.data.getlist("bukti")) if self.is_bound else set()


class RemovalForm(forms.Form):
    """Why a proof leaves the library."""

    alasan = forms.ChoiceField(
        label="Alasan menghapus",
        choices=Evidence.Removal.choices,
        initial=Evidence.Removal.MISTAKE,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
        error_messages={name: "Pilih alasan dari daftar, lalu hapus lagi" for name in ("required", "invalid_choice")},
    )


class VersionForm(forms.Form):
    """The newer file, what differs about it, and the answers in which it takes the older one's place.

    A link is followed by another address, or by a file.
    """

    url = LinkField(label="Tautan baru", required=False, max_length=1000)
    file = forms.FileField(
        label="Berkas baru", allow_empty_file=True, error_messages={"required": "Pilih berkas baru"}
    )  # an empty one is refused where every file is judged
    document_number = forms.CharField(label="Nomor dokumen", required=False, max_length=100)
    document_date = date_field("Tanggal dokumen")
    valid_until = date_field("Berlaku sampai")
    answers = forms.MultipleChoiceField(
        label="Pakai versi baru pada",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Jawaban yang dipilih tidak dapat diubah lagi. Periksa pilihan di bawah"},
    )

    def __init__(self, data=None, files=None, *, evidence, answers):
        """`answers`: those that cite the proof and can still be changed."""
        choices = [(str(a.pk), f"Indikator {a.indicator} ({a.assessment.period.year})") for a in answers]
        super().__init__(
            data,
            files,
            prefix="versi",
            initial={"document_number": evidence.document_number, "answers": [value for value, _ in choices]},
        )
        self.fields["answers"].choices = choices
        if evidence.is_file:
            del self.fields["url"]
        self.fields["file"].required = evidence.is_file

    def clean(self):
        given = [name for name in ("url", "file") if self.cleaned_data.get(name)]
        if "url" in self.fields and not self.errors and len(given) != 1:
            self.add_error("url", "Tulis tautan baru atau pilih berkas penggantinya; salah satu saja")

    @property
    def place(self):
        """The field that a refusal is about."""
        return "url" if self.cleaned_data.get("url") else "file"

    def description(self):
        return {name: self.cleaned_data[name] for name in ("document_number", "document_date", "valid_until")}
