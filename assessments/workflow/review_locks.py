"""Having an answer open to review: held for ten minutes, renewed by activity, taken over by another on purpose.

The hold keeps two people from reading the same answer at once. What keeps a decision safe is the version: a hold that
lapsed or that was never taken refuses nothing.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments import permissions
from assessments.models import ReviewLock, record
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_answer

LIFETIME = timedelta(minutes=10)


class Held(Conflict):
    """Another assessor has the answer open; `lock` tells who and since when."""

    def __init__(self, answer, lock):
        super().__init__(answer)
        self.lock = lock


def hold(answer, *, by):
    """Take the answer or renew one's hold; the lock that stands then, which is another's where that one came first."""
    now = timezone.now()
    lock = _lock_of(answer)
    if lock and lock.holder_id != by.pk and lock.expires_at > now:
        return lock
    fields = _fields(by, now)
    if lock is None:
        ReviewLock.objects.bulk_create([ReviewLock(answer=answer, **fields)], ignore_conflicts=True)
        return _lock_of(answer)
    free = ReviewLock.objects.filter(Q(holder=by) | Q(expires_at__lte=now), answer=answer)
    return ReviewLock(answer=answer, **fields) if free.update(**fields) else _lock_of(answer)


@transaction.atomic
def take_over(answer, *, by, seen):
    """Take the answer from the person who was `seen` to hold it (a key). Held: somebody else has taken it since."""
    fresh = locked_answer(answer)
    permissions.require(permissions.may_review(by, fresh))
    now = timezone.now()
    lock = ReviewLock.objects.select_for_update(of=("self",)).select_related("holder").filter(answer=fresh).first()
    is_others = lock is not None and lock.holder_id != by.pk and lock.expires_at > now
    if is_others and lock.holder_id != seen:
        raise Held(fresh, lock)
    taken, _ = ReviewLock.objects.update_or_create(answer=fresh, defaults=_fields(by, now))
    if is_others:
        target = f"answer:{fresh.pk}"
        record("review.taken_over", by=by, assessment=fresh.assessment, target=target, holder=lock.holder_id)
    return taken


def release(answer, *, by, taken_at):
    """Let the answer go when its page is left. A page that was opened since holds it anew and keeps it."""
    ReviewLock.objects.filter(answer=answer, holder=by, taken_at=taken_at).delete()


def end_hold(answer, *, by):
    """For a decision about a locked answer: it ends the hold. Held where the answer is another's just now."""
    lock = _lock_of(answer)
    if lock is None:
        return
    if lock.holder_id != by.pk and lock.expires_at > timezone.now():
        raise Held(answer, lock)
    lock.delete()


def _lock_of(answer):
    return ReviewLock.objects.select_related("holder").filter(answer=answer).first()


def _fields(by, now):
    return {"holder": by, "taken_at": now, "expires_at": now + LIFETIME}
