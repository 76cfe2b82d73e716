from functools import wraps
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse


class PortalAdmin(AdminSite):
    """Django's admin for the platform's administrator alone, entered and left through the portal's own sign-in."""

    site_header = site_title = "Administrasi portal"
    index_title = "Akun, instansi, dan data"

    def has_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def admin_view(self, view, cacheable=False):
        """Whoever is signed in without the right is told so, instead of being asked to sign in once more."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def checked(request, *args, **kwargs):
            if not self.has_permission(request):
                raise PermissionDenied("Halaman ini hanya untuk administrator portal.")
            return inner(request, *args, **kwargs)

        return checked

    @login_not_required  # It leads to the sign-in page.
    def login(self, request, extra_context=None):
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: target})}")

    def logout(self, request, extra_context=None):
        return LogoutView.as_view(next_page="account_login")(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
