"""What an assessor types: the decision about one answer."""

from django import forms

from assessments import workflow
from assessments.forms.fields import ParagraphField, ScoreField
from assessments.models import Review

Verdict = Review.Verdict
MAXIMUM_REASON = 4_000

SHORT_REASON = (
    f"Tulis alasan paling sedikit {workflow.MINIMUM_REASON} karakter dan sebutkan kriteria yang belum terpenuhi"
)
SHORT_REQUEST = f"Tulis apa yang perlu dilengkapi, paling sedikit {workflow.MINIMUM_REASON} karakter"
TOO_LATE = "Tenggat perbaikan telah lewat. Terima nilainya atau tetapkan nilai lain"


class EffectForm(forms.Form):
    """A decision as far as it is made, to show what it would change. Nothing is saved."""

    verdict = forms.ChoiceField(choices=Verdict.choices)

    def __init__(self, data, *, answer):
        super().__init__(data)
        self.answer = answer
        self.fields["score"] = ScoreField(instrument=answer.indicator.instrument, required=False)

    @property
    def is_complete(self):
        return self.is_valid() and not (self.cleaned_data["verdict"] == Verdict.ADJUST and self.score is None)

    @property
    def score(self):
        """The score that the decision leaves the answer with; None for one that is sent back."""
        chosen = {Verdict.ACCEPT: self.answer.score, Verdict.ADJUST: self.cleaned_data["score"]}
        return chosen.get(self.cleaned_data["verdict"])


class ReviewForm(forms.Form):
    """One decision. `version` is what the assessor saw; the workflow refuses it when the answer has moved on."""

    minimum_reason, maximum_reason = workflow.MINIMUM_REASON, MAXIMUM_REASON

    verdict = forms.ChoiceField(
        choices=Verdict.choices,
        label="Keputusan",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Pilih salah satu keputusan"),
    )
    reason = ParagraphField(label="Alasan", required=False, max_length=MAXIMUM_REASON)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, answer, may_return=True, **kwargs):
        super().__init__(data, **kwargs)
        self.answer, self.may_return = answer, may_return
        instrument = answer.indicator.instrument
        label = "Tingkat yang ditetapkan" if instrument.is_stepped else "Nilai yang ditetapkan"
        self.fields["score"] = ScoreField(instrument=instrument, label=label, required=False)

    @classmethod
    def of(cls, answer, last_review, **kwargs):
        """A fresh form: empty, or filled with the decision that stands."""
        initial = {"version": answer.version}
        if last_review and answer.is_decided:
            initial |= {"verdict": last_review.verdict, "reason": last_review.reason}
            if last_review.verdict == Verdict.ADJUST:
                initial["score"] = last_review.score
        return cls(answer=answer, initial=initial, **kwargs)

    @classmethod
    def keeping(cls, data, answer, **kwargs):
        """What was typed so far, not judged yet, on top of the version that stands now."""
        typed = {name: data.get(name, "") for name in ("verdict", "score", "reason")}
        return cls(answer=answer, initial=typed | {"version": answer.version}, **kwargs)

    def clean(self):
        cleaned = super().clean()
        verdict, reason = cleaned.get("verdict"), cleaned.get("reason", "")
        too_short = len(reason) < workflow.MINIMUM_REASON
        if verdict == Verdict.ADJUST:
            self._check_score(cleaned.get("score"))
            if too_short and "reason" not in self.errors:
                self.add_error("reason", SHORT_REASON)
        if verdict == Verdict.SEND_BACK:
            if not self.may_return:
                self.add_error("verdict", TOO_LATE)
            if too_short and "reason" not in self.errors:
                self.add_error("reason", SHORT_REQUEST)
        return cleaned

    def _check_score(self, score):
        if "score" in self.errors:
            return
        if score is None:
            self.add_error("score", "Pilih tingkat yang ditetapkan")
        elif score == self.answer.score:
            self.add_error("score", "Nilai ini sama dengan penilaian mandiri. Pilih nilai lain, atau terima nilainya")
