"""Where the request that is being answered came from, for whoever writes the trail below the views."""

import ipaddress
from contextvars import ContextVar
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied


class Origin(NamedTuple):
    """The address of the sender, behind the proxies that the settings name, and the number of the request."""

    address: str | None = None
    request_id: str | None = None


current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 -- a tuple never changes


def origin_of(request=None):
    """That of a request; of the one that is being answered where none is given; nothing in a job."""
    if request is None:
        return current.get()
    return Origin(_address(request), getattr(request, "id", None))


def _address(request):
    """As the databases write it, so that a hash over it stays true; None where nobody can tell."""
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request).partition("%")[0])
    except (ImproperlyConfigured, PermissionDenied, ValueError):
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)
