"""The public check of a printed sheet. No account, a limit on guesses, and nothing about answers or evidence."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import limits
from reports.forms import CodeForm
from reports.verification import normalized
from reports.verification import verify as facts_of

GUESSES = limits.Limit("verify-document", 30, 60)


@login_not_required  # Anyone who holds a printed sheet may check it.
@require_safe
def verify_form(request):
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        code = normalized(form.cleaned_data["code"])
        if code:
            return redirect("reports:verify", code)
        form.add_error("code", "Kode terdiri dari delapan huruf dan angka. Periksa kembali karakter pada lembar.")
    return render(request, "reports/verify_form.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required  # The QR code of a printed sheet leads here.
@require_safe
@never_cache
def verify(request, code):
    if seconds := limits.take(GUESSES, get_adapter().get_client_ip(request)):
        response = render(request, "reports/verify_wait.html", status=429)
        response["Retry-After"] = seconds
        return response
    facts = facts_of(code)
    context = {"facts": facts, "form": CodeForm(), "code": code[:20]}
    response = render(request, "reports/verify.html", context, status=200 if facts else 404)
    response.is_portal_page = True
    return response
