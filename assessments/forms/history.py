"""Going back to an earlier version of an answer."""

from django import forms

from assessments.models import Answer, Revision


class RestoreForm(forms.Form):
    """`versi` is the version to go back to; `version-<field>` what the page showed beside it."""

    versi = forms.ModelChoiceField(Revision.objects.none())

    def __init__(self, data, *, answer):
        super().__init__(data)
        self.fields["versi"].queryset = answer.revisions.all()
        for name in Answer.FIELDS:
            self.fields[f"version-{name}"] = forms.IntegerField(min_value=0)

    @property
    def seen(self):
        return {name: self.cleaned_data[f"version-{name}"] for name in Answer.FIELDS}
