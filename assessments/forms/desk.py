"""What the review desk sends besides a decision: which answers are ticked, and whose hold is meant."""

import re

from django import forms
from django.utils.dateparse import parse_datetime

MAXIMUM_TICKED = 25  # one page of the queue
NOTHING = "Pilih paling sedikit satu jawaban."
TOO_MANY = f"Pilih paling banyak {MAXIMUM_TICKED} jawaban untuk satu kali terima."
_TICK = re.compile(r"(\d{1,15}):(\d{1,9})")


class TickedForm(forms.Form):
    """The ticked answers, each as key and version; `sure`: the list was shown and confirmed."""

    sure = forms.BooleanField(required=False)

    def clean(self):
        found = (_TICK.fullmatch(tick) for tick in self.data.getlist("jawaban"))
        ticked = {int(match[1]): int(match[2]) for match in found if match}
        if not ticked or len(ticked) > MAXIMUM_TICKED:
            raise forms.ValidationError(TOO_MANY if ticked else NOTHING)
        return self.cleaned_data | {"ticked": ticked}


class HoldForm(forms.Form):
    """A sign of life of the review page, or that it is left; `taken` is the moment since which it holds."""

    leaves = forms.BooleanField(required=False)
    taken = forms.CharField(required=False, max_length=40)

    def clean_taken(self):
        try:
            return parse_datetime(self.cleaned_data["taken"])
        except ValueError:
            return None


class TakeOverForm(forms.Form):
    """Who was seen to hold the answer."""

    holder = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
