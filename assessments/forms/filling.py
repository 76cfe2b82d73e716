"""Filters of the lists, and the two statements that send or refuse an assessment."""

from django import forms

from assessments.models import Assessment


class AssessmentFilter(forms.Form):
    """Which assessments the list shows; a status that does not exist shows all."""

    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *Assessment.Status.choices]
    )

    def chosen(self):
        return self.cleaned_data["status"] if self.is_valid() else ""


class TaskFilter(forms.Form):
    UNFINISHED = "belum"

    tampil = forms.ChoiceField(
        label="Tampilkan", required=False, choices=[("", "Semua indikator"), (UNFINISHED, "Belum lengkap")]
    )

    def only_unfinished(self):
        return self.is_valid() and self.cleaned_data["tampil"] == self.UNFINISHED


class SendForm(forms.Form):
    setuju = forms.BooleanField(
        label="Saya menyatakan isian dan bukti ini benar dan dapat dipertanggungjawabkan",
        error_messages={"required": "Centang pernyataan ini sebelum mengirim"},
    )


class RefusalForm(forms.Form):
    alasan = forms.CharField(
        label="Yang perlu diperbaiki operator",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis apa yang perlu diperbaiki operator"},
    )
