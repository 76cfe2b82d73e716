"""What a change of state reads: not more with more rows, and nothing that it does not need."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import workflow
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(waiting, assessor):
    """The statements of one decision."""
    with CaptureQueriesContext(connection) as captured:
        workflow.accept(waiting[0], by=assessor, version=waiting[0].version)
    return [query["sql"] for query in captured]


def test_decision_reads_the_scale_of_the_instrument_and_not_all_of_it(decision):
    assert not [sql for sql in decision if "indicators_ratingband" in sql or "indicators_aspect" in sql]


def test_decision_asks_once_whether_the_assessor_took_part(decision):
    assert len([sql for sql in decision if "answer.%" in sql]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_opening_takes_the_same_queries_for_every_number_of_units(
    institution, instrument, coordinator, django_assert_num_queries, count
):
    units = [factories.make_unit(institution, f"PD{number}") for number in range(count)]
    supporting = [(number, unit) for number in range(1, 6) for unit in units[1:]]
    leads = [(number, units[0]) for number in range(1, 6)]
    period = factories.make_period(
        institution, instrument, coordinator, leads=leads, supporting=supporting, opened=False
    )

    with django_assert_num_queries(19):
        workflow.open_period(period, by=coordinator)

    given = period.assessments.values_list("unit__code", "answers__indicator__number", "answers__status")
    assert sorted(given) == [(unit.code, number, "empty") for unit in units for number in range(1, 6)]
