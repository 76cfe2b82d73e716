"""The forms of django-allauth in the words of the portal. Which fields there are, and what they check, is allauth's."""

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms

from accounts import limits

_ADVICE = "Paling sedikit 12 karakter. Beberapa kata yang mudah Anda ingat lebih kuat daripada satu kata dengan angka."


def _describe(field, label, help_text="", **attributes):
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)
    field.error_messages["required"] = f"Isi {label[0].lower()}{label[1:]}."


def _describe_email(field):
    _describe(field, "Surel", autocomplete="username", spellcheck="false")
    field.error_messages["invalid"] = "Tulis alamat surel lengkap, misalnya nama@instansi.go.id."


def _describe_new_password(form):
    _describe(form.fields["password1"], "Kata sandi baru", _ADVICE, **{"data-reveal": ""})
    _describe(form.fields["password2"], "Ulangi kata sandi baru", **{"data-reveal": ""})


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe_email(self.fields["login"])
        _describe(self.fields["password"], "Kata sandi", **{"data-reveal": ""})


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe(self.fields["oldpassword"], "Kata sandi sekarang", **{"data-reveal": ""})
        _describe_new_password(self)


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe_new_password(self)


class ResetForm(allauth_forms.ResetPasswordForm):
    """Sends a mail in either case: a link, or word that there is no account. The page says the same of both."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _describe_email(self.fields["email"])

    def save(self, request, **kwargs):
        email = self.cleaned_data["email"]
        if limits.take(limits.MAIL, email):
            return email
        if not self.users:
            get_adapter().send_mail("account/email/unknown_account", email, {"request": request})
            return email
        return super().save(request, **kwargs)


class SwitchForm(forms.Form):
    """Which of one's own memberships to work in."""

    membership = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = user.memberships.all()
