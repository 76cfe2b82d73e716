"""All rows of a period that its frozen content is made of, read once."""

from assessments import scorecard
from assessments.models import Answer, Assignment, Citation, IndicatorResult, Review
from assessments.tokens import read_names
from indicators import scoring
from indicators.models import LevelCriterion


class Reading:
    """One consistent reading of a period, in a fixed number of queries."""

    def __init__(self, period):
        self.period = period
        self.institution = period.institution
        self.instrument = period.instrument
        self.scheme = self.instrument.scheme()
        self.indicators = list(self.instrument.indicators.select_related("aspect__domain").order_by("number"))
        self.results = {row.indicator_id: row for row in IndicatorResult.objects.filter(period=period)}
        self.scores = {i.number: self.results[i.pk].score for i in self.indicators if i.pk in self.results}
        self.contributions = scorecard.contributions(period)
        self.claims = scorecard.claimed_scores(period, self.scheme, self.contributions)
        self.card = scoring.compute(self.scheme, self.scores)
        self.last = scorecard.last_results(period)
        self.services = dict(period.chosen_services.values_list("indicator", "name"))
        self._read_people()
        self._read_criteria()

    def _read_people(self):
        assignments = Assignment.objects.filter(period=self.period).select_related("unit").order_by("unit__name")
        self.assignments = list(assignments)
        self.leads = {a.indicator_id: a.unit for a in self.assignments if a.is_lead}
        answers = Answer.objects.filter(assessment__period=self.period).select_related("assessment__unit")
        self.answers = {(a.indicator_id, a.assessment.unit_id): a for a in answers}
        self.reasons = {}
        standing = Review.objects.told_to_unit().filter(answer__assessment__period=self.period)
        for review in standing.order_by("pk"):
            self.reasons[review.answer_id] = review.reason
        self.citations = {}
        cited = Citation.objects.filter(answer__assessment__period=self.period).select_related("evidence__unit")
        for citation in cited.order_by("answer", "position"):
            self.citations.setdefault(citation.answer_id, []).append(citation)
        self._name_evidence()

    def _name_evidence(self):
        """Texts are read with the names of the proofs, as everywhere."""
        indicators = {indicator.pk: indicator for indicator in self.indicators}
        for answer in self.answers.values():
            answer.indicator = indicators[answer.indicator_id]
        citations = [citation for rows in self.citations.values() for citation in rows]
        read_names(list(self.answers.values()), citations)

    def _read_criteria(self):
        criteria = LevelCriterion.objects.filter(indicator__instrument=self.instrument)
        self.criteria = {(c.indicator_id, c.level): c for c in criteria}

    @property
    def is_comparable(self):
        """Figures of two years compare only on the same instrument."""
        return bool(self.last) and self.last["instrument"]["slug"] == self.instrument.slug

    @property
    def steps(self):
        if not hasattr(self, "_steps"):
            self._steps = scoring.recommendations(self.scheme, self.scores)
        return self._steps
