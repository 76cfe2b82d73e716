"""What an assessor types about one indicator of the whole institution: score, text, policy, coverage, and way back."""

from django import forms
from django.core.validators import MinLengthValidator

from assessments import workflow
from assessments.coverage import State
from assessments.forms.answers import MAXIMUM_TEXT
from assessments.forms.citing import CitingField
from assessments.forms.fields import ParagraphField, ScoreField
from assessments.forms.reviews import MAXIMUM_REASON
from assessments.models import Period

_SHORT = f"Tulis alasan paling sedikit {workflow.MINIMUM_REASON} karakter"
_DIFFERS = "Nilai ini bukan saran kebijakan. Tulis alasannya"
_TOO_WIDE = "Baru {met} dari {total} perangkat daerah mencapai tingkat {level}. Tulis alasan nilai di atas {cap}"
MAXIMUM_NOTE = 500


def _reason(**options):
    return ParagraphField(
        label="Alasan",
        max_length=MAXIMUM_REASON,
        validators=[MinLengthValidator(workflow.MINIMUM_REASON, _SHORT)],
        error_messages={"required": _SHORT},
        **options,
    )


class ResultForm(forms.Form):
    """`row` says what is suggested and covered; `names` what the proofs of all its answers are called."""

    minimum_reason, maximum_reason, maximum_text = workflow.MINIMUM_REASON, MAXIMUM_REASON, MAXIMUM_TEXT

    reason = _reason(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data=None, *, instrument, row, names, seen=None):
        self.row = row
        result = row.result
        version = result.version if result else 0
        initial = {"version": version if seen is None else seen, "score": row.suggestion.score}
        if result:
            initial |= {"score": result.score, "reason": result.reason, "explanation": result.explanation}
        super().__init__(data, initial=initial)
        label = "Tingkat instansi" if instrument.is_stepped else "Nilai instansi"
        missing = {"required": "Pilih tingkat instansi" if instrument.is_stepped else "Tulis nilai instansi"}
        self.fields["score"] = ScoreField(instrument=instrument, label=label, error_messages=missing)
        self.fields["explanation"] = CitingField(
            label="Penjelasan konsolidasi", required=False, max_length=MAXIMUM_TEXT, names=lambda: names
        )
        self.order_fields(["score", "reason", "explanation", "version"])

    @classmethod
    def keeping(cls, data, **given):
        """What was typed, not judged yet, on top of the version that stands now."""
        form = cls(**given)
        form.initial |= {name: data.get(name, "") for name in ("score", "reason", "explanation")}
        return form

    def clean(self):
        cleaned = super().clean()
        score = cleaned.get("score")
        if score is None or cleaned.get("reason") or "reason" in self.errors:
            return cleaned
        if score != self.row.suggestion.score:
            self.add_error("reason", f"{_DIFFERS}, paling sedikit {workflow.MINIMUM_REASON} karakter")
        elif self.row.is_suggestion_too_wide:
            coverage = self.row.coverage
            facts = {name: getattr(coverage, name) for name in ("met", "total", "level", "cap")}
            self.add_error("reason", _TOO_WIDE.format(**facts))
        return cleaned


class PolicyForm(forms.Form):
    """How this indicator is rolled up; without a choice, as the period says."""

    policy = forms.ChoiceField(label="Cara menggabungkan nilai", required=False)
    reason = _reason(required=False)

    def __init__(self, data=None, *, period, own=None):
        super().__init__(data, initial={"policy": own.policy, "reason": own.reason} if own else {}, auto_id="policy_%s")
        usual = f"Kebijakan periode: {period.get_rollup_policy_display().lower()}"
        others = [choice for choice in Period.Policy.choices if choice[0] != period.rollup_policy]
        self.fields["policy"].choices = [("", usual), *others]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("policy") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _SHORT)
        return cleaned

    @property
    def chosen(self):
        """Arguments of workflow.choose_policy."""
        return {"policy": self.cleaned_data["policy"] or None, "reason": self.cleaned_data["reason"]}


class CoverageForm(forms.Form):
    """For each agency whether it does what is asked; left alone, as the decision about its answer says."""

    CHOICES = [("", "Menurut keputusan"), *State.choices]

    def __init__(self, data=None, *, coverage, more):
        """`more` are units that may be added to those that the coverage lists."""
        super().__init__(data, auto_id="coverage_%s")
        self.coverage, self.units = coverage, {row.unit.code: row.unit for row in coverage.rows}
        for row in coverage.rows:
            entry = row.entry
            self._add(row.unit.code, row.unit.name, entry.state if entry else "", entry.note if entry else "")
        self.more = {unit.code: unit for unit in more if unit.code not in self.units}
        units = [("", "Pilih perangkat daerah"), *((code, unit.name) for code, unit in self.more.items())]
        self.fields["added"] = forms.ChoiceField(label="Tambah perangkat daerah", choices=units, required=False)
        self._add("added", "perangkat daerah tambahan", "", "")

    def _add(self, code, name, state, note):
        self.fields[f"state-{code}"] = forms.ChoiceField(
            label=f"Keadaan {name}", choices=self.CHOICES, required=False, initial=state
        )
        self.fields[f"note-{code}"] = forms.CharField(
            label=f"Keterangan {name}", required=False, initial=note, max_length=MAXIMUM_NOTE
        )

    def lines(self):
        """Each agency with its two fields, as the page lists them."""
        return [(row, self[f"state-{row.unit.code}"], self[f"note-{row.unit.code}"]) for row in self.coverage.rows]

    def added_line(self):
        return self["state-added"], self["note-added"]

    def clean(self):
        cleaned = super().clean()
        for code in [*self.units, "added"]:
            if cleaned.get(f"state-{code}") == State.OUT_OF_SCOPE and not cleaned.get(f"note-{code}"):
                self.add_error(f"note-{code}", "Tulis mengapa perangkat daerah ini di luar cakupan")
        if cleaned.get("added") and not cleaned.get("state-added"):
            self.add_error("state-added", "Pilih keadaan perangkat daerah yang ditambahkan")
        return cleaned

    @property
    def marks(self):
        """Argument of workflow.mark_coverage."""
        kept = self.cleaned_data
        marks = {unit: (kept[f"state-{code}"] or None, self._note(code)) for code, unit in self.units.items()}
        if kept.get("added"):
            marks[self.more[kept["added"]]] = (kept["state-added"], self._note("added"))
        return marks

    def _note(self, code):
        return self.cleaned_data[f"note-{code}"] if self.cleaned_data[f"state-{code}"] else ""


class ReturnForm(forms.Form):
    """One decided answer that is to be reviewed again."""

    answer = forms.TypedChoiceField(
        label="Jawaban", coerce=int, error_messages={"required": "Pilih jawaban yang direviu ulang"}
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = _reason()

    def __init__(self, data=None, *, answers):
        super().__init__(data, auto_id="return_%s")
        self.answers = {answer.pk: answer for answer in answers}
        choices = [("", "Pilih perangkat daerah"), *((a.pk, a.assessment.unit.name) for a in answers)]
        self.fields["answer"].choices = choices

    @property
    def chosen(self):
        return self.answers[self.cleaned_data["answer"]]
