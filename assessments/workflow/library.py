"""The library of a unit outside any answer: what is said about a proof, whether its link lives, whether it is there.

The chain of the assessment that used a proof last tells of it, or the institution's; it is locked before the proof.
"""

from django.db import transaction
from django.utils import timezone

from assessments import permissions
from assessments.models import Evidence, record
from assessments.retention import hold_of
from assessments.validators.rejection import Rejected
from assessments.workflow.errors import Conflict
from assessments.workflow.evidence import describe, locked_chain
from assessments.workflow.judging import locked_unsent, refresh_status

SENT = "Bukti ini dipakai pada jawaban yang sudah dikirim ({places}), sehingga tidak dapat dihapus."
CITED = "Bukti ini masih dirujuk {places}. Hapus dari jawaban itu lebih dahulu, lalu hapus dari pustaka."


def locked_proof(evidence):
    """The proof as it stands now and the chain that tells of it, both locked."""
    chain = locked_chain(evidence)
    proofs = Evidence.objects.select_for_update(of=("self",)).select_related("unit__institution")
    return proofs.get(pk=evidence.pk), chain


def describe_proof(evidence, *, by, seen, **changes):
    """Write what nobody else changed since it was `seen`; raise Conflict about the rest."""
    with transaction.atomic():
        fresh, chain = locked_proof(evidence)
        permissions.require(permissions.may_describe_proof(by, fresh))
        told, refused = describe(fresh, seen, changes)
        if told:
            record("evidence.described", by=by, target=f"evidence:{fresh.pk}", **told, **chain)
    if refused:
        raise Conflict(fresh, fields=refused, saved=list(told))
    return fresh


@transaction.atomic
def mark_link(evidence, *, by, dead):
    """A person opened a link and tells whether it works; the server never does. A dead one proves nothing."""
    answers = locked_unsent(evidence)
    fresh, chain = locked_proof(evidence)
    permissions.require(permissions.may_mark_link(by, fresh))
    if fresh.is_file:
        raise ValueError("Only a link can be dead.")
    if bool(fresh.dead_at) == dead:
        return fresh
    fresh.dead_at, fresh.dead_by = (timezone.now(), by) if dead else (None, None)
    fresh.save(update_fields=["dead_at", "dead_by"])
    action = "evidence.link_dead" if dead else "evidence.link_alive"
    for answer in answers:
        refresh_status(answer)
    record(action, by=by, target=f"evidence:{fresh.pk}", url=fresh.url, **chain)
    return fresh


@transaction.atomic
def remove_proof(evidence, *, by, reason=Evidence.Removal.OTHER):
    """Take a proof out of the library, while no answer cites it and nothing that was sent rested on it.

    Its row and its bytes stay, so it can come back; the row tells who removed it, when and why.
    """
    fresh, chain = locked_proof(evidence)
    permissions.require(permissions.may_keep(by, fresh.unit))
    _require_free(fresh)
    if fresh.removed_at:
        return fresh
    fresh.removed_at, fresh.removed_by, fresh.removed_reason = timezone.now(), by, reason
    fresh.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    told = {"title": fresh.title, "sha256": fresh.sha256, "reason": str(reason)}
    record("evidence.removed", by=by, target=f"evidence:{fresh.pk}", **told, **chain)
    return fresh


@transaction.atomic
def restore_proof(evidence, *, by):
    fresh, chain = locked_proof(evidence)
    permissions.require(permissions.may_keep(by, fresh.unit))
    if not fresh.removed_at:
        return fresh
    fresh.removed_at, fresh.removed_by, fresh.removed_reason = None, None, ""
    fresh.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    record("evidence.restored", by=by, target=f"evidence:{fresh.pk}", title=fresh.title, sha256=fresh.sha256, **chain)
    return fresh


def _require_free(evidence):
    """Raise Rejected while an answer cites the proof, sooner for one that was sent, or while it is held."""
    for citations, sentence in ((evidence.citations.sent(), SENT), (evidence.citations.all(), CITED)):
        places = citations.order_by("answer").values_list(
            "answer__indicator__number", "answer__assessment__period__year"
        )
        if places := [f"indikator {number} tahun {year}" for number, year in places]:
            raise Rejected("used", sentence.format(places=", ".join(places)))
    if held := hold_of(evidence):
        raise Rejected("held", held.sentence)
