"""The answer itself: what is claimed and why, tied to the version that the page showed."""

from django import forms

from assessments.forms.fields import ParagraphField, ScoreField
from assessments.models import Answer

MAXIMUM_TEXT = 10_000
TEXTS = ("explanation", "reply")


class AnswerForm(forms.Form):
    """Only what was sent is changed: a field that the page did not hold keeps its value."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    explanation = ParagraphField(label="Penjelasan capaian", required=False, max_length=MAXIMUM_TEXT)

    def __init__(self, data=None, *, answer):
        values = {"score": answer.score, "explanation": answer.explanation, "reply": answer.reply}
        super().__init__(data, initial=values | {"version": answer.version})
        instrument = answer.indicator.instrument
        label = "Tingkat kematangan" if instrument.is_stepped else "Nilai"
        self.fields["score"] = ScoreField(instrument=instrument, label=label, required=False)
        if answer.status == Answer.Status.RETURNED:
            self.fields["reply"] = ParagraphField(label="Tanggapan", required=False, max_length=MAXIMUM_TEXT)

    @property
    def seen_version(self):
        """The version that the page showed; when that is no number, one that nobody has: nothing is overwritten."""
        version = self.cleaned_data.get("version", "")
        return int(version) if version.isdecimal() and len(version) < 10 else -1

    def changes(self):
        """The fields that were sent and are acceptable, with their values."""
        names = ("score", *TEXTS)
        return {name: self.cleaned_data[name] for name in names if name in self.data and name in self.cleaned_data}


def settled(data):
    """The fields after a conflict, by the choice for each: mine, theirs (which stays as it is), or edited together."""
    result = data.copy()
    for name in ("score", *TEXTS):
        choice = data.get(f"pakai-{name}")
        if choice == "saya":
            result[name] = data.get(f"saya-{name}", "")
        elif choice == "mereka":
            result.pop(name, None)
    return result
