"""Who needs a second factor, who has one, and whether this session has proved it."""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings

from accounts.models import Membership

ROLES = (Membership.Role.ASSESSOR, Membership.Role.COORDINATOR)


def is_required(user):
    """Any of one's roles decides, not only the one that is in use: rights follow from all of them."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return user.is_superuser or any(membership.role in ROLES for membership in user.all_memberships)


def is_required_for(user, view_name):
    """What leaders carry out of the portal as well, though reading it does not."""
    if is_required(user):
        return True
    if not settings.REQUIRE_SECOND_FACTOR or view_name not in settings.SECOND_FACTOR_DOWNLOADS:
        return False
    return any(membership.role == Membership.Role.EXECUTIVE for membership in user.all_memberships)


def has_factor(user):
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def has_passed(request):
    """By what the session remembers: no query, and a session without the factor stays one, whatever the account has."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def note_passed(request, kind="totp"):
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)


def note_password(request):
    record_authentication(request, request.user, "password", reauthenticated=True)


def seconds_since_proof(request):
    """Since the password or a code was last given in this session; None when it never was."""
    moments = [record["at"] for record in get_authentication_records(request, request.user)]
    return time.time() - max(moments) if moments else None
