"""The pages of the second factor. What a code proves is allauth's; who must have one, and what ends then, is ours."""

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts import trail
from accounts.reauthentication import ask, recent
from accounts.second_factor import rules

NEXT = "second_factor_next"
_reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


class _Form:
    """Refused input is a 422."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class Authenticate(_Form, base.AuthenticateView):
    pass


class Activate(_Form, totp.ActivateTOTPView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return context | {"secret": groups, "is_required": NEXT in self.request.session}

    def form_valid(self, form):
        response = super().form_valid(form)
        _changed(self.request, "second_factor.activated")
        return response


class Deactivate(_Form, totp.DeactivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        _changed(self.request, "second_factor.deactivated")
        return response


class NewRecoveryCodes(_Form, recovery.GenerateRecoveryCodesView):
    def form_valid(self, form):
        response = super().form_valid(form)
        _record(self.request, "recovery_codes.made")
        return response


class RecoveryCodes(recovery.ViewRecoveryCodesView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"onward": self.request.session.pop(NEXT, reverse("mfa_index"))}


def _changed(request, action):
    """Every other session of this person ends; this one goes on under a new name."""
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)
    if action == "second_factor.activated":
        rules.note_passed(request)
    _record(request, action)


def _record(request, action):
    user = request.user
    trail.record_access(action, request=request, institution=trail.home_of(user), actor=user, person=user)


@_reads_and_posts
def needed(request):
    """Where the middleware leads: to set a factor up, or to prove the one that this session has not seen."""
    target = _target(request)
    if rules.has_passed(request):
        return HttpResponseRedirect(target)
    if not rules.has_factor(request.user):
        request.session[NEXT] = target
        return redirect("mfa_activate_totp")
    return ask(request, lambda request: HttpResponseRedirect(target), only_code=True)


def _target(request):
    target = request.GET.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_safe else reverse("home")


@require_safe
def index(request):
    return base.IndexView.as_view(extra_context={"is_required": rules.is_required(request.user)})(request)


authenticate = _reads_and_posts(Authenticate.as_view())
activate = _reads_and_posts(recent(Activate.as_view(), reading=True))
deactivate = _reads_and_posts(recent(Deactivate.as_view()))
new_recovery_codes = _reads_and_posts(recent(NewRecoveryCodes.as_view()))
recovery_codes = require_safe(recent(RecoveryCodes.as_view(), reading=True))
