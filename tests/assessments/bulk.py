"""Many rows at once, for the tests that count queries."""

from django.utils import timezone

from accounts.models import Unit
from assessments.models import Answer, Assessment, Assignment, Citation, Evidence, Review
from tests import factories


def waiting_answers(period, count, operator):
    """Further units with one waiting answer and one proof each, written in bulk."""
    institution, now = period.institution, timezone.now()
    indicator = period.instrument.indicators.get(number=1)
    units = Unit.objects.bulk_create(
        Unit(institution=institution, code=f"U{n}", name=f"Unit {n:03}") for n in range(count)
    )
    Assignment.objects.bulk_create(Assignment(period=period, indicator=indicator, unit=unit) for unit in units)
    assessments = Assessment.objects.bulk_create(
        Assessment(period=period, unit=unit, status="submitted", submitted_at=now, submitted_by=operator)
        for unit in units
    )
    answers = Answer.objects.bulk_create(
        Answer(assessment=assessment, indicator=indicator, score=1 + n % 5, status="waiting")
        for n, assessment in enumerate(assessments)
    )
    proofs = Evidence.objects.bulk_create(factories.link(unit, operator) for unit in units)
    Citation.objects.bulk_create(
        Citation(answer=answer, evidence=proof, position=1) for answer, proof in zip(answers, proofs, strict=True)
    )
    Review.objects.bulk_create(
        Review(
            answer=answer,
            assessor=operator,
            verdict="send_back",
            claimed_score=answer.score,
            reason=factories.REASON,
            answer_version=0,
        )
        for answer in answers[::3]
    )
