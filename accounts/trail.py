"""The trail of the door: who came in, who was refused, whose password or role changed. One entry each, chained."""

import logging

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import AccessEvent
from accounts.origin import origin_of

logger = logging.getLogger(__name__)

# The first half of the advisory locks of PostgreSQL that guard the heads of these chains; any fixed number does.
_LOCKS = 1_400_771


@transaction.atomic
def record_access(action, *, request=None, institution=None, actor=None, person=None, **data):
    """Append one entry to the chain of an institution, or to the one that belongs to none.

    Together with the change that it tells of, where the caller is in a transaction; otherwise in a short one of its
    own. `actor` did it, `person` is whom it concerns; where no institution is named, it is theirs.
    Raises when it cannot be written: see `note_access`.
    """
    institution_id = _institution_id(institution, person or actor)
    _hold(institution_id)
    origin = origin_of(request)
    sequence, previous_hash = _head_of(institution_id)
    event = AccessEvent(
        institution_id=institution_id,
        sequence=sequence + 1,
        action=action,
        actor=actor,
        person=person,
        address=origin.address,
        request_id=origin.request_id or "",
        data=data,
        created_at=timezone.now(),
        previous_hash=previous_hash,
    )
    event.hash = event.computed_hash()
    event.save(force_insert=True)
    return event


def note_access(action, **told):
    """Like `record_access`, where nothing changed that must fail with it: a door that cannot be logged still opens.

    The fault goes to the log of the server as an error, with the action, so that an alert finds it.
    """
    try:
        return record_access(action, **told)
    except Exception:  # whatever the database or a driver may raise: nobody is kept out by it
        logger.exception("The access trail could not be written: %s", action)
        return None


def print_of(kind, value):
    """A keyed fingerprint: entries about the same session or typed address can be matched, and tell neither."""
    return salted_hmac(f"accounts.trail.{kind}", value, algorithm="sha256").hexdigest()[:16] if value else ""


def home_of(user):
    """The institution whose chain tells of a person: that of the first membership."""
    return user.all_memberships[0].institution if user.all_memberships else None


def _institution_id(institution, somebody):
    institution = institution or (somebody and home_of(somebody))
    return institution and institution.pk


def _hold(institution_id):
    """Writers of one chain wait for each other. SQLite lets one transaction write at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCKS, institution_id or 0])


def _head_of(institution_id):
    rows = AccessEvent.objects.filter(institution=institution_id)
    return rows.order_by("-sequence").values_list("sequence", "hash").first() or (0, "")
