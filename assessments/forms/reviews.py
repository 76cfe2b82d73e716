"""What an assessor types: the decision about one answer."""

from django import forms

from assessments import review_words, workflow, working_days
from assessments.forms.fields import ParagraphField, RowField, ScoreField
from assessments.forms.grounds import GroundsForm, TicksForm
from assessments.models import Review
from assessments.supported import needs_second
from indicators.ruleset import MET

Verdict = Review.Verdict
CONFIRM = "confirm"
VERDICTS = [(Verdict.ACCEPT, "Terima"), (Verdict.ADJUST, "Tetapkan lain"), (Verdict.SEND_BACK, "Minta perbaikan")]
MAXIMUM_REASON = 4_000

SHORT_REASON = (
    f"Tulis alasan paling sedikit {workflow.MINIMUM_REASON} karakter dan sebutkan kriteria yang belum terpenuhi"
)
SHORT_RAISE = (
    f"Tulis alasan paling sedikit {workflow.MINIMUM_REASON} karakter. Tingkat ini di atas yang didukung centang, kode, "
    "atau penilaian mandiri, sehingga dibaca asesor kedua"
)
SHORT_REQUEST = f"Tulis apa yang perlu dilengkapi, paling sedikit {workflow.MINIMUM_REASON} karakter"
TEMPLATE_ONLY = "Lengkapi alasan ini: sebutkan bagian kriteria yang belum terpenuhi dan halaman buktinya"
ALL_MET = "Semua kriteria di atas tingkat ini dicentang Ya. Ubah centang yang belum terpenuhi, atau pilih kode alasan"
TOO_LATE = "Tenggat perbaikan telah lewat. Terima nilainya atau tetapkan nilai lain"


class EffectForm(TicksForm):
    """A decision as far as it is made, to show what it would change. Nothing is saved."""

    verdict = forms.ChoiceField(choices=[*VERDICTS, (CONFIRM, "Kuatkan")], required=False)

    def __init__(self, data, *, answer, proposal=None):
        super().__init__(data, answer=answer)
        self.proposal = proposal
        self.fields["score"] = ScoreField(instrument=answer.indicator.instrument, required=False)

    @property
    def is_complete(self):
        verdict = self.is_valid() and self.cleaned_data["verdict"]
        return bool(verdict) and not (verdict == Verdict.ADJUST and self.score is None)

    @property
    def score(self):
        """The score that the decision leaves the answer with; None for one that is sent back."""
        chosen = {Verdict.ACCEPT: self.answer.score, Verdict.ADJUST: self.cleaned_data["score"]}
        if self.proposal:
            chosen[CONFIRM] = self.proposal.score
        return chosen.get(self.cleaned_data["verdict"])

    @property
    def is_raise(self):
        """Whether it waits for a second assessor."""
        if not self.is_complete or self.cleaned_data["verdict"] == CONFIRM or self.score is None:
            return False
        return needs_second(self.answer, self.score, self.ticks, self.codes)


class UndoForm(forms.Form):
    """Which decision about an answer is to be taken back."""

    def __init__(self, data, *, answer):
        super().__init__(data)
        decisions = answer.reviews.select_related("assessor")
        self.fields["review"] = RowField(decisions)


class ReviewForm(GroundsForm):
    """One decision. `version` is what the assessor saw; the workflow refuses it when the answer has moved on."""

    minimum_reason, maximum_reason = workflow.MINIMUM_REASON, MAXIMUM_REASON

    verdict = forms.ChoiceField(
        label="Keputusan",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Pilih salah satu keputusan"),
    )
    reason = ParagraphField(label="Alasan", required=False, max_length=MAXIMUM_REASON)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, answer, criteria=None, may_return=True, may_confirm=False, **kwargs):
        criteria = list(answer.indicator.criteria.all()) if criteria is None else criteria
        super().__init__(data, answer=answer, criteria=criteria, **kwargs)
        self.may_return = may_return
        self.fields["verdict"].choices = [*VERDICTS, *([(CONFIRM, "Kuatkan")] if may_confirm else [])]
        instrument = answer.indicator.instrument
        label = "Tingkat yang ditetapkan" if instrument.is_stepped else "Nilai yang ditetapkan"
        self.fields["score"] = ScoreField(instrument=instrument, label=label, required=False)

    @classmethod
    def of(cls, answer, review, *, criteria, **kwargs):
        """A fresh form: empty, or filled with a decision: the one that stands, or one that was just undone."""
        initial = {"version": answer.version, "due": _first_due(answer)}
        if review:
            verdict = Verdict.ADJUST if _is_other(review) else review.verdict
            verdict = Verdict.ACCEPT if verdict == Verdict.RAISE else verdict
            grounds = cls.grounds_of(review, answer, criteria)
            initial |= {key: value for key, value in grounds.items() if value}
            initial |= {"verdict": verdict, "reason": review.reason}
            if verdict == Verdict.ADJUST:
                initial["score"] = review.score
        return cls(answer=answer, criteria=criteria, initial=initial, **kwargs)

    @classmethod
    def keeping(cls, data, answer, *, criteria, **kwargs):
        """What was typed so far, not judged yet, on top of the version that stands now."""
        single = ("verdict", "score", "reason", "missing_more", "recommendation", "due", *cls.names(answer))
        typed = {name: data.get(name, "") for name in single}
        typed |= {name: data.getlist(name) for name in ("code", "missing")}
        typed["due"] = typed["due"] or _first_due(answer)
        return cls(answer=answer, criteria=criteria, initial=typed | {"version": answer.version}, **kwargs)

    def draft(self):
        """Fill what a decision begins with where nothing is written yet: for those who work without scripts."""
        level = self.first_unmet(self.fields["score"].prepare_value(self["score"].value()))
        if level is None:
            return self
        if not self.initial.get("reason"):
            labels = [reason.label for reason in self.reasons if reason.code in self.codes]
            self.initial["reason"] = review_words.draft_reason(level, labels)
        if not self.initial.get("recommendation") and level in self.criteria:
            self.initial["recommendation"] = review_words.draft_recommendation(self.criteria[level])
        if not self.initial.get("missing"):
            self.initial["missing"] = [str(level) for level in self.unmet_levels(self._proven)]
        return self

    def first_unmet(self, score):
        """The level whose criteria a decision says are not met: the one above the chosen or the proven level."""
        verdict = self["verdict"].value()
        if verdict == Verdict.ADJUST and str(score).isdecimal():
            return self._above(int(score))
        return self._above(self._proven) if verdict == Verdict.SEND_BACK else None

    def unmet_levels(self, score):
        """The levels between a score and the claim that are not ticked as met."""
        claimed = self.answer.score
        return [n for n in self.levels if score < n <= claimed and self.ticks.get(str(n)) != MET]

    def clean(self):
        cleaned = super().clean()
        checks = {
            Verdict.ADJUST: self._check_other,
            Verdict.SEND_BACK: self._check_return,
            Verdict.ACCEPT: self._check_raise,
        }
        if check := checks.get(cleaned.get("verdict")):
            check(cleaned)
        return cleaned

    def _check_other(self, cleaned):
        score = cleaned.get("score")
        if "score" in self.errors:
            return
        if score is None:
            self.add_error("score", "Pilih tingkat yang ditetapkan")
        elif score == self.answer.score:
            self.add_error("score", "Nilai ini sama dengan penilaian mandiri. Pilih nilai lain, atau terima nilainya")
        elif score > self.answer.score:
            self._check_raise(cleaned)
            return
        else:
            self._check_lower(cleaned, score)
        self._check_length(cleaned, SHORT_REASON)

    def _check_lower(self, cleaned, score):
        if self.levels and not self.codes and not self.unmet_levels(score):
            self.add_error("score", ALL_MET)
        level = self._above(int(score))
        if not cleaned.get("recommendation", "").strip() and level in self.criteria:
            cleaned["recommendation"] = review_words.draft_recommendation(self.criteria[level])

    def _check_raise(self, cleaned):
        score = self.answer.score if cleaned["verdict"] == Verdict.ACCEPT else cleaned.get("score")
        if score is not None and needs_second(self.answer, score, self.ticks, self.codes):
            self._check_length(cleaned, SHORT_RAISE)

    def _check_return(self, cleaned):
        if not self.may_return:
            self.add_error("verdict", TOO_LATE)
        if not cleaned.get("reason", "").strip() and self.missing_lines:
            cleaned["reason"] = review_words.LIST_ONLY
        self._check_length(cleaned, SHORT_REQUEST)

    def _check_length(self, cleaned, told):
        if "reason" in self.errors:
            return
        reason = cleaned.get("reason", "").strip()
        labels = [code.label for code in self.reasons]
        if len(reason) < workflow.MINIMUM_REASON:
            self.add_error("reason", told)
        elif not review_words.says_more(reason, labels) and reason != review_words.LIST_ONLY:
            self.add_error("reason", TEMPLATE_ONLY)

    @property
    def _proven(self):
        level = self.supported.level
        return int(self.answer.indicator.instrument.scale_min) if level is None else level

    def _above(self, level):
        return level + 1 if level + 1 in self.levels else None


def _is_other(review):
    return review.score is not None and review.score != review.claimed_score


def _first_due(answer):
    period = answer.assessment.period
    return working_days.default_due(period).astimezone(period.institution.zone).date()
