"""What a unit sends, as one digest, and who changed it since a page showed it.

A page that sends carries the digest of what it showed; nobody sends, or approves, a text that they have not read
(docs/adr/0018).
"""

from typing import NamedTuple

from assessments.frozen import canonical, digest_of
from assessments.models import Answer, Citation, Event, Evidence
from indicators.scoring import plain


def digest(assessment):
    """SHA-256 over the answers of an assessment with their proofs, as they are stored now. Two queries."""
    answers = assessment.answers.select_related("indicator")
    citations = Citation.objects.filter(answer__assessment=assessment).select_related("evidence")
    return digest_from(answers, citations)


def digest_from(answers, citations):
    """The same over rows that have been read: all answers, with their indicators, and all citations with evidence."""
    proofs = {}
    for citation in sorted(citations, key=lambda row: row.position):
        proofs.setdefault(citation.answer_id, []).append(_proof(citation))
    rows = sorted(answers, key=lambda row: row.indicator.number)
    return digest_of(canonical([_answer(row) | {"proofs": proofs.get(row.pk, [])} for row in rows]))


def _answer(answer):
    texts = {name: getattr(answer, name) for name in Answer.FIELDS if name != "score"}
    score = None if answer.score is None else plain(answer.score)
    return {"number": answer.indicator.number, "score": score, **texts}


def _proof(citation):
    evidence = citation.evidence
    told = {name: getattr(evidence, name) for name in Evidence.DESCRIPTION}
    return {
        "evidence": evidence.pk,
        "position": citation.position,
        "pages": citation.pages,
        "levels": sorted(citation.levels),
        "sha256": evidence.sha256,
        "url": evidence.url,
        **{name: value and str(value) for name, value in told.items()},
    }


class Change(NamedTuple):
    """Who changed an answer last since a moment, and when."""

    answer: Answer
    event: Event


def changes_since(moment, answers):
    """The last change of each of these answers after `moment`, in the order of the instrument. One query."""
    by_target = {f"answer:{answer.pk}": answer for answer in answers}
    events = Event.objects.filter(target__in=by_target, action__startswith="answer.", created_at__gt=moment)
    last = {event.target: event for event in events.select_related("actor").order_by("created_at")}
    changes = [Change(by_target[target], event) for target, event in last.items()]
    return sorted(changes, key=lambda change: change.answer.indicator.number)
