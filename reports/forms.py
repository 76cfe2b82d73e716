from django import forms
from django.core.validators import MinLengthValidator

MINIMUM_REASON = 20
MAXIMUM_REASON = 2000


class CloseForm(forms.Form):
    """Closing is final until somebody reopens it, so what it settles is confirmed in words."""

    at_minimum = forms.BooleanField(required=False)
    exceptions = forms.CharField(
        label="Alasan menutup walaupun ada yang menghalangi",
        help_text=f"Paling sedikit {MINIMUM_REASON} karakter. Tercetak di berita acara bersama yang menghalangi.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAXIMUM_REASON,
        validators=[MinLengthValidator(MINIMUM_REASON, f"Tulis alasan paling sedikit {MINIMUM_REASON} karakter.")],
        error_messages={
            "required": "Perbaiki yang menghalangi di atas, atau tulis alasan untuk menutup sebagai pengecualian.",
            "max_length": f"Ringkas alasan sampai {MAXIMUM_REASON} karakter.",
        },
    )
    confirmed = forms.BooleanField(
        label="Saya sudah memeriksa nilai setiap indikator dan menutup periode ini",
        error_messages={"required": "Centang pernyataan ini untuk menutup periode."},
    )

    def __init__(self, *args, missing, minimum, blocking=0, **kwargs):
        super().__init__(*args, **kwargs)
        if not blocking:
            del self.fields["exceptions"]
        if missing:
            self.fields["at_minimum"] = forms.BooleanField(
                label=f"Tutup {missing} indikator yang belum bernilai pada nilai terendah ({minimum})",
                help_text="Nilai itu dicatat sebagai anggapan, bukan hasil penilaian, dan ditandai pada semua laporan.",
                error_messages={
                    "required": "Lengkapi nilai indikator di atas, atau centang untuk menutupnya pada nilai terendah."
                },
            )
            self.order_fields(["at_minimum", "exceptions", "confirmed"])
        else:
            del self.fields["at_minimum"]


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Alasan membuka kembali",
        help_text=f"Paling sedikit {MINIMUM_REASON} karakter. Alasan ini tercetak pada revisi berikutnya.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAXIMUM_REASON,
        validators=[
            MinLengthValidator(MINIMUM_REASON, f"Tulis alasan paling sedikit {MINIMUM_REASON} karakter."),
        ],
        error_messages={
            "required": f"Tulis alasan paling sedikit {MINIMUM_REASON} karakter.",
            "max_length": f"Ringkas alasan sampai {MAXIMUM_REASON} karakter.",
        },
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Kode dokumen",
        max_length=40,
        help_text="Delapan huruf dan angka pada lembar, di samping kode QR. Huruf besar atau kecil sama saja.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Ketik delapan karakter kode pada lembar."},
    )
