"""A request that is sent twice, because its answer was lost on the way, is carried out once (docs/adr/0012)."""

import threading
from contextlib import nullcontext

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessments.models import AnsweredRequest, Presence
from assessments.workflow.reads import locked_answer_at

_SWEEP_EVERY = 500
_QUEUE = threading.Lock()


class KeyReused(Exception):
    """The key of an earlier request came with another content."""


def answer_once(place, *, by, key, digest, act):
    """Do `act` with the locked answer at `place` and keep the status and body that it gives, all or nothing.

    The same request again gets what the first one got. None where this person may not know of the answer.
    """
    with _turn():
        try:
            return _once(place, by, key, digest, act)
        except IntegrityError:  # the same request, on another connection, was a moment faster
            return _once(place, by, key, digest, act)


def _turn():
    """Threads queue for SQLite's one write lock, which they would otherwise ask for again and again, with pauses.

    Never inside a transaction: whoever holds the lock of the database already must not wait for those who want it.
    """
    is_alone = connection.vendor != "sqlite" or connection.in_atomic_block
    return nullcontext() if is_alone else _QUEUE


@transaction.atomic
def _once(place, by, key, digest, act):
    answer = locked_answer_at(*place, by=by, key=key)
    if answer is None:
        return None
    if answer.answered and (earlier := _still_valid(answer.answered)):
        if earlier.digest != digest:
            raise KeyReused
        return earlier.status, earlier.body
    status, body = act(answer)
    if key:
        kept = AnsweredRequest.objects.create(user=by, key=key, digest=digest, status=status, body=body)
        if not kept.pk % _SWEEP_EVERY:
            forget_stale()
    return status, body


def _still_valid(pk):
    earlier = AnsweredRequest.objects.get(pk=pk)
    if timezone.now() - earlier.created_at <= AnsweredRequest.LIFETIME:
        return earlier
    earlier.delete()
    return None


def forget_stale():
    """Delete the answers that nobody asks for any more and the presences of who has left; how many of each."""
    now = timezone.now()
    requests = AnsweredRequest.objects.filter(created_at__lt=now - AnsweredRequest.LIFETIME)
    presences = Presence.objects.filter(seen_at__lt=now - Presence.FRESH)
    return requests.delete()[0], presences.delete()[0]
