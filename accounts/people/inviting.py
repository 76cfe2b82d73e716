"""Bringing people in: by a link that lets its owner make the first password, once and for a few days."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import limits, trail
from accounts.models import Membership, User
from accounts.people import rules

_SALT = "accounts.people.inviting"


class MailboxFull(Exception):
    """So many mails went to this address within an hour that one more would help nobody."""


@transaction.atomic
def invite(*, email, name, role, unit, institution, by, request):
    """Give the role to whoever has this address, and tell them; an account is made where there is none.

    What comes back says nothing about whether there was one. Nobody is given a role who administers the portal or whose
    account is closed: that mailbox is told, and the trail.
    """
    email = email.lower()
    person = User.objects.select_for_update().filter(email=email).first()
    if person and person.pk == by.pk:
        raise PermissionDenied(rules.NOT_ONESELF)
    told = {"request": request, "institution": institution, "actor": by}
    if person is None:
        person = _make(email, name)
    elif _is_left(person):
        _renew(person, name)
    elif person.is_superuser or not person.is_active:
        trail.record_access("role.not_given", person=person, role=role, **told)
        _mail("role_not_given", email, institution=institution)
        return None
    fields = {"user": person, "institution": institution, "role": role, "unit": unit}
    membership, is_new = Membership.objects.get_or_create(**fields)
    if is_new:
        trail.record_access("role.given", person=person, role=role, unit=unit.code if unit else "", **told)
    if is_pending(person):
        send_link(person, by=by)
    elif is_new:
        _mail("role_given", email, user=person, membership=membership, by=by)
    return person


def _make(email, name):
    person = User(email=email, name=name, invited_at=timezone.now())
    person.set_unusable_password()
    person.save()
    return person


def _is_left(person):
    """An account that was withdrawn before anybody used it: nobody's, so it can be used for a new invitation."""
    return not person.is_active and is_unused(person) and not person.memberships.exists()


def _renew(person, name):
    person.name, person.is_active, person.invited_at = name, True, timezone.now()
    person.save(update_fields=["name", "is_active", "invited_at"])


def is_unused(person):
    return not person.has_usable_password()


def is_pending(person):
    return person.is_active and is_unused(person)


def expires_at(person):
    return person.invited_at and person.invited_at + timedelta(days=settings.INVITATION_DAYS)


def is_expired(person):
    return not person.invited_at or expires_at(person) <= timezone.now()


@transaction.atomic
def resend(person, *, by, institution, request):
    """A new link; the old one is dead."""
    if limits.take(limits.MAIL, person.email):
        raise MailboxFull
    person.invited_at = timezone.now()
    person.save(update_fields=["invited_at"])
    trail.record_access("invitation.sent", request=request, institution=institution, actor=by, person=person)
    send_link(person, by=by)


def send_link(person, *, by):
    days = settings.INVITATION_DAYS
    _mail("invitation", person.email, user=person, by=by, days=days, url=link(person))


def link(person):
    return settings.BASE_URL + reverse("accounts:invitation", args=[key_of(person)])


def key_of(person):
    return signing.Signer(salt=_SALT).sign_object([person.pk, _state(person)])


def _state(person):
    """Changes with the password, with each new invitation, and with its withdrawal."""
    content = f"{person.pk}|{person.email}|{person.password}|{person.invited_at}|{person.is_active}"
    return salted_hmac(_SALT, content, algorithm="sha256").hexdigest()[:32]


def invited_by(key):
    """The person of a link that still counts, locked; otherwise nobody, whatever the reason."""
    try:
        pk, state = signing.Signer(salt=_SALT).unsign_object(key)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = User.objects.select_for_update().filter(pk=pk).first()
    if person is None or not is_pending(person) or is_expired(person):
        return None
    return person if constant_time_compare(state, _state(person)) else None


def accept(person, password, *, request):
    get_adapter(request).set_password(person, password)
    home = trail.home_of(person)
    trail.record_access("invitation.accepted", request=request, institution=home, actor=person, person=person)


def tell_reset(person, *, by):
    _mail("second_factor_reset", person.email, user=person, by=by)


def _mail(template, email, **context):
    get_adapter().send_mail(f"account/email/{template}", email, context)
