"""What a page that sends has shown: it carries a digest, and is told what changed when that no longer stands."""

from datetime import UTC, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from assessments.content import changes_since
from assessments.forms.carried import whole


class Seen(NamedTuple):
    """What the forms of a page carry: the digest of what it shows, and when its reading began."""

    digest: str
    read_at: datetime


def digest_seen(request):
    """What the posted page had shown; without a digest it counts as stale."""
    return request.POST.get("sidik", "")


def numbers_seen(request):
    """The indicators that the posted page of repairs had listed; what is no number is like none of them."""
    return [whole(text) for text in request.POST.getlist("indikator")]


def changes_seen(request, answers):
    """Who changed these answers since the posted page was read; nothing where it does not say when that was."""
    read_at = _moment(request.POST.get("dibaca", ""))
    return changes_since(read_at, answers) if read_at else []


def _moment(text):
    try:
        moment = parse_datetime(text)
        return moment.astimezone(UTC) if moment and timezone.is_aware(moment) else None
    except (ValueError, OverflowError):
        return None
