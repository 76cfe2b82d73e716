"""Evidence: what is said about a proof, the order of the proofs, and who opened one."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from assessments import permissions
from assessments.models import Assessment, Citation, Event, Evidence, record
from assessments.workflow.errors import Conflict, unclashed
from assessments.workflow.locks import locked_answer, locked_assessment

READING = timedelta(minutes=10)


def describe_evidence(citation, *, by, seen, seen_open_at=None, **changes):
    """Correct what is said about a proof, as long as no answer that was sent rests on it.

    Only what nobody else changed since it was `seen` is written; Conflict is raised about the rest.
    """
    with transaction.atomic():
        fresh = locked_answer(citation.answer)
        evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=citation.evidence_id)
        permissions.require(permissions.may_describe(by, fresh, evidence, seen_open_at))
        told, refused = describe(evidence, seen, changes)
        if told:
            Citation.objects.filter(pk=citation.pk).update(is_copy_unchecked=False)
            record(
                "answer.evidence_described",
                by=by,
                assessment=fresh.assessment,
                target=f"answer:{fresh.pk}",
                evidence=evidence.pk,
                **told,
            )
    if refused:
        raise Conflict(evidence, fields=refused, saved=list(told))
    return evidence


def describe(evidence, seen, changes):
    """Write on a locked proof what may be written: that as the trail keeps it, and the names of what may not.

    The first is empty when nothing differs.
    """
    if unknown := changes.keys() - set(Evidence.DESCRIPTION):
        raise ValueError(f"A proof has no description called {', '.join(sorted(unknown))}.")
    changes, refused = unclashed(evidence, seen, changes)
    for name, value in changes.items():
        setattr(evidence, name, value)
    if changes:
        evidence.save(update_fields=list(changes))
    return {name: value and str(value) for name, value in changes.items()}, refused


@transaction.atomic
def move_citation(citation, *, by, step):
    """Let a proof change places with the one before (-1) or after (1) it; at the ends nothing happens."""
    fresh = locked_answer(citation.answer)
    permissions.require(permissions.may_edit(by, fresh))
    places = {row.pk: row.position for row in fresh.citations.all()}
    here = places.get(citation.pk)
    other = next((pk for pk, position in places.items() if here and position == here + step), None)
    if other is None:
        return citation
    # One position is free for a moment: no two proofs of an answer ever hold the same one (citation_position_once).
    Citation.objects.filter(pk=citation.pk).update(position=0)
    Citation.objects.filter(pk=other).update(position=here)
    Citation.objects.filter(pk=citation.pk).update(position=here + step)
    record(
        "answer.evidence_moved",
        by=by,
        assessment=fresh.assessment,
        target=f"answer:{fresh.pk}",
        evidence=citation.evidence_id,
        position=here + step,
    )
    citation.position = here + step
    return citation


@transaction.atomic
def note_download(evidence, *, by):
    """Tell of an opened proof: in the chain of the assessment that cites it last, otherwise in the institution's."""
    place = locked_chain(evidence)
    return record("evidence.downloaded", by=by, target=f"evidence:{evidence.pk}", sha256=evidence.sha256, **place)


def note_view(evidence, *, by, opening=""):
    """Tell of a proof that was looked at in the portal: once for a while of reading, or once for each `opening`.

    An opening is a key that the viewer makes up; so the pieces of one reading are told of together, and the next
    reading is told of again.
    """
    target, action = f"evidence:{evidence.pk}", "evidence.viewed"
    told = Event.objects.filter(target=target, action=action, actor=by)
    if opening:
        told, about = told.filter(data__opening=opening), {"opening": opening}
    else:
        told, about = told.filter(created_at__gt=timezone.now() - READING), {}
    if told.exists():
        return
    with transaction.atomic():
        chain = locked_chain(evidence)
        if not told.exists():
            record(action, by=by, target=target, sha256=evidence.sha256, **about, **chain)


def locked_chain(evidence):
    """The chain that tells of a proof, as record() takes it."""
    assessment = Assessment.objects.filter(answers__citations__evidence=evidence).order_by("-pk").first()
    return {"assessment": locked_assessment(assessment)} if assessment else {"institution": evidence.unit.institution}
