"""Keys of a single letter, switched on and off by each person alone (WCAG 2.1.4). Off until somebody asks for them."""

from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST


@require_POST
def letter_keys(request):
    """A page with htmx gets the switch anew, another one goes on where it came from."""
    wanted, onward = request.POST.get("aktif"), request.POST.get("next", "")
    if wanted not in ("0", "1"):
        return HttpResponseBadRequest("Pilih aktif atau tidak aktif.")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = reverse("accounts:profile")
    request.user.has_letter_keys = wanted == "1"
    request.user.save(update_fields=["has_letter_keys"])
    if "HX-Request" in request.headers:
        return render(request, "components/_letter_keys.html", {"next": onward})
    return HttpResponseRedirect(onward)
