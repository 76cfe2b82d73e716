"""When units are reminded, and with what words."""

import re

from django import forms

from inbox import wording
from inbox.models import Mail

MOST_DAYS, FARTHEST = 10, 365


class PlanForm(forms.Form):
    aktif = forms.BooleanField(label="Kirim pengingat otomatis", required=False)
    hari = forms.CharField(
        label="Hari sebelum tenggat",
        help_text="Angka dipisah koma, misalnya 14, 7, 3, 1. Angka 0 berarti pada hari penutupan.",
        max_length=80,
        error_messages={"required": "Tulis paling sedikit satu hari, misalnya 7"},
    )

    def clean_hari(self):
        words = [word for word in re.split(r"[,;\s]+", self.cleaned_data["hari"]) if word]
        if not all(re.fullmatch(r"[0-9]{1,3}", word) and int(word) <= FARTHEST for word in words):
            raise forms.ValidationError(f"Tulis bilangan bulat 0 sampai {FARTHEST}, dipisah koma")
        days = sorted({int(word) for word in words}, reverse=True)
        if not days or len(days) > MOST_DAYS:
            raise forms.ValidationError(f"Tulis 1 sampai {MOST_DAYS} hari yang berbeda")
        return days


class WordingForm(forms.Form):
    """The words of one kind of message. An unknown placeholder is told with those that are known."""

    pokok = forms.CharField(label="Pokok", max_length=150, error_messages={"required": "Tulis pokok pesan"})
    isi = forms.CharField(
        label="Isi",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": "Tulis isi pesan"},
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_pokok(self):
        return self._checked(self.cleaned_data["pokok"])

    def clean_isi(self):
        return self._checked(self.cleaned_data["isi"].replace("\r\n", "\n"))

    def _checked(self, text):
        if faults := list(wording.faults(self.kind, text)):
            raise forms.ValidationError(faults)
        return text


class MailFilterForm(forms.Form):
    FAILED = "gagal"

    keadaan = forms.ChoiceField(
        choices=[("", "Semua"), (FAILED, "Gagal"), (Mail.State.WAITING, "Menunggu"), (Mail.State.SENT, "Terkirim")],
        required=False,
        label="Keadaan",
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )
    cari = forms.CharField(
        max_length=100,
        required=False,
        label="Alamat atau nama",
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm"}),
    )

    def mails(self, mails):
        if not self.is_valid():
            return mails
        state, word = self.cleaned_data["keadaan"], self.cleaned_data["cari"]
        if state == self.FAILED:
            mails = mails.failed()
        elif state:
            mails = mails.filter(state=state).exclude(pk__in=mails.failed().values("pk"))
        return mails.matching(word) if word else mails
