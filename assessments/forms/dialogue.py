"""Objections, comments and second readings, as people type them."""

from django import forms
from django.core.validators import MinLengthValidator

from assessments import workflow
from assessments.forms.fields import ParagraphField, ScoreField
from assessments.workflow.second_reading import SECOND_READING_PERCENT

MAXIMUM_TEXT = 4_000
_SHORT = f"Tulis alasan paling sedikit {workflow.MINIMUM_REASON} karakter"


def _reason(label, **options):
    return ParagraphField(
        label=label,
        max_length=MAXIMUM_TEXT,
        validators=[MinLengthValidator(workflow.MINIMUM_REASON, _SHORT)],
        error_messages={"required": _SHORT},
        widget=forms.Textarea(attrs={"rows": 5}),
        **options,
    )


class ObjectionForm(forms.Form):
    reason = _reason(
        "Alasan sanggahan",
        help_text="Sebut kriteria yang menurut Anda terpenuhi, dan bukti serta halaman yang menunjukkannya.",
    )
    review = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ObjectionDecisionForm(forms.Form):
    UPHOLD, GRANT = "tetap", "terima"

    decision = forms.ChoiceField(
        label="Keputusan",
        choices=[(UPHOLD, "Putusan tetap"), (GRANT, "Sanggahan diterima, nilai berubah")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Pilih salah satu keputusan"),
    )
    reason = _reason("Alasan", help_text="Dibaca perangkat daerah dan asesor yang memutuskan sebelumnya.")

    def __init__(self, *args, objection, **kwargs):
        super().__init__(*args, **kwargs)
        self.objection = objection
        instrument = objection.answer.indicator.instrument
        label = "Tingkat sesudah sanggahan" if instrument.is_stepped else "Nilai sesudah sanggahan"
        self.fields["score"] = ScoreField(instrument=instrument, label=label, required=False)
        self.order_fields(["decision", "score", "reason"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == self.GRANT and "score" not in self.errors:
            self._check_score(cleaned.get("score"))
        return cleaned

    def _check_score(self, score):
        if score is None:
            self.add_error("score", "Pilih tingkat sesudah sanggahan")
        elif score == self.objection.review.score:
            self.add_error(
                "score", "Nilai ini sama dengan putusan yang disanggah. Pilih putusan tetap, atau nilai lain"
            )
        elif score > self.objection.answer.score:
            self.add_error("score", "Nilai sesudah sanggahan paling tinggi sama dengan penilaian mandiri")

    @property
    def chosen(self):
        """Arguments of workflow.decide_objection."""
        granted = self.cleaned_data["decision"] == self.GRANT
        return {"reason": self.cleaned_data["reason"], "score": self.cleaned_data["score"] if granted else None}


class CommentForm(forms.Form):
    text = ParagraphField(label="Komentar", max_length=2_000, error_messages={"required": "Tulis komentar"})


class DrawForm(forms.Form):
    percent = forms.IntegerField(
        label="Bagian jawaban yang dibaca kedua kali (%)",
        min_value=1,
        max_value=100,
        initial=SECOND_READING_PERCENT,
        help_text="Dipilih acak dari jawaban yang sudah diputuskan. Semua kenaikan tingkat selalu ikut.",
        error_messages={
            "required": "Tulis angka 1 sampai 100.",
            "invalid": "Tulis angka 1 sampai 100.",
            "min_value": "Tulis angka 1 sampai 100.",
            "max_value": "Tulis angka 1 sampai 100.",
        },
    )


class ReadingForm(forms.Form):
    note = _reason("Dasar penilaian Anda", help_text="Sebut kriteria dan halaman bukti yang menentukan.")

    def __init__(self, *args, instrument, **kwargs):
        super().__init__(*args, **kwargs)
        label = "Tingkat menurut Anda" if instrument.is_stepped else "Nilai menurut Anda"
        missing = {"required": "Pilih tingkat" if instrument.is_stepped else "Tulis nilai"}
        self.fields["score"] = ScoreField(instrument=instrument, label=label, error_messages=missing)
        self.order_fields(["score", "note"])


class SettleForm(forms.Form):
    KEEP, RETURN = "pertahankan", "kembalikan"

    outcome = forms.ChoiceField(
        label="Hasil penyelarasan",
        choices=[(KEEP, "Putusan dipertahankan"), (RETURN, "Jawaban kembali ke reviu")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Pilih salah satu hasil"),
    )
    text = _reason("Penjelasan")
