"""What every request gets: an id, one log line, and no copy of a private page in a shared cache."""

import logging
import secrets
import time

from spbe_portal.logs import request_id

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
            self._log(request, response, started)
            return response
        finally:
            request_id.reset(token)

    def _log(self, request, response, started):
        user = getattr(request, "user", None)
        logger.info(
            "request",
            extra={
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "duration_ms": round((time.monotonic() - started) * 1000),
                "user_id": user.pk if user and user.is_authenticated else None,
            },
        )


class PrivatePages:
    """Pages of a signed-in user are never stored, neither by the browser's back list nor by a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
