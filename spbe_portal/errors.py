"""Error pages: in Indonesian, with a number that leads support to the log line, and without a word about the inside."""

import logging

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader
from django.views.decorators.csrf import requires_csrf_token

logger = logging.getLogger("spbe_portal.error")

_CSRF_REASON = "Halaman ini sudah terlalu lama terbuka. Muat ulang halaman, lalu kirim lagi."


def _page(request, status, reason=""):
    incident = getattr(request, "id", "")
    logger.warning("error page", extra={"status": status, "path": request.path, "incident": incident})
    return render(request, f"{status}.html", {"incident": incident, "reason": reason}, status=status)


@requires_csrf_token
def bad_request(request, exception=None):
    return _page(request, 400)


@requires_csrf_token
def permission_denied(request, exception=None):
    return _page(request, 403, str(exception or ""))


@requires_csrf_token
def not_found(request, exception=None):
    return _page(request, 404)


@requires_csrf_token
def server_error(request):
    """The 500 page is rendered without context processors: they may be what failed."""
    incident = getattr(request, "id", "")
    logger.error("server error", extra={"status": 500, "path": request.path, "incident": incident})
    try:
        return HttpResponseServerError(loader.render_to_string("500.html", {"incident": incident}))
    except TemplateDoesNotExist:
        return HttpResponseServerError(f"Terjadi gangguan pada sistem. Nomor kejadian {incident}")


@requires_csrf_token
def csrf_failure(request, reason=""):
    return _page(request, 403, _CSRF_REASON)
