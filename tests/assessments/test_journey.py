"""The main job in the words of the workflow: fill, send, review, close."""

from decimal import Decimal

import pytest

from assessments import scorecard, workflow
from assessments.models import Answer, Assessment, Event
from indicators import scoring
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_period_from_first_answer_to_frozen_result(
    period, unit, other_unit, operator, neighbor, assessor, second_assessor, coordinator
):
    for who, where in ((operator, unit), (neighbor, other_unit)):
        assessment = period.assessments.get(unit=where)
        factories.fill_all(assessment, who, score="3")
        factories.submit(assessment, by=who)
    answers = list(Answer.objects.filter(assessment__period=period).with_parents().order_by("pk"))

    factories.raise_score(answers[0], 4, by=assessor, second=second_assessor)
    for answer in answers[1:]:
        workflow.accept(answer, by=assessor, version=answer.version)

    assert scorecard.interim(period).index == Decimal("3.1")
    result = workflow.close_period(period, by=coordinator)
    assert (result.index, result.rating, result.revision) == (Decimal("3.1"), "Baik", 1)
    content = result.content
    assert content["indicators"][0]["score"] == "4" and content["indicators"][0]["claimed"] == "3"
    assert set(period.assessments.values_list("status", flat=True)) == {Assessment.Status.FINAL}
    for chain in [{"institution": period.institution}, *({"assessment": a} for a in period.assessments.all())]:
        rows = list(Event.objects.chain_of(**chain))
        assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
        assert all(row.hash == row.computed_hash() for row in rows)
        assert all(row.previous_hash == before.hash for before, row in zip(rows, rows[1:], strict=False))
    assert scoring.plain(Decimal(content["index"]["exact"])) == "3.1"
