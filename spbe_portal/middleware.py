"""What every request gets: an id, one log line, and no copy of a private page in a shared cache."""

import logging
import secrets
import time

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse

from spbe_portal import errors
from spbe_portal.logs import request_id
from spbe_portal.views import healthz

logger = logging.getLogger("spbe_portal.request")


class RequestLog:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = secrets.token_hex(8)
        token = request_id.set(request.id)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.id
            extra = {
                "method": request.method,
                "path": _path(request),
                "status": response.status_code,
                "duration_ms": round((time.monotonic() - started) * 1000),
                "user_id": _user_id(request),
            }
            logger.log(_level(request, response), "request", extra=extra)
            return response
        finally:
            request_id.reset(token)


class CompressPages(GZipMiddleware):
    """Pages and answers to scripts, for slow lines; never a file, whose bytes and length stay as they are."""

    def process_response(self, request, response):
        kind = response.get("Content-Type", "").partition(";")[0]
        is_page = kind in ("text/html", "application/json") and not response.streaming
        return super().process_response(request, response) if is_page else response


class HealthCheck:
    """Answers a load balancer before the session, which the database holds, and whatever name it calls the host by."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return healthz(request) if request.path_info == reverse("healthz") else self.get_response(request)


class PrivatePages:
    """Pages of a signed-in user are never stored, neither by the browser's back list nor by a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class WrongMethodPages:
    """An address that only takes what a form sends, opened by hand: a page with a way on instead of nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = errors.wrong_method(request)
        page["Allow"] = response["Allow"]
        return page


class DemoErrorPages:
    """Visitors of the demo get the portal's error pages instead of Django's own, which DEBUG shows to developers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not settings.DEBUG or getattr(response, "is_portal_page", False):
            return response
        handler = {400: errors.bad_request, 404: errors.not_found, 500: errors.server_error}.get(response.status_code)
        is_page = response.get("Content-Type", "").startswith("text/html")
        return handler(request) if handler and is_page else response


def _path(request):
    """The path without the secret of a link to a new password."""
    match = request.resolver_match
    key = match.kwargs.get("key") if match else None
    return request.path.replace(key, "***") if key else request.path


def _level(request, response):
    if request.path.startswith(settings.STATIC_URL):
        return logging.DEBUG
    return logging.ERROR if response.status_code >= 500 else logging.INFO


def _user_id(request):
    try:
        return request.user.pk
    except (AttributeError, DatabaseFailure):
        return None
