"""The pages of django-allauth as this portal serves them: refused input is a 422, an undeclared method a 405."""

from allauth.account import views


class _Page:
    http_method_names = ("get", "head", "post")

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class SignIn(_Page, views.LoginView):
    pass


class SignOut(_Page, views.LogoutView):
    pass


class ChangePassword(_Page, views.PasswordChangeView):
    pass


class ResetPassword(_Page, views.PasswordResetView):
    pass


class ResetSent(_Page, views.PasswordResetDoneView):
    http_method_names = ("get", "head")


class NewPassword(_Page, views.PasswordResetFromKeyView):
    pass


class NewPasswordDone(_Page, views.PasswordResetFromKeyDoneView):
    http_method_names = ("get", "head")
