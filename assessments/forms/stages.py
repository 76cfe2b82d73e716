"""What a move from stage to stage asks of the person who makes it."""

from django import forms

from assessments.forms.fields import ParagraphField

MINIMUM_REASON, MAXIMUM_REASON = 20, 2000


class MoveForm(forms.Form):
    """One for each move on the page: `asks` names the fields that it needs. Prefixed, so that several fit one page."""

    alasan = ParagraphField(
        label="Alasan",
        min_length=MINIMUM_REASON,
        max_length=MAXIMUM_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Paling sedikit {MINIMUM_REASON} karakter. Tercatat di jejak periode.",
        error_messages={
            "required": f"Tulis alasan paling sedikit {MINIMUM_REASON} karakter.",
            "min_length": f"Tulis alasan paling sedikit {MINIMUM_REASON} karakter.",
            "max_length": f"Ringkas alasan sampai {MAXIMUM_REASON} karakter.",
        },
    )
    nomor = forms.CharField(
        label="Nomor tanda terima",
        max_length=80,
        help_text="Seperti yang ditampilkan aplikasi nasional setelah hasil dikirim.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Tulis nomor tanda terima dari aplikasi nasional.",
            "max_length": "Tulis nomor tanda terima paling banyak 80 karakter.",
        },
    )
    yakin = forms.BooleanField(
        label="Saya memahami bahwa langkah ini tidak dapat dibatalkan",
        error_messages={"required": "Centang pernyataan ini untuk melanjutkan."},
    )

    def __init__(self, data=None, *, name, asks, because=""):
        super().__init__(data, prefix=name)
        for field in set(self.fields) - set(asks):
            del self.fields[field]
        if because and "alasan" in self.fields:
            self.fields["alasan"].label = because
