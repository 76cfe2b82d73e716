"""The list of people: who, in which role, and where each stands with invitation, sign-in and second factor."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, TextChoices
from django.utils import timezone

from accounts.models import Membership
from accounts.people import inviting
from accounts.second_factor.rules import ROLES


class State(TextChoices):
    ACTIVE = "aktif", "Aktif"
    INVITED = "diundang", "Diundang"
    EXPIRED = "lewat", "Undangan lewat waktu"
    INACTIVE = "nonaktif", "Nonaktif"
    NEVER = "belum-masuk", "Belum pernah masuk"
    NO_FACTOR = "tanpa-dua-langkah", "Wajib dua langkah, belum aktif"


BADGES = {
    State.ACTIVE: "accepted",
    State.INVITED: "waiting",
    State.EXPIRED: "warning",
    State.INACTIVE: "superseded",
}


def people(office, *, words="", role="", unit=None, state=""):
    held = office.memberships().filter(user=OuterRef("pk"))
    if role:
        held = held.filter(role=role)
    if unit:
        held = held.filter(unit=unit)
    rows = office.people().filter(Exists(held)).filter(_in_state(state)).order_by("name", "pk")
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return with_standing(rows, office)


def with_standing(rows, office):
    """Three queries, whatever the number of people."""
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    places = office.memberships().select_related("institution", "unit").order_by("role", "unit__name")
    return rows.annotate(has_factor=Exists(factor)).prefetch_related(
        Prefetch("memberships", queryset=places, to_attr="places")
    )


def _in_state(state):
    unused = Q(password__startswith="!")
    oldest = timezone.now() - timedelta(days=settings.INVITATION_DAYS)
    fresh = Q(invited_at__gt=oldest)
    factor = Q(Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)))
    return {
        State.ACTIVE: Q(is_active=True) & ~unused,
        State.INVITED: Q(is_active=True) & unused & fresh,
        State.EXPIRED: Q(is_active=True) & unused & ~(fresh & Q(invited_at__isnull=False)),
        State.INACTIVE: Q(is_active=False),
        State.NEVER: Q(is_active=True, last_login__isnull=True),
        State.NO_FACTOR: Q(Exists(Membership.objects.filter(user=OuterRef("pk"), role__in=ROLES)), is_active=True)
        & ~factor,
    }.get(state, Q())


def state_of(person):
    if not person.is_active:
        return State.INACTIVE
    if not inviting.is_unused(person):
        return State.ACTIVE
    return State.EXPIRED if inviting.is_expired(person) else State.INVITED


def standing(person):
    """For a page: the state with its badge, and what there is to say of the second factor."""
    state = state_of(person)
    is_great = any(place.role in ROLES for place in person.places)
    return {
        "person": person,
        "state": state,
        "badge": BADGES[state],
        "is_pending": state in (State.INVITED, State.EXPIRED),
        "lacks_factor": is_great and not person.has_factor and settings.REQUIRE_SECOND_FACTOR,
        "expires_at": inviting.expires_at(person),
    }
