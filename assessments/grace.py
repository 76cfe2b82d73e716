"""The token `izin`: that this person had this assessment open at that moment, by the clock of the server.

What was typed before the deadline may arrive after it, from a line that was down. The clock of the device is not asked.
"""

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone

from assessments import permissions

# A page may lie open overnight, on a laptop that sleeps. Its age opens nothing: what counts is that it is from before
# the deadline, and that what it sends comes within minutes after it.
LIFETIME = timedelta(days=7)
_signer = signing.Signer(salt="assessments.grace")


def issue(user, assessment, now=None):
    moment = (now or timezone.now()).timestamp()
    return _signer.sign(f"{user.pk}.{assessment.pk}.{moment:.6f}")


def opened_at(token, user, assessment, now=None):
    """The moment that the token tells of; None when it is no token, too old, or of another person or assessment."""
    try:
        holder, place, moment = _signer.unsign(token).split(".", 2)
    except (signing.BadSignature, ValueError):
        return None
    opened = datetime.fromtimestamp(float(moment), UTC)
    is_own = (holder, place) == (str(user.pk), str(assessment.pk))
    return opened if is_own and (now or timezone.now()) - opened <= LIFETIME else None


def renewed(token, user, assessment, now=None):
    """The token that a page goes on with: a new one until the deadline; after it only the old one still helps."""
    now = now or timezone.now()
    if now > permissions.edit_deadline(assessment) and opened_at(token, user, assessment, now):
        return token
    return issue(user, assessment, now)
