"""The only bridge from rows to maths: which rows feed `indicators.scoring`, and nothing else.

Every function reads in a fixed number of queries, whatever the number of units or indicators.
"""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Subquery

from assessments.models import Answer, Assignment, IndicatorPolicy, IndicatorResult, Result
from indicators import scoring


class Contribution(NamedTuple):
    """What one unit brings to one indicator: its claimed and its reviewed score, either of them possibly None."""

    unit_id: int
    is_lead: bool
    claimed: object
    decided: object
    status: str


def contributions(period, number=None):
    """Indicator number to its contributions, lead first. Two queries."""
    assignments = Assignment.objects.filter(period=period).order_by("-is_lead", "unit__name")
    answers = Answer.objects.filter(assessment__period=period).with_decided_score()
    if number is not None:
        assignments = assignments.filter(indicator__number=number)
        answers = answers.filter(indicator__number=number)
    scores = {
        (row[0], row[1]): row[2:]
        for row in answers.values_list("indicator__number", "assessment__unit", "score", "decided_score", "status")
    }
    found = defaultdict(list)
    for indicator, unit, is_lead in assignments.values_list("indicator__number", "unit", "is_lead"):
        claimed, decided, status = scores.get((indicator, unit), (None, None, Answer.Status.EMPTY))
        found[indicator].append(Contribution(unit, is_lead, claimed, decided, status))
    return found


def policies(period, number=None):
    """Indicator number to its roll-up policy: the period's, but for the indicators that have one of their own."""
    own = IndicatorPolicy.objects.filter(period=period)
    if number is not None:
        own = own.filter(indicator__number=number)
    return defaultdict(lambda: period.rollup_policy, own.values_list("indicator__number", "policy"))


def suggestion(policy, rows, scale, *, claimed=False):
    """The institution's score for one indicator by a policy, from reviewed (or claimed) scores."""
    pick = (lambda row: row.claimed) if claimed else (lambda row: row.decided)
    lead = next((pick(row) for row in rows if row.is_lead), None)
    return scoring.consolidate(policy, lead, [pick(row) for row in rows if not row.is_lead], scale)


def decided_scores(period):
    """Indicator number to the institution's score, for the indicators that have one. One query."""
    return dict(IndicatorResult.objects.filter(period=period).values_list("indicator__number", "score"))


def claimed_scores(period, scheme, found=None, rolled=None):
    """Indicator number to the score that the units claim, rolled up by the same policy as the reviewed ones."""
    found = contributions(period) if found is None else found
    rolled = policies(period) if rolled is None else rolled
    claims = {n: suggestion(rolled[n], rows, scheme.scale, claimed=True).score for n, rows in found.items()}
    return {number: score for number, score in claims.items() if score is not None}


def interim(period, mode=scoring.Mode.VERIFIED, scheme=None):
    """The interim index of an open period (process.md 9.4)."""
    scheme = scheme or period.instrument.scheme()
    claims = {} if mode == scoring.Mode.VERIFIED else claimed_scores(period, scheme)
    return scoring.interim(scheme, decided_scores(period), claims, mode)


def unit_attainment(period, unit, replaced=None):
    """Capaian PD: the weighted mean over the indicators that the unit leads and that are decided. None without any.

    replaced: indicator number to a score that stands in for the decided one, to show an effect before saving.
    """
    leads = Assignment.objects.filter(period=period, unit=unit, is_lead=True)
    weights = dict(leads.values_list("indicator__number", "indicator__weight"))
    decided = {number: score for number, score in _unit_scores(period, unit).items() if number in weights}
    decided |= {number: score for number, score in (replaced or {}).items() if number in weights}
    return scoring.attainment([(weights[n], score) for n, score in decided.items() if score is not None])


def claimed_attainment(period, unit):
    """The same from what the unit claims, before anybody has reviewed it."""
    leads = Assignment.objects.filter(period=period, unit=unit, is_lead=True)
    answers = Answer.objects.filter(
        assessment__period=period, assessment__unit=unit, indicator__in=leads.values("indicator"), score__isnull=False
    )
    return scoring.attainment(list(answers.values_list("indicator__weight", "score")))


def _unit_scores(period, unit):
    answers = Answer.objects.filter(assessment__period=period, assessment__unit=unit).with_decided_score()
    return dict(answers.values_list("indicator__number", "decided_score"))


class Effect(NamedTuple):
    """What a decision would change, before it is saved: two interim indices, two attainments (or None)."""

    index_before: object
    index_after: object
    attainment_before: object
    attainment_after: object


def effect_of(answer, score):
    """The effect of deciding this answer at `score` (None: sent back) on the interim index and on Capaian PD."""
    period, unit = answer.assessment.period, answer.assessment.unit
    scheme = period.instrument.scheme()
    number = answer.indicator.number
    before = decided_scores(period)
    after = {**before, number: _result_after(period, answer, score, scheme, before)}
    index = [scoring.interim(scheme, scores, {}, scoring.Mode.VERIFIED).index for scores in (before, after)]
    return Effect(*index, unit_attainment(period, unit), unit_attainment(period, unit, {number: score}))


def _result_after(period, answer, score, scheme, before):
    number = answer.indicator.number
    if IndicatorResult.objects.filter(
        period=period, indicator=answer.indicator, origin=IndicatorResult.Origin.ASSESSOR
    ).exists():
        return before.get(number)
    rows = [
        row._replace(decided=score) if row.unit_id == answer.assessment.unit_id else row
        for row in contributions(period, number)[number]
    ]
    return suggestion(policies(period, number)[number], rows, scheme.scale).score


def last_results(period):
    """The content of the nearest earlier closed period of the institution, or None. One query."""
    nearest = type(period).objects.before(period).values("pk")[:1]
    result = Result.objects.filter(period=Subquery(nearest)).first()
    return result and result.content
