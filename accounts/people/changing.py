"""What a coordinator or head does to people: lock, check, change, one entry in the trail, one transaction."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from accounts import trail
from accounts.models import Membership, User
from accounts.people import inviting, rules
from accounts.people.rules import Role


class Faster(Exception):
    """Somebody else changed this role after the page was shown."""


class Change:
    """One change of one person by somebody who manages them."""

    def __init__(self, office, person, request):
        rules.require_other(office, person)
        self.office, self.request = office, request
        self.person = User.objects.select_for_update().get(pk=person.pk)

    def record(self, action, institution, **data):
        told = {"request": self.request, "actor": self.office.user, "person": self.person}
        trail.record_access(action, institution=institution, **told, **data)

    def institutions(self):
        places = self.office.memberships().filter(user=self.person).select_related("institution")
        return list({place.institution_id: place.institution for place in places}.values())


def version(membership):
    """What a page saw of a role."""
    return f"{membership.role}-{membership.unit_id or 0}"


def _held(office, person, pk):
    row = office.memberships().select_related("institution", "unit").select_for_update(of=("self",))
    membership = row.filter(user=person, pk=pk).first()
    if membership is None:
        raise Http404
    return membership


@transaction.atomic
def give_role(office, person, *, role, unit, request):
    change, institution = Change(office, person, request), office.institution_of(unit)
    membership, is_new = Membership.objects.get_or_create(
        user=change.person, institution=institution, role=role, unit=unit
    )
    if is_new:
        change.record("role.given", institution, role=role, unit=unit.code if unit else "")
    return membership


@transaction.atomic
def change_role(office, person, pk, *, role, unit, seen, request):
    rules.hold(office.institutions)
    change, membership = Change(office, person, request), _held(office, person, pk)
    if seen != version(membership):
        raise Faster
    same = Membership.objects.filter(user=person, institution=membership.institution, role=role, unit=unit)
    if same.exclude(pk=pk).exists():
        raise Faster
    before = {"role": membership.role, "unit": membership.unit.code if membership.unit else ""}
    membership.is_signatory = membership.is_signatory and role == membership.role
    membership.role, membership.unit = role, unit
    membership.save(update_fields=["role", "unit", "is_signatory"])
    if before["role"] == Role.COORDINATOR:
        rules.require_coordinator_left([membership.institution])
    after = {"role": role, "unit": unit.code if unit else ""}
    change.record("role.changed", membership.institution, before=before, after=after)
    return membership


@transaction.atomic
def take_role(office, person, pk, *, seen, request):
    rules.hold(office.institutions)
    change, membership = Change(office, person, request), _held(office, person, pk)
    if seen != version(membership):
        raise Faster
    institution, role, unit = membership.institution, membership.role, membership.unit
    membership.delete()
    if role == Role.COORDINATOR:
        rules.require_coordinator_left([institution])
    change.record("role.taken", institution, role=role, unit=unit.code if unit else "")


@transaction.atomic
def rename(office, person, *, name, request):
    change = Change(office, person, request)
    rules.require_whole(office, person)
    before, change.person.name = change.person.name, name
    change.person.save(update_fields=["name"])
    _everywhere(change, "person.renamed", before=before, after=name)


@transaction.atomic
def deactivate(office, person, *, request):
    """Sessions end at once: an inactive account is nobody's from the next request on."""
    rules.hold(office.institutions)
    change = Change(office, person, request)
    rules.require_whole(office, person)
    change.person.is_active = False
    change.person.save(update_fields=["is_active"])
    change.person.end_sessions()
    led = change.person.memberships.filter(role=Role.COORDINATOR).select_related("institution")
    rules.require_coordinator_left([membership.institution for membership in led])
    _everywhere(change, "person.deactivated")


@transaction.atomic
def reactivate(office, person, *, request):
    change = Change(office, person, request)
    rules.require_whole(office, person)
    change.person.is_active = True
    change.person.save(update_fields=["is_active"])
    _everywhere(change, "person.reactivated")


@transaction.atomic
def resend(office, person, *, request):
    change = Change(office, person, request)
    if not inviting.is_pending(change.person):
        raise PermissionDenied("Orang ini sudah membuat kata sandi, jadi tidak memerlukan undangan lagi.")
    inviting.resend(change.person, by=office.user, institution=change.institutions()[0], request=request)


@transaction.atomic
def withdraw(office, person, *, request):
    """The link is dead, the roles given here are gone; an account that nobody else needs is closed."""
    rules.hold(office.institutions)
    change = Change(office, person, request)
    if not inviting.is_pending(change.person):
        raise PermissionDenied("Orang ini sudah membuat kata sandi. Nonaktifkan akunnya, atau cabut perannya.")
    places = change.institutions()
    office.memberships().filter(user=change.person).delete()
    if not change.person.memberships.exists():
        change.person.is_active, change.person.invited_at = False, None
        change.person.save(update_fields=["is_active", "invited_at"])
    for institution in places:
        change.record("invitation.withdrawn", institution)


@transaction.atomic
def reset_factor(office, person, *, request):
    """For a lost phone without recovery codes. Signing in still takes the password, which only its owner knows."""
    change = Change(office, person, request)
    rules.require_whole(office, person)
    Authenticator.objects.filter(user=change.person).delete()
    change.person.end_sessions()
    _everywhere(change, "second_factor.reset")
    inviting.tell_reset(change.person, by=office.user)


@transaction.atomic
def end_sessions(office, person, *, request):
    change = Change(office, person, request)
    rules.require_whole(office, person)
    change.person.end_sessions()
    _everywhere(change, "sessions.ended")


def _everywhere(change, action, **data):
    for institution in change.institutions():
        change.record(action, institution, **data)
