"""An assessment as it stands now, read whole before it is sent: answers, proofs, gaps, and what to look at again."""

from typing import NamedTuple

from assessments import content, scorecard, tokens
from assessments.evidence_advice import advice_of
from assessments.models import Citation
from assessments.progress import Progress
from assessments.text_faults import text_faults


class Entry(NamedTuple):
    """One answer with its texts as people read them."""

    task: object
    explanation: str
    reply: str
    proofs: list
    is_copy_unchecked: bool

    @property
    def advice(self):
        """What a person may want to look at again before sending; nothing of it stands in the way."""
        found = ["Disalin dari tahun lalu dan belum diperiksa."] if self.is_copy_unchecked else []
        answer = self.task.answer
        said = text_faults(answer, [proof.citation.evidence_id for proof in self.proofs], answer.has_same_text)
        found += [fault.sentence for fault in said if not fault.is_blocking]
        for proof in self.proofs:
            said = advice_of(proof.citation, answer.indicator, answer.assessment.period)
            found += [f"{proof.name}: {row.sentence}" for row in said if row.weight != "hint"]
        return found


class Proof(NamedTuple):
    citation: object
    name: str


class Draft:
    """Everything that the check page and the printed draft show, in a fixed number of queries."""

    def __init__(self, assessment):
        self.assessment = assessment
        self.progress = Progress(assessment).name_levels()
        self.attainment = scorecard.claimed_attainment(assessment.period, assessment.unit)
        self.answers = answers = [task.answer for task in self.progress.tasks]
        citations = Citation.objects.filter(answer__in=answers).select_related("evidence").order_by("position")
        citations = list(citations)
        self.digest = content.digest_from(answers, citations)
        tokens.read_names(answers, citations)
        self._citations, by_key = {}, {answer.pk: answer for answer in answers}
        for citation in citations:
            citation.answer = by_key[citation.answer_id]
            self._citations.setdefault(citation.answer_id, []).append(citation)
        self.groups = [(group, [self._entry(task) for task in group.tasks]) for group in self.progress.groups()]

    @property
    def gaps(self):
        return [gap for task in self.progress.tasks for gap in task.gaps]

    def _entry(self, task):
        answer = task.answer
        names, citations = answer.evidence_names, self._citations.get(answer.pk, [])
        return Entry(
            task=task,
            explanation=tokens.to_names(answer.explanation, names),
            reply=tokens.to_names(answer.reply, names),
            proofs=[Proof(row, names.get(row.evidence_id, "")) for row in citations],
            is_copy_unchecked=answer.is_copy_unchecked or any(row.is_copy_unchecked for row in citations),
        )
