"""All that one page of the questionnaire sends in one request."""

from assessments.forms.answers import AnswerForm, holds_answer, settled
from assessments.forms.evidence import CitationForm, NewEvidenceForm, settled_proofs
from assessments.tokens import read_names


class QuestionnaireForms:
    """The answer, new proofs, and what is said about those already cited. Without data: as stored."""

    def __init__(self, answer, data=None, files=None):
        sends_answer = data is not None and holds_answer(data)
        self.citations = citation_forms(answer, data and settled_proofs(data))
        read_names([answer], [form.citation for form in self.citations])
        self.answer = AnswerForm(settled(data) if sends_answer else None, answer=answer)
        self.new_evidence = NewEvidenceForm(data, files)

    @property
    def all(self):
        return [self.answer, self.new_evidence, *self.citations]


def citation_forms(answer, data=None):
    """One form for each proof of the answer, in order; a proof that an answer sent rests on keeps its description."""
    citations = list(answer.citations.select_related("evidence"))
    rests_on = type(answer).citations.rel.related_model.objects.sent()
    fixed = set(rests_on.filter(evidence__in=[c.evidence_id for c in citations]).values_list("evidence", flat=True))
    levels = answer.indicator.instrument.levels()
    forms = []
    for citation in citations:
        citation.answer = answer
        forms.append(CitationForm(data, citation=citation, levels=levels, is_fixed=citation.evidence_id in fixed))
    return forms
