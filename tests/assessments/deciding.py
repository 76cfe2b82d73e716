"""Answers brought to where they can be decided without walking the whole way there."""

from decimal import Decimal

from django.utils import timezone

from assessments import workflow
from assessments.models import Answer, Assessment
from tests import factories


def answered(period, unit, number, claimed, decided=None):
    """A unit's answer that claims this score and waits for its review."""
    answer = Answer.objects.with_parents().get(
        assessment__period=period, assessment__unit=unit, indicator__number=number
    )
    Assessment.objects.filter(pk=answer.assessment_id).update(
        status="submitted", submitted_at=timezone.now(), submitted_by=period.created_by
    )
    Answer.objects.filter(pk=answer.pk).update(status="waiting", score=claimed)
    answer.refresh_from_db()
    return answer


def decide(answer, by, score):
    if answer.score == score:
        return workflow.accept(answer, by=by, version=answer.version)
    return workflow.adjust(answer, by=by, version=answer.version, score=Decimal(score), reason=factories.REASON)
