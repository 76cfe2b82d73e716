"""Error pages: in Indonesian, with a number that leads support to the log line, and without a word about the inside."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token

from accounts.formats import wants_json
from accounts.typed import typed_texts

_WAIT = 60
_BUSY = 5
_TOLD = {
    400: "Permintaan ini tidak dapat dibaca.",
    404: "Halaman ini tidak ditemukan.",
    405: "Alamat ini tidak dapat dibuka dengan cara itu.",
    413: "Kiriman ini terlalu besar.",
    429: "Terlalu banyak permintaan. Tunggu sebentar.",
    500: "Terjadi gangguan pada sistem.",
    503: "Basis data sedang tidak dapat menyimpan. Coba lagi sebentar lagi.",
}


def _page(request, status, template=None, **context):
    if wants_json(request):
        return _told(request, status, context.get("reason"))
    context |= {"incident": getattr(request, "id", "")}
    response = render(request, template or f"{status}.html", context, status=status)
    response.is_portal_page = True
    return response


def bad_request(request, exception=None):
    """Without a csrf token: making one reads the very body that may have been too large."""
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


@requires_csrf_token
def permission_denied(request, exception=None):
    return _page(request, 403, reason=str(exception or ""))


@requires_csrf_token
def csrf_failure(request, reason=""):
    if wants_json(request):
        return _told(request, 403, "Halaman terlalu lama terbuka, atau Anda keluar dan masuk lagi.", csrf=True)
    # A form of another site comes without the session, so that nobody else writes on this page.
    user = getattr(request, "user", None)
    texts = typed_texts(request) if user and user.is_authenticated else []
    return _page(request, 403, "403_csrf.html", texts=texts)


@requires_csrf_token
def not_found(request, exception=None):
    return _page(request, 404)


@requires_csrf_token
def wrong_method(request):
    return _page(request, 405)


@requires_csrf_token
def too_many_requests(request):
    """Whoever refuses may have said how long; the limits of django-allauth count by the minute."""
    seconds = getattr(request, "retry_after", _WAIT)
    response = _page(request, 429, wait=_duration(seconds))
    response["Retry-After"] = seconds
    return response


def server_error(request):
    """Rendered without context processors, and as plain text if need be: they or the template may be what failed."""
    incident = getattr(request, "id", "")
    if wants_json(request):
        return _failed(request)
    try:
        response = HttpResponse(loader.render_to_string("500.html", {"incident": incident}), status=500)
    except Exception:
        text = f"Terjadi gangguan pada sistem. Nomor kejadian {incident}"
        response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=500)
    response.is_portal_page = True
    return response


def _failed(request):
    """A database that is locked or away is worth another try; anything else is a fault."""
    if not isinstance(sys.exception(), OperationalError):
        return _told(request, 500)
    response = _told(request, 503)
    response["Retry-After"] = _BUSY
    return response


def _told(request, status, reason=None, **more):
    """The same for a script: as JSON."""
    body = {"alasan": reason or _TOLD.get(status, ""), "kejadian": getattr(request, "id", ""), **more}
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    response.is_portal_page = True
    return response


def _duration(seconds):
    minutes = -(-seconds // 60)
    return f"{seconds} detik" if seconds < 60 else f"{minutes} menit"
