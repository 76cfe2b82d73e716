from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import SwitchForm
from accounts.middleware import SESSION_KEY


@require_safe
def profile(request):
    return render(request, "accounts/profile.html", {"trail": [{"label": "Akun saya"}]})


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
