"""Whose accounts somebody manages: a coordinator those of the institution, a head the operators of the own unit.

Every lookup and every choice of a form starts here, so another unit or government, or a superuser, cannot be named.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from accounts.models import Institution, Membership, Unit, User

Role = Membership.Role

NOT_ALLOWED = "Halaman ini hanya untuk koordinator penilaian dan kepala perangkat daerah."
NOT_ONESELF = "Anda tidak dapat mengubah akun dan peran Anda sendiri. Minta koordinator lain atau administrator portal."
NOT_WHOLE = "Orang ini juga berperan di luar yang Anda kelola, jadi akunnya hanya dapat diubah administrator portal."
LAST_COORDINATOR = "Instansi memerlukan paling sedikit satu koordinator penilaian yang aktif."


class Office:
    """What one person manages. By all own memberships: the active one steers the menu, never what may be done."""

    def __init__(self, user, membership=None):
        self.user, self.active = user, membership
        places = user.all_memberships
        whole = {m.institution_id: m.institution for m in places if m.role == Role.COORDINATOR}
        heads = {m.unit_id for m in places if m.role == Role.UNIT_HEAD and m.institution_id not in whole}
        self.institutions, self.unit_ids = list(whole.values()), heads
        self.is_coordinator = bool(whole)

    @property
    def is_open(self):
        return self.is_coordinator or bool(self.unit_ids)

    def require(self):
        if not self.is_open:
            raise PermissionDenied(NOT_ALLOWED)

    def require_coordinator(self):
        if not self.is_coordinator:
            raise PermissionDenied("Halaman ini hanya untuk koordinator penilaian.")

    @property
    def roles(self):
        return list(Role) if self.is_coordinator else [Role.OPERATOR]

    def memberships(self):
        own_units = Q(unit__in=self.unit_ids, role=Role.OPERATOR)
        return Membership.objects.filter(Q(institution__in=self.institutions) | own_units)

    def units(self):
        """A coordinator's of the institution, a head's own."""
        return Unit.objects.filter(Q(institution__in=self.institutions) | Q(pk__in=self.unit_ids))

    def people(self):
        held = self.memberships().filter(user=OuterRef("pk"))
        return User.objects.filter(Exists(held), is_superuser=False)

    def holds_whole(self, person):
        """Whether every role of this person is managed here: only then may the account itself be touched."""
        held = set(self.memberships().filter(user=person).values_list("pk", flat=True))
        return held == set(Membership.objects.filter(user=person).values_list("pk", flat=True))

    @property
    def institution(self):
        """The one whose roles without a unit are given, and whose units are kept: the one in use, else the first."""
        active = self.active and self.active.institution_id
        return next((place for place in self.institutions if place.pk == active), next(iter(self.institutions), None))

    def institution_of(self, unit=None):
        return unit.institution if unit else self.institution


def require_other(office, person):
    if person.pk == office.user.pk:
        raise PermissionDenied(NOT_ONESELF)


def require_whole(office, person):
    if not office.holds_whole(person):
        raise PermissionDenied(NOT_WHOLE)


def require_coordinator_left(institutions):
    """After the change, under the lock of the institutions: one coordinator who can sign in."""
    for institution in institutions:
        able = Membership.objects.filter(institution=institution, role=Role.COORDINATOR, user__is_active=True)
        if not able.exclude(user__password__startswith="!").exists():
            raise PermissionDenied(LAST_COORDINATOR)


def hold(institutions):
    """Who takes roles away waits for others who do so: two coordinators cannot remove each other."""
    list(Institution.objects.select_for_update().filter(pk__in=[place.pk for place in institutions]).order_by("pk"))
