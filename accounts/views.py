from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.middleware import SESSION_KEY


@require_GET
def profile(request):
    return render(request, "accounts/profile.html")


@require_POST
def switch(request):
    """Work in another of one's own memberships from now on."""
    chosen = get_object_or_404(request.user.memberships, pk=request.POST.get("membership"))
    request.session[SESSION_KEY] = chosen.pk
    return redirect("home")
