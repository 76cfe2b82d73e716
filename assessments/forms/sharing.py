"""What a coordinator sends to share the review out."""

from django import forms

from assessments.even_shares import Basis

NOTHING = "Pilih aspek, perangkat daerah, atau keduanya."


class ShareForm(forms.Form):
    """A part for one assessor. Choices are those of the period's own institution and instrument."""

    assessor = forms.ChoiceField(
        label="Asesor", error_messages=dict.fromkeys(("required", "invalid_choice"), "Pilih asesor dari daftar.")
    )
    aspect = forms.ChoiceField(label="Aspek", required=False)
    unit = forms.ChoiceField(label="Perangkat daerah", required=False)

    def __init__(self, data=None, *, sharing):
        super().__init__(data)
        self.sharing = sharing
        reviewers = sharing.reviewers.values()
        self.fields["assessor"].choices = [("", "Pilih asesor"), *((str(r.user.pk), r.user.name) for r in reviewers)]
        aspects = ((str(a.pk), f"{a.code} {a.name}") for a in sharing.aspects.values())
        self.fields["aspect"].choices = [("", "Semua aspek"), *aspects]
        units = ((str(u.pk), u.name) for u in sharing.units.values())
        self.fields["unit"].choices = [("", "Semua perangkat daerah"), *units]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def clean(self):
        kept = super().clean()
        if not self.errors and not kept["aspect"] and not kept["unit"]:
            raise forms.ValidationError(NOTHING)
        return kept

    def values(self):
        """Arguments of workflow.share_out."""
        kept, sharing = self.cleaned_data, self.sharing
        return {
            "assessor": sharing.reviewers[int(kept["assessor"])].user,
            "aspect": sharing.aspects[int(kept["aspect"])] if kept["aspect"] else None,
            "unit": sharing.units[int(kept["unit"])] if kept["unit"] else None,
        }


class TakeBackForm(forms.Form):
    share = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class EvenForm(forms.Form):
    """By what to share evenly; `seen` is the seal of the suggestion that was shown."""

    basis = forms.ChoiceField(choices=Basis.choices, required=False)
    seen = forms.CharField(required=False, max_length=16)

    def clean_basis(self):
        return self.cleaned_data["basis"] or Basis.UNIT
