"""What the unit itself wrote about an indicator last time, to start from: its level, its explanation and its proofs."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format

from assessments.evidence_age import age_rule, has_lapsed, is_too_old
from assessments.models import Answer, Citation, Evidence, Period
from assessments.tokens import shown, token, tokens_in


class Proof(NamedTuple):
    """A proof of the earlier answer as it would be used again: its newest version, or why it is left out."""

    citation: Citation
    evidence: Evidence
    obstacle: str = ""

    @property
    def is_newer(self):
        return self.evidence.pk != self.citation.evidence_id


class Earlier(NamedTuple):
    """`score` is what the assessor left of the claim; `explanation` speaks of the newest versions of its proofs.

    `proofs` leaves out those that the answer of today cites already.
    """

    answer: Answer
    year: int
    score: object
    explanation: str
    proofs: list[Proof]

    @property
    def text(self):
        """The explanation as it was read then, with the names of its own proofs."""
        return shown(self.answer.explanation, self.answer)

    @property
    def fitting(self):
        return [proof for proof in self.proofs if not proof.obstacle]

    @property
    def left_out(self):
        return [proof for proof in self.proofs if proof.obstacle]


def earlier_answer(answer):
    """From the nearest earlier closed period on the same instrument; None without one. At most four queries."""
    assessment = answer.assessment
    last = Period.objects.before(assessment.period)[:1].values("pk")
    answers = Answer.objects.filter(assessment__unit=assessment.unit_id, indicator=answer.indicator_id)
    answers = answers.filter(assessment__period__in=last).with_decided_score()
    found = answers.select_related("assessment__period", "assessment__unit", "indicator__instrument").first()
    if found is None:
        return None
    score = found.score if found.decided_score is None else found.decided_score
    citations = list(Citation.objects.filter(answer=found).select_related("evidence").order_by("position"))
    newest = newest_versions(assessment.unit_id) if citations else {}
    proofs = _proofs(citations, newest, answer)
    return Earlier(found, found.assessment.period.year, score, _renewed(found.explanation, newest), proofs)


def newest_versions(unit):
    """Evidence pk to the present proof that took its place in the end, for all proofs of a unit that were replaced."""
    rows = Evidence.objects.present().filter(unit=unit, replaces__isnull=False).order_by("pk")
    followers = {row.replaces_id: row for row in rows}
    newest = {}
    for pk, follower in followers.items():
        seen = {pk}
        while follower.pk in followers and follower.pk not in seen:
            seen.add(follower.pk)
            follower = followers[follower.pk]
        newest[pk] = follower
    return newest


def _proofs(citations, newest, answer):
    cited = set(answer.citations.values_list("evidence", flat=True)) if citations else set()
    found = {}
    for citation in citations:
        evidence = newest.get(citation.evidence_id, citation.evidence)
        if evidence.pk not in cited and not evidence.removed_at:
            found.setdefault(evidence.pk, Proof(citation, evidence, _obstacle(citation, evidence, answer)))
    return list(found.values())


def _obstacle(citation, evidence, answer):
    """Why a proof cannot serve another year; empty when it can."""
    period, indicator = answer.assessment.period, answer.indicator
    if evidence.scan == Evidence.Scan.INFECTED:
        return "mengandung virus"
    if evidence.dead_at:
        return "tautannya ditandai mati"
    if has_lapsed(evidence, period):
        return f"berlaku sampai {date_format(evidence.valid_until, 'j F Y')}"
    if is_too_old(evidence, indicator, period, citation.levels):
        years = age_rule(indicator, evidence.document_kind, citation.levels).max_years
        return f"tertanggal {date_format(evidence.document_date, 'j F Y')}, lebih dari {years} tahun"
    return ""


def _renewed(text, newest):
    """The text with each mention of a replaced proof turned to the version that is in use now."""
    for pk in tokens_in(text) & newest.keys():
        text = text.replace(token(pk), token(newest[pk].pk))
    return text


class EarlierReference(NamedTuple):
    """A result of another instrument, what is known about how far it agrees, and the unit's own answer, if any."""

    result: object
    note: str
    url: str


def references_of(answer, last_year):
    """What the indicator was in the instrument of the earlier period. At most two queries."""
    found = last_year.references_of(answer.indicator)
    assessment = answer.assessment
    own = Answer.objects.filter(assessment__period__slug=last_year.slug, assessment__unit=assessment.unit_id)
    numbers = set(own.values_list("indicator__number", flat=True)) if found else set()
    place = [last_year.slug, assessment.unit.code]
    return [
        EarlierReference(
            row.result,
            row.note,
            reverse("assessments:answer", args=[*place, row.result.number]) if row.result.number in numbers else "",
        )
        for row in found
    ]
