from django import forms

from accounts.models import User

UNREAD = "belum"


class RhythmForm(forms.ModelForm):
    """How often a person gets mail about what the portal tells them."""

    class Meta:
        model = User
        fields = ["mail_rhythm"]
        widgets = {"mail_rhythm": forms.RadioSelect}


class MarkForm(forms.Form):
    """Read, or unread once more."""

    dibaca = forms.TypedChoiceField(choices=[("ya", "ya"), ("tidak", "tidak")], coerce=lambda value: value == "ya")
