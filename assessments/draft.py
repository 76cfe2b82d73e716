"""An assessment as it stands now, to be read on paper by superiors: answers, proofs, and what is still missing."""

from typing import NamedTuple

from assessments import scorecard, tokens
from assessments.models import Citation
from assessments.progress import Progress


class Entry(NamedTuple):
    """One answer with its texts as people read them."""

    task: object
    explanation: str
    reply: str
    proofs: list


class Proof(NamedTuple):
    citation: object
    name: str


class Draft:
    """Everything that the printed draft shows, in a fixed number of queries."""

    def __init__(self, assessment):
        self.assessment = assessment
        self.progress = Progress(assessment).name_levels()
        self.attainment = scorecard.claimed_attainment(assessment.period, assessment.unit)
        answers = [task.answer for task in self.progress.tasks]
        citations = Citation.objects.filter(answer__in=answers).select_related("evidence").order_by("position")
        citations = list(citations)
        tokens.read_names(answers, citations)
        self._citations = {}
        for citation in citations:
            self._citations.setdefault(citation.answer_id, []).append(citation)
        self.groups = [(group, [self._entry(task) for task in group.tasks]) for group in self.progress.groups()]

    @property
    def gaps(self):
        return [gap for task in self.progress.tasks for gap in task.gaps]

    def _entry(self, task):
        answer = task.answer
        names = answer.evidence_names
        return Entry(
            task=task,
            explanation=tokens.to_names(answer.explanation, names),
            reply=tokens.to_names(answer.reply, names),
            proofs=[Proof(row, names.get(row.evidence_id, "")) for row in self._citations.get(answer.pk, [])],
        )
