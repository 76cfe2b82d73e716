from django import forms

from assessments.models import SignedDocument


class PaperForm(forms.Form):
    """A signed paper on its way in; the digest only where the file does not show it itself."""

    berkas = forms.FileField(
        label="PDF bertanda tangan",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Pilih PDF yang sudah ditandatangani.",
            "empty": "Berkas kosong. Pilih berkas lain.",
        },
    )
    sidik = forms.CharField(
        label="16 karakter pertama sidik data",
        required=False,
        max_length=80,
        help_text="Tercetak di kaki setiap halaman. Diisi hanya bila dokumen berupa hasil pindai.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"max_length": "Ketik 16 karakter pertama saja."},
    )

    PLACES = {"file": "berkas", "digest": "sidik"}

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, prefix=SignedDocument.Kind(kind).value, **kwargs)
        self.kind = kind
