from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import door, limits, session_times

_MISMATCH = "Surel atau kata sandi tidak cocok"


class Adapter(DefaultAccountAdapter):
    """How django-allauth behaves here: nobody signs up, links lead to BASE_URL, no answer tells who has an account."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
        "enter_current_password": "Kata sandi sekarang tidak cocok.",
        "invalid_password_reset": "Tautan ini sudah dipakai atau sudah lewat waktunya.",
    }

    def is_open_for_signup(self, request):
        """Accounts are made by the administrator; nobody signs up."""
        return False

    def pre_authenticate(self, request, **credentials):
        """Count the try before the password is looked at. By allauth's own limit anybody can lock out anybody."""
        address, email = self.get_client_ip(request), credentials.get("email", "").lower()
        wait = limits.take(limits.PAIR, address, email)
        if not wait and not limits.is_known(address, email):
            wait = limits.take(limits.STRANGERS, email)
        if wait:
            door.note_try("sign_in.blocked", request, email)
            request.retry_after = wait
            raise ImmediateHttpResponse(ratelimit.respond_429(request))

    def authenticate(self, request, **credentials):
        """A deactivated account gets the answer of an unknown one, even with the right password."""
        user = super().authenticate(request, **credentials)
        if user and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request, **credentials):
        action = "identity.failed" if request.user.is_authenticated else "sign_in.failed"
        door.note_try(action, request, credentials.get("email", "").lower())

    def login(self, request, user):
        super().login(request, user)
        session_times.begin(request.session)
        self._trust(request, user)
        door.note_sign_in(request, user)

    def logout(self, request):
        door.note_sign_out(request)
        super().logout(request)

    def set_password(self, user, password):
        """Whoever reaches the mailbox of an account, or knows its password, does not wait for the tries of others."""
        with transaction.atomic():
            super().set_password(user, password)
            door.record_password(self.request, user)
        self._trust(self.request, user)

    def get_reset_password_from_key_url(self, key):
        uid, _, token = key.partition("-")
        return settings.BASE_URL + reverse("account_reset_password_from_key", args=[uid, token])

    def get_password_change_redirect_url(self, request):
        return reverse("accounts:profile")

    def send_mail(self, template_prefix, email, context):
        """The mail names the portal and its public address, never the Host header of the request."""
        public = {"portal_name": settings.PORTAL_NAME, "base_url": settings.BASE_URL}
        super().send_mail(template_prefix, email, public | context)

    def _trust(self, request, user):
        address = self.get_client_ip(request)
        limits.free(limits.PAIR, address, user.email)
        limits.remember(address, user.email)
