"""Whoever must have a second factor sets one up, or proves it, before anything else, and then goes on."""

from urllib.parse import quote

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.formats import wants_json
from accounts.second_factor import rules
from accounts.typed import typed_texts

OPEN = {"account_logout", "mfa_activate_totp", "mfa_view_recovery_codes", "accounts:second_factor"}


class SecondFactor:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name
        is_open = name in OPEN or not getattr(view, "login_required", True)
        if is_open or not rules.is_required_for(request.user, name) or rules.has_passed(request):
            return None
        return _lead(request)


def _lead(request):
    path = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("home")
    url = f"{reverse('accounts:second_factor')}?next={quote(path)}"
    if wants_json(request):
        return JsonResponse({"masuk": url}, status=401, headers={"Cache-Control": "no-store"})
    if request.method == "POST" and (texts := typed_texts(request)):
        return render(request, "mfa/interrupted.html", {"texts": texts, "url": url}, status=403)
    return redirect(url)
