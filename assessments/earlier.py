"""What the unit itself wrote about an indicator last time, to start from: its explanation and its proofs."""

from typing import NamedTuple

from assessments.models import Answer, Citation, Period


class Earlier(NamedTuple):
    year: int
    explanation: str
    citations: list


def earlier_answer(answer):
    """From the nearest earlier closed period on the same instrument, without the proofs that are cited already.

    None where there is no such answer. At most two queries.
    """
    assessment = answer.assessment
    last = Period.objects.before(assessment.period)[:1].values("pk")
    answers = Answer.objects.filter(assessment__unit=assessment.unit_id, indicator=answer.indicator_id)
    found = answers.filter(assessment__period__in=last).select_related("assessment__period").first()
    if found is None:
        return None
    citations = (
        Citation.objects.filter(answer=found, evidence__removed_at__isnull=True)
        .exclude(evidence__citations__answer=answer)
        .select_related("evidence")
        .order_by("position")
    )
    return Earlier(found.assessment.period.year, found.explanation, list(citations))
