"""Refusals enter the trail: what a signed-in person was not allowed to do, or asked for and may not know of."""

import logging
import time
from datetime import UTC, datetime

from django.core.cache import cache
from django.db import DatabaseError
from django.utils.crypto import salted_hmac

from accounts.origin import current, origin_of
from accounts.trail import note_access

logger = logging.getLogger(__name__)

REFUSED = (403, 404)
# So many entries of one kind from one sender, and from all of them, in a window of so many seconds. The last entry says
# that more may follow unseen. The log of the server keeps every request: they lose nothing but a place in the chain.
MOST, MOST_OF_ALL, WINDOW = 30, 600, 600


class Trail:
    """Tells the trail where a request came from, and of its refusal."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = current.set(origin_of(request))
        try:
            response = self.get_response(request)
            if response.status_code in REFUSED and request.user.is_authenticated and request.resolver_match:
                _note(request, response)
            return response
        finally:
            current.reset(token)


def note_bounded(action, sender, **told):
    """`note_access`, as long as neither the sender nor all of them together have filled the window with this kind."""
    try:
        for who, most in ((str(sender), MOST), ("", MOST_OF_ALL)):
            count = _count(action, who)
            if count > most:
                return
            if count == most:
                told["unseen_until"] = _end_of_window()
    except DatabaseError:  # the counters lie in a table as well
        logger.exception("Entries of the access trail could not be counted: %s", action)
    note_access(action, **told)


def _note(request, response):
    match = request.resolver_match
    asked = "" if match.view_name.startswith("account_") else "/".join(map(str, match.kwargs.values()))
    note_bounded(
        "access.refused",
        request.user.pk,
        institution=request.membership and request.membership.institution,
        actor=request.user,
        status=response.status_code,
        method=request.method,
        route=match.view_name,
        object=asked[:120],
    )


def _count(action, sender):
    """How many there were in this window, this one included; races may lose some, which does no harm."""
    key = salted_hmac("accounts.refusals", f"{action}|{sender}|{_window()}", algorithm="sha256").hexdigest()
    count = cache.get(key, 0) + 1
    cache.set(key, count, 2 * WINDOW)
    return count


def _window():
    return int(time.time()) // WINDOW


def _end_of_window():
    return datetime.fromtimestamp((_window() + 1) * WINDOW, UTC).isoformat()
