"""The pages of django-allauth as this portal serves them: refused input is a 422, an undeclared method a 405."""

from allauth.account import views
from django.views.decorators.http import require_http_methods, require_safe

from accounts.door import note_try


class _Form:
    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class SignIn(_Form, views.LoginView):
    pass


class ChangePassword(_Form, views.PasswordChangeView):
    pass


class ResetPassword(_Form, views.PasswordResetView):
    def form_valid(self, form):
        note_try("password.link_asked", self.request, form.cleaned_data["email"])
        return super().form_valid(form)


class NewPassword(_Form, views.PasswordResetFromKeyView):
    pass


# The decorators keep what allauth says about each view: whether it needs no account.
_reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])

sign_in = _reads_and_posts(SignIn.as_view())
sign_out = _reads_and_posts(views.LogoutView.as_view())
change_password = _reads_and_posts(ChangePassword.as_view())
reset_password = _reads_and_posts(ResetPassword.as_view())
reset_sent = require_safe(views.PasswordResetDoneView.as_view())
new_password = _reads_and_posts(NewPassword.as_view())
new_password_done = require_safe(views.PasswordResetFromKeyDoneView.as_view())
