"""People who were invited and have not come yet, so that the list of people shows every state."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Membership, User

GUESTS = (
    ("undangan@demo.local", "Operator yang Diundang", 1),
    ("undangan.lama@demo.local", "Operator Lama Diundang", 30),
)
CLOSED = "mantan@demo.local"


def invite(cast):
    unit = cast.units["KOMINFO"]
    for email, name, days in GUESTS:
        person = _person(cast, email, name, unit)
        if not person.last_login and not person.has_usable_password():
            person.invited_at = timezone.now() - timedelta(days=days)
            person.save(update_fields=["invited_at"])
    former = _person(cast, CLOSED, "Mantan Operator", unit)
    former.is_active = False
    former.save(update_fields=["is_active"])


def _person(cast, email, name, unit):
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User(email=email, name=name)
        person.set_unusable_password()
        person.save()
    fields = {"user": person, "institution": cast.institution, "role": Membership.Role.OPERATOR, "unit": unit}
    Membership.objects.get_or_create(**fields)
    return person
