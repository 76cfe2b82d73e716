"""Assignments of an open period: nothing written is taken away, nobody is asked who can no longer write."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from assessments import scorecard, workflow
from assessments.models import Answer, Assignment
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def test_unit_that_has_sent_gets_no_further_indicator(submitted, period, instrument, coordinator, unit, other_unit):
    with pytest.raises(PermissionDenied, match="Dinas Kesehatan sudah mengirim penilaiannya"):
        workflow.assign(period, instrument.indicators.get(number=4), by=coordinator, lead=other_unit, supporting=[unit])

    assert not Assignment.objects.filter(indicator__number=4, unit=unit).exists()
    assert not Answer.objects.filter(indicator__number=4, assessment=submitted).exists()


def test_unit_that_has_sent_can_become_the_lead(submitted, period, instrument, coordinator, unit, other_unit):
    workflow.assign(period, instrument.indicators.get(number=1), by=coordinator, lead=other_unit, supporting=[unit])

    assert Assignment.objects.get(indicator__number=1, is_lead=True).unit == other_unit


def test_unit_that_still_fills_gets_one_more(period, instrument, coordinator, unit, other_unit):
    workflow.assign(period, instrument.indicators.get(number=4), by=coordinator, lead=other_unit, supporting=[unit])

    assert Answer.objects.filter(indicator__number=4, assessment__unit=unit).exists()


def test_change_of_the_lead_moves_the_score(submitted, period, instrument, coordinator, assessor, unit, other_unit):
    answer = Answer.objects.with_parents().get(assessment=submitted, indicator__number=1)
    workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(2), reason=factories.REASON)
    assert scorecard.decided_scores(period) == {1: 2}

    workflow.assign(period, instrument.indicators.get(number=1), by=coordinator, lead=other_unit, supporting=[unit])

    assert scorecard.decided_scores(period) == {}


def test_unit_of_another_government_is_refused(period, instrument, coordinator, unit, outsider):
    stranger = outsider.all_memberships[0].unit

    with pytest.raises(ValueError, match="own institution"):
        workflow.assign(period, instrument.indicators.get(number=2), by=coordinator, lead=unit, supporting=[stranger])


def test_open_period_keeps_a_lead_for_each_indicator(period, instrument, coordinator):
    with pytest.raises(PermissionDenied, match="setiap indikator memerlukan penanggung jawab"):
        workflow.assign(period, instrument.indicators.get(number=2), by=coordinator, lead=None)

    assert Assignment.objects.get(indicator__number=2).is_lead


def test_withdrawn_assignment_takes_its_empty_answer_along(period, instrument, coordinator, unit, other_unit):
    workflow.assign(period, instrument.indicators.get(number=1), by=coordinator, lead=unit)

    assert not Assignment.objects.filter(indicator__number=1, unit=other_unit).exists()
    assert not Answer.objects.filter(indicator__number=1, assessment__unit=other_unit).exists()
    assert period.assessments.filter(unit=other_unit).exists()


def test_withdrawn_assignment_takes_an_assessment_without_answers_along(
    institution, instrument, coordinator, unit, other_unit
):
    leads = [(number, unit) for number in range(1, 6)]
    period = factories.make_period(institution, instrument, coordinator, leads=leads, supporting=[(1, other_unit)])

    workflow.assign(period, instrument.indicators.get(number=1), by=coordinator, lead=unit)

    assert not period.assessments.filter(unit=other_unit).exists()


def test_written_answer_keeps_its_assignment(submitted, period, instrument, coordinator, other_unit):
    with pytest.raises(PermissionDenied, match="Dinas Kesehatan sudah mengisi indikator ini"):
        workflow.assign(period, instrument.indicators.get(number=2), by=coordinator, lead=other_unit)

    assert Assignment.objects.get(indicator__number=2).unit == submitted.unit


def test_setting_that_a_period_does_not_have_is_refused(period, coordinator):
    with pytest.raises(ValueError, match="no setting called slug"):
        workflow.change_period(period, by=coordinator, slug="lain")


def test_period_that_stays_the_same_tells_nothing(period, coordinator, institution):
    count = institution.events.count()

    workflow.change_period(period, by=coordinator, name=period.name)

    assert institution.events.count() == count
