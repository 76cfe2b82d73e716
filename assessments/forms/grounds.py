"""What an assessor ticks and writes beside the decision: criteria, codes, what is missing, what is recommended."""

from django import forms
from django.utils import timezone

from assessments import working_days
from assessments.forms.fields import ParagraphField
from assessments.review_words import missing_item
from assessments.supported import TICKS, supported
from assessments.workflow import Grounds
from indicators.rules import rules_for

MAXIMUM_LINES = 20


class TicksForm(forms.Form):
    """Ticks and codes: all that the suggestion of a level is made of."""

    def __init__(self, data=None, *, answer, **kwargs):
        super().__init__(data, **kwargs)
        self.answer = answer
        indicator = answer.indicator
        self.levels = indicator.instrument.levels()[1:]
        for level in self.levels:
            self.fields[f"tick_{level}"] = forms.ChoiceField(
                choices=TICKS, required=False, label=f"Kriteria tingkat {level}"
            )
        self.reasons = rules_for(indicator.instrument.slug).reasons_for(indicator.number)
        codes = [(reason.code, reason.label) for reason in self.reasons]
        self.fields["code"] = forms.MultipleChoiceField(choices=codes, required=False, label="Kode alasan")

    @classmethod
    def names(cls, answer):
        """The fields that hold one value each; `code` and `missing` hold several."""
        return [f"tick_{level}" for level in answer.indicator.instrument.levels()[1:]]

    @property
    def ticks(self):
        chosen = {str(level): self._now(f"tick_{level}") for level in self.levels}
        known = {tick for tick, _ in TICKS}
        return {level: tick for level, tick in chosen.items() if tick in known}

    @property
    def codes(self):
        known = {reason.code for reason in self.reasons}
        return tuple(code for code in self._now("code") or () if code in known)

    @property
    def supported(self):
        if not hasattr(self, "_supported"):
            self._supported = supported(self.answer, self.ticks, self.codes)
        return self._supported

    def _now(self, name):
        """What is chosen, whether it was sent, kept or stood before."""
        return self[name].value()


class GroundsForm(TicksForm):
    """The same with the texts for the unit. `criteria` are the levels of the indicator with their texts."""

    missing_more = ParagraphField(label="Hal lain, satu per baris", required=False, max_length=2_000)
    recommendation = ParagraphField(label="Rekomendasi untuk perangkat daerah", required=False, max_length=4_000)
    due = forms.DateField(
        label="Diperbaiki paling lambat",
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": "Tulis tanggal, misalnya 31/12/2026"},
    )

    def __init__(self, data=None, *, answer, criteria, **kwargs):
        super().__init__(data, answer=answer, **kwargs)
        self.criteria = {criterion.level: criterion for criterion in criteria}
        self.fields["missing"] = forms.MultipleChoiceField(
            choices=[(key, text) for key, text in self.missing_texts.items()], required=False, label="Daftar periksa"
        )

    @property
    def missing_texts(self):
        """What may be ticked as missing, by key: the criteria up to the claimed level."""
        claimed = self.answer.score or 0
        asked = [level for level in self.levels if level <= claimed and level in self.criteria]
        return {str(level): missing_item(self.criteria[level]) for level in asked}

    @property
    def period(self):
        return self.answer.assessment.period

    @property
    def due_first(self):
        return timezone.now().astimezone(self.period.institution.zone).date()

    @property
    def due_last(self):
        return self.period.repair_closes_at.astimezone(self.period.institution.zone).date()

    @classmethod
    def grounds_of(cls, review, answer, criteria):
        """A decision that was made, as the form shows it."""
        form = cls(answer=answer, criteria=criteria)
        known = {text: key for key, text in form.missing_texts.items()}
        own = {*known, *(reason.label for reason in form.reasons)}
        zone = answer.assessment.period.institution.zone
        return {
            **{f"tick_{level}": tick for level, tick in review.ticks.items()},
            "code": review.reason_codes,
            "missing": [known[text] for text in review.missing if text in known],
            "missing_more": "\n".join(text for text in review.missing if text not in own),
            "recommendation": review.recommendation,
            "due": review.due_at and review.due_at.astimezone(zone).date(),
        }

    @property
    def grounds(self):
        """What the workflow keeps of a valid form."""
        kept, returns = self.cleaned_data, self.cleaned_data.get("verdict") == "send_back"
        return Grounds(
            ticks=self.ticks,
            codes=self.codes,
            missing=tuple(self.missing_lines) if returns else (),
            recommendation=kept["recommendation"],
            due_at=self._due_at() if returns else None,
        )

    @property
    def missing_lines(self):
        """The criteria that were ticked as missing, the reasons that were chosen, and what was written beside them."""
        more = [line.strip() for line in self.cleaned_data.get("missing_more", "").split("\n") if line.strip()]
        labels = [reason.label for reason in self.reasons if reason.code in self.codes]
        return [self.missing_texts[key] for key in self.cleaned_data.get("missing", ())] + labels + more

    def clean_due(self):
        day = self.cleaned_data["due"]
        if day is None:
            return None
        if day < self.due_first:
            raise forms.ValidationError("Pilih tanggal mulai hari ini")
        if day > self.due_last:
            raise forms.ValidationError(f"Pilih tanggal paling lambat {self.due_last:%d/%m/%Y}, saat tenggat perbaikan")
        return day

    def clean_missing_more(self):
        text = self.cleaned_data["missing_more"]
        if len(text.split("\n")) > MAXIMUM_LINES:
            raise forms.ValidationError(f"Tulis paling banyak {MAXIMUM_LINES} baris")
        return text

    def _due_at(self):
        day = self.cleaned_data.get("due")
        return working_days.due_on(day, self.period) if day else working_days.default_due(self.period)
