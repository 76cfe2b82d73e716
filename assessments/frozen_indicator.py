"""What the canonical content says of one indicator."""

from assessments.tokens import to_names
from indicators.scoring import plain


def indicator_content(reading, indicator):
    return _IndicatorContent(reading, indicator).content()


class _IndicatorContent:
    def __init__(self, reading, indicator):
        self.reading, self.indicator = reading, indicator

    def content(self):
        result, lead = self.reading.results[self.indicator.pk], self.reading.leads.get(self.indicator.pk)
        answer = lead and self.reading.answers.get((self.indicator.pk, lead.pk))
        claimed = self.reading.claims.get(self.indicator.number)
        return {
            "number": self.indicator.number,
            "code": self.indicator.national_code,
            "name": self.indicator.name,
            "short_name": self.indicator.short_name,
            "service": self.reading.services.get(self.indicator.pk),
            "aspect": self.indicator.aspect.code,
            "domain": self.indicator.aspect.domain.code,
            "weight": plain(self.indicator.weight),
            "score": plain(result.score),
            "label": self._label(result.score),
            "contribution": plain(self.reading.card.contributions[self.indicator.number]),
            "claimed": None if claimed is None else plain(claimed),
            "previous": self._previous_score(),
            "origin": result.origin,
            "reason": result.reason or (answer and self.reading.reasons.get(answer.pk)) or "",
            "lead": lead and {"code": lead.code, "name": lead.name, "score": self._lead_score()},
            "supporting": self._supporting(),
            "next": self._next(result.score),
            "explanation": self._explanation(result, answer),
            "evidence": self._evidence(),
        }

    def _explanation(self, result, answer):
        """The text that an assessor settled for the institution; without one, that of the lead."""
        if result.explanation:
            names = {}
            for row in self._answers_of_all():
                names |= row.evidence_names | names
            return to_names(result.explanation, names)
        return to_names(answer.explanation, answer.evidence_names) if answer else ""

    def _answers_of_all(self):
        """The answers to this indicator, that of the lead first."""
        found = [self.reading.answers.get((self.indicator.pk, a.unit_id)) for a in self._assignments()]
        return [answer for answer in found if answer]

    def _assignments(self):
        own = (a for a in self.reading.assignments if a.indicator_id == self.indicator.pk)
        return sorted(own, key=lambda a: (not a.is_lead, a.unit.name))

    def _label(self, score):
        criterion = self.reading.criteria.get((self.indicator.pk, int(score))) if score == int(score) else None
        return criterion.label if criterion else ""

    def _previous_score(self):
        if not self.reading.is_comparable:
            return None
        return next(
            (row["score"] for row in self.reading.last["indicators"] if row["number"] == self.indicator.number), None
        )

    def _lead_score(self):
        """What the lead's own answer was decided at; the institution's score may have been set otherwise."""
        rows = self.reading.contributions[self.indicator.number]
        decided = next((row.decided for row in rows if row.is_lead), None)
        return None if decided is None else plain(decided)

    def _supporting(self):
        units = {a.unit_id: a.unit for a in self.reading.assignments if a.indicator_id == self.indicator.pk}
        return [
            {
                "code": units[row.unit_id].code,
                "name": units[row.unit_id].name,
                "claimed": None if row.claimed is None else plain(row.claimed),
                "score": None if row.decided is None else plain(row.decided),
            }
            for row in self.reading.contributions[self.indicator.number]
            if not row.is_lead
        ]

    def _next(self, score):
        step = next((step for step in self.reading.steps if step.number == self.indicator.number), None)
        if step is None:
            return None
        criterion = self.reading.criteria.get((self.indicator.pk, int(step.target)))
        return {
            "score": plain(step.target),
            "label": criterion.label if criterion else "",
            "gain": plain(step.gain),
            "text": criterion.text if criterion else "",
        }

    def _evidence(self):
        """The lead's proofs first, then those of the supporting units, each in its order."""
        rows = []
        for assignment in self._assignments():
            answer = self.reading.answers.get((self.indicator.pk, assignment.unit_id))
            rows += [_proof(row, answer.evidence_names) for row in self.reading.citations.get(answer and answer.pk, ())]
        return rows


def _proof(citation, names):
    evidence = citation.evidence
    return {
        "unit": evidence.unit.code,
        "letter": citation.letter,
        "kind": evidence.kind,
        "title": evidence.title,
        "document_number": evidence.document_number,
        "document_date": evidence.document_date and evidence.document_date.isoformat(),
        "pages": citation.pages,
        "levels": citation.levels,
        "sha256": evidence.sha256 or None,
        "file_name": evidence.original_name or None,
        "export_name": names[evidence.pk] if evidence.is_file else None,
        "url": evidence.url or None,
    }
