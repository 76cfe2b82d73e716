"""Fields that the questionnaire needs and Django does not have."""

import re
from decimal import Decimal

from django import forms

_KEY = re.compile(r"[0-9]{1,18}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,4}([.,][0-9]{1,6})?")


class ScoreField(forms.Field):
    """A score on an instrument's scale: one of its levels, or a number with a decimal comma. Blank means none."""

    def __init__(self, *, instrument, **options):
        self.instrument = instrument
        super().__init__(**options)

    def to_python(self, value):
        value = (value or "").strip()
        if value in self.empty_values:
            return None
        if not _NUMBER.fullmatch(value):
            raise forms.ValidationError(
                f"Tulis nilai sebagai angka, misalnya {self._written(self.instrument.scale_max)}"
            )
        return Decimal(value.replace(",", "."))

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        scale = self.instrument
        if not scale.scale_min <= value <= scale.scale_max:
            limits = f"{self._written(scale.scale_min)} sampai {self._written(scale.scale_max)}"
            raise forms.ValidationError(f"Nilai harus antara {limits}")
        if (value - scale.scale_min) % scale.scale_step:
            step = f"{scale.scale_step.normalize():f}".replace(".", ",")
            raise forms.ValidationError(f"Nilai harus kelipatan {step}, dihitung dari {self._written(scale.scale_min)}")

    def prepare_value(self, value):
        if not isinstance(value, Decimal):
            return value
        return f"{value.normalize():f}".replace(".", ",")

    def _written(self, value):
        return f"{value.normalize():f}" if self.instrument.is_stepped else f"{value:.2f}".replace(".", ",")


class ParagraphField(forms.CharField):
    """Text of several lines. Line breaks count as one character, as the browser counts them."""

    widget = forms.Textarea
    default_error_messages = {
        "max_length": "paling banyak %(limit_value)d karakter, sekarang %(show_value)d. Pindahkan rinciannya ke bukti"
    }

    def to_python(self, value):
        return super().to_python((value or "").replace("\r\n", "\n").replace("\r", "\n"))


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their keys. A key longer than any is told as an unknown one; SQLite would fail at it."""

    def clean(self, value):
        for key in value or ():
            if not _KEY.fullmatch(str(key)):
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], params={"pk": key})
        return super().clean(value)


class RowField(forms.ModelChoiceField):
    """One row by its key, likewise."""

    def to_python(self, value):
        if value not in self.empty_values and not _KEY.fullmatch(str(value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class MultipleFileInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is judged on its own later, so one bad file does not spoil the others."""

    widget = MultipleFileInput

    def clean(self, data, initial=None):
        return list(data or [])
