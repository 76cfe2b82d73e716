"""The score of the whole institution for one indicator, as an assessor sets it."""

from django import forms
from django.core.validators import MinLengthValidator

from assessments import workflow
from assessments.forms.fields import ParagraphField, ScoreField
from assessments.forms.reviews import MAXIMUM_REASON

_SHORT = f"Tulis alasan paling sedikit {workflow.MINIMUM_REASON} karakter"


class ResultForm(forms.Form):
    minimum_reason, maximum_reason = workflow.MINIMUM_REASON, MAXIMUM_REASON

    reason = ParagraphField(
        label="Alasan",
        max_length=MAXIMUM_REASON,
        validators=[MinLengthValidator(workflow.MINIMUM_REASON, _SHORT)],
        error_messages={"required": _SHORT},
    )

    def __init__(self, data=None, *, instrument, result=None):
        initial = {"score": result.score, "reason": result.reason} if result else {}
        super().__init__(data, initial=initial)
        label = "Tingkat instansi" if instrument.is_stepped else "Nilai instansi"
        missing = {"required": "Pilih tingkat instansi" if instrument.is_stepped else "Tulis nilai instansi"}
        self.fields["score"] = ScoreField(instrument=instrument, label=label, error_messages=missing)
        self.order_fields(["score", "reason"])
