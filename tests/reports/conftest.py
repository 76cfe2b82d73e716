import pytest

from assessments import workflow
from assessments.models import Answer
from reports import publishing, rendering
from tests import factories


@pytest.fixture
def reviewed(period, unit, other_unit, operator, neighbor, assessor, second_assessor):
    """An open period: all answers are sent at level 3 and accepted, but one that two assessors raised to 4."""
    for who, where in ((operator, unit), (neighbor, other_unit)):
        assessment = period.assessments.get(unit=where)
        factories.fill_all(assessment, who)
        factories.submit(assessment, by=who)
    for answer in Answer.objects.filter(assessment__period=period).with_parents().order_by("pk"):
        if answer.indicator.number == 3:
            factories.raise_score(answer, 4, by=assessor, second=second_assessor)
        else:
            workflow.accept(answer, by=assessor, version=answer.version)
    return period


@pytest.fixture
def result(reviewed, coordinator):
    """The frozen first revision (index 3.3, Baik) with its registered documents."""
    frozen = workflow.close_period(reviewed, by=coordinator)
    publishing.register(frozen)
    return frozen


@pytest.fixture
def no_pango(monkeypatch):
    """A machine without the drawing library: the only thing that is replaced is the outside process."""

    def fail(html, timeout=60):
        raise rendering.PdfUnavailable

    monkeypatch.setattr(publishing, "render_pdf", fail)
