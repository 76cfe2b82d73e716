"""Which reasons for a lower level the proofs of an answer suggest by themselves, and why."""

from typing import NamedTuple

from assessments.evidence_advice import DRAFT
from indicators.rules import rules_for

_BY_ADVICE = {"VIRUS": "unreadable", "TAUTAN_MATI": "dead_link", DRAFT: "draft"}


class Code(NamedTuple):
    """A reason that applies to the indicator; `cap` is the level it leaves, `why` the finding that suggests it."""

    code: str
    label: str
    cap: int | None
    effect: str
    why: str

    @property
    def is_suggested(self):
        return bool(self.why)


def codes_of(answer, citations):
    """All reasons of the indicator, the suggested ones first. `citations` carry their `facts` (evidence_advice)."""
    number, rules = answer.indicator.number, rules_for(answer.indicator.instrument.slug)
    found = _findings(answer, citations, rules)
    codes = [
        Code(r.code, r.label, rules.cap(number, [r.code]), r.effect, found.get(r.finding, ""))
        for r in rules.reasons_for(number)
    ]
    return sorted(codes, key=lambda code: not code.is_suggested)


def _findings(answer, citations, rules):
    """Finding to the words that tell it."""
    if not citations:
        above = answer.score is not None and answer.score > (rules.no_evidence_needed_up_to or 0)
        return {"no_evidence": "Jawaban tidak disertai bukti"} if above else {}
    found = {}
    for citation in citations:
        for advice in citation.facts:
            if finding := _finding(advice, citation.evidence):
                found.setdefault(finding, f"{citation.evidence.title}: {advice.fact[0].lower()}{advice.fact[1:]}")
    return found | _missing_review(answer, citations, rules)


def _finding(advice, evidence):
    if advice.code == "BUKTI_LAMA":
        return f"old_{evidence.document_kind}"
    return _BY_ADVICE.get(advice.code)


def _missing_review(answer, citations, rules):
    """Said only where every proof tells what it is: one that does not may be the very review."""
    if answer.score is None:
        return {}
    asked = rules.ages(answer.indicator.number, int(answer.score))
    kinds = {citation.evidence.document_kind for citation in citations}
    if any(rule.kind == "review" for rule in asked) and "" not in kinds and "review" not in kinds:
        return {"missing_review": "Tidak ada bukti yang berjenis hasil reviu"}
    return {}
