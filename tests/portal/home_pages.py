"""Answers of a period and its closing, for the tests of the home page."""

from assessments import workflow
from assessments.models import Answer
from reports import publishing
from tests import factories


def answers_of(period, unit=None):
    answers = Answer.objects.filter(assessment__period=period).with_parents().order_by("indicator__number")
    return answers.filter(assessment__unit=unit) if unit else answers


def close(period, people, assessor, coordinator, score="3"):
    for assessment in period.assessments.all():
        factories.fill_all(assessment, people[assessment.unit_id], score)
        factories.submit(assessment, by=people[assessment.unit_id])
    for answer in answers_of(period):
        workflow.accept(answer, by=assessor, version=answer.version)
    result = workflow.close_period(period, by=coordinator)
    publishing.register(result)
    return result
