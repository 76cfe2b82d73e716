"""Accepting several answers at once: only those that are as last year's, and each for itself."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assessments import proof_doubts, storage
from assessments.copied import with_sameness
from assessments.models import Answer
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import lock_proofs, locked_answer, locked_period
from assessments.workflow.review_locks import Held
from assessments.workflow.reviews import accept

CHANGED = "berubah sejak Anda memilihnya"
NOT_WAITING = "tidak sedang menunggu reviu"
NOT_SAME = "tidak lagi sama dengan jawaban tahun lalu"
MISSING = "berkas buktinya tidak ditemukan"


class Outcome(NamedTuple):
    accepted: list
    left_out: list  # (answer, why)


class _LeftOut(Exception):
    """Why an answer is not accepted unread."""


def accept_together(chosen, *, by):
    """Accept pairs of an answer and the version that was seen; what no longer fits is left out with its reason.

    One transaction for each, so that nobody else waits for the whole list, and each with its own Review and Event.
    """
    outcome = Outcome([], [])
    for answer, version in chosen:
        try:
            _accept_one(answer, version, by)
            outcome.accepted.append(answer)
        except Held as held:
            outcome.left_out.append((answer, f"sedang dibuka {held.lock.holder}"))
        except Conflict:
            outcome.left_out.append((answer, CHANGED))
        except (PermissionDenied, _LeftOut) as refusal:
            outcome.left_out.append((answer, str(refusal)))
    return outcome


@transaction.atomic
def _accept_one(answer, version, by):
    period = locked_period(answer.assessment.period)
    fresh = locked_answer(answer)
    if fresh.version != version:
        raise Conflict(fresh)
    if fresh.status != Answer.Status.WAITING:
        raise _LeftOut(NOT_WAITING)
    lock_proofs(citations__answer=fresh)
    if why := _doubt(fresh, period):
        raise _LeftOut(why)
    accept(answer, by=by, version=version)


def _doubt(answer, period):
    row = Answer.objects.filter(pk=answer.pk)
    if not with_sameness(row).values_list("is_unchanged", flat=True).get():
        return NOT_SAME
    proofs = proof_doubts.read_proofs(row.values("pk"))[answer.pk]
    doubt = proof_doubts.doubt_of(proofs, answer.indicator, period, answer.score)
    if doubt:
        return doubt[0].lower() + doubt[1:]
    files = (evidence.stored_name for _, evidence in proofs if evidence.is_file)
    return "" if all(storage.path_of(name).is_file() for name in files) else MISSING
