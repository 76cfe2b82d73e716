from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import session_times
from accounts.forms import SwitchForm
from accounts.middleware import SESSION_KEY
from accounts.second_factor import rules


@require_safe
def profile(request):
    context = {"trail": [{"label": "Akun saya"}], "has_factor": rules.has_factor(request.user)}
    return render(request, "accounts/profile.html", context)


@require_POST
def switch(request):
    """Work in another of one's own memberships from now on."""
    form = SwitchForm(request.POST, user=request.user)
    if not form.is_valid():
        raise Http404
    membership = form.cleaned_data["membership"]
    request.session[SESSION_KEY] = membership.pk
    messages.success(request, f"Sekarang Anda bertindak sebagai {membership.get_role_display()}, {membership.place}.")
    return redirect("home")


@login_not_required  # A page asks this to learn that its session has ended.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request):
    """Who is signed in, for how many seconds more, and the token that their next request needs. POST starts anew."""
    is_in = request.user.is_authenticated
    if is_in and request.method == "POST":
        session_times.note_act(request.session, each=0)
        request.session.modified = True
    return JsonResponse(
        {
            "masuk": is_in,
            "pengguna": request.user.pk if is_in else None,
            "csrf": get_token(request),
            "sisa": _seconds_left(request.session) if is_in else 0,
        }
    )


def _seconds_left(session):
    """By the stored row: what the session itself tells counts from now, as if each request extended it."""
    if session.modified:
        return _whole(session, session.get_expiry_age())
    row = session.model.objects.filter(session_key=session.session_key).only("expire_date").first()
    return _whole(session, (row.expire_date - timezone.now()).total_seconds() if row else 0)


def _whole(session, stored):
    """The sooner of the two ends: that of the stored row, and that which its times make."""
    counted = session_times.seconds_left(session)
    return max(0, int(stored if counted is None else min(stored, counted)))
