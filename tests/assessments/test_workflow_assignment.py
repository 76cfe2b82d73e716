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
    workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(4), reason=factories.REASON)
    assert scorecard.decided_scores(period) == {1: 4}

    workflow.assign(period, instrument.indicators.get(number=1), by=coordinator, lead=other_unit, supporting=[unit])

    assert scorecard.decided_scores(period) == {}


def test_unit_of_another_government_is_refused(period, instrument, coordinator, unit, outsider):
    stranger = outsider.all_memberships[0].unit

    with pytest.raises(ValueError, match="own institution"):
        workflow.assign(period, instrument.indicators.get(number=2), by=coordinator, lead=unit, supporting=[stranger])
