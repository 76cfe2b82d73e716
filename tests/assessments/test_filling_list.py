"""The list of assessments: own units for those who fill, all units of the open period for those who watch."""

import pytest

from accounts.models import Membership
from assessments import workflow
from assessments.models import Answer, Assessment
from indicators.models import Indicator
from tests import factories
from tests.assessments.filling import tasks_url, text

pytestmark = pytest.mark.django_db

URL = "/penilaian/"
QUERIES = 4


def grow(assessment, count):
    """Give an assessment so many answers, without saying anything about what they are."""
    period = assessment.period
    aspect = period.instrument.indicators.first().aspect
    last = period.instrument.indicators.order_by("-number").first().number
    extra = [
        Indicator(instrument=period.instrument, aspect=aspect, number=last + place, name="x", short_name="x", weight=1)
        for place in range(1, count - assessment.answers.count() + 1)
    ]
    Indicator.objects.bulk_create(extra)
    created = Indicator.objects.filter(instrument=period.instrument, number__gt=last)
    Answer.objects.bulk_create(Answer(assessment=assessment, indicator=indicator) for indicator in created)


def test_operator_sees_the_own_unit_only(filler, period, unit, other_unit):
    html = text(filler.get(URL))

    assert tasks_url(period, unit) in html and "0 / 3 lengkap" in html
    assert tasks_url(period, other_unit) not in html


@pytest.mark.parametrize("role", ["assessor", "own_assessor", "coordinator", "executive"])
def test_those_who_watch_see_all_units_of_the_open_period(client, request, period, unit, other_unit, role):
    client.force_login(request.getfixturevalue(role))

    html = text(client.get(URL))

    assert tasks_url(period, unit) in html and tasks_url(period, other_unit) in html


def test_sent_assessments_count_decisions(client, submitted, assessor):
    answer = submitted.answers.with_parents().first()
    workflow.accept(answer, by=assessor, version=answer.version)
    client.force_login(assessor)

    assert "1 / 3 diputuskan" in text(client.get(URL))


@pytest.mark.parametrize("role", ["outsider", "superuser"])
def test_nothing_to_fill(client, request, period, role):
    client.force_login(request.getfixturevalue(role))

    html = text(client.get(URL))

    assert "Belum ada periode yang dibuka" in html
    assert "penilaian/lampung-2023" not in html


def test_unit_without_a_task_in_an_open_period_is_told_so(client, period, institution):
    left_out = factories.make_unit(institution, "BPBD", "Badan Penanggulangan Bencana Daerah")
    client.force_login(
        factories.make_user("bpbd@uji.local", "Operator", institution, Membership.Role.OPERATOR, left_out)
    )

    html = text(client.get(URL))

    assert "Belum ada indikator yang ditugaskan" in html and "Belum ada periode yang dibuka" not in html


def test_earlier_periods_of_the_own_unit_stay(client, period, operator, coordinator, unit, other_unit):
    for assessment in Assessment.objects.filter(period=period):
        Answer.objects.filter(assessment=assessment).update(score=3, status=Answer.Status.COMPLETE)
    workflow.close_period(period, by=coordinator, at_minimum=True)

    client.force_login(operator)
    assert tasks_url(period, unit) in text(client.get(URL))
    client.force_login(coordinator)
    assert tasks_url(period, unit) not in text(client.get(URL))


def test_filter_by_status_stands_in_the_address(client, coordinator, submitted, period, other_unit):
    client.force_login(coordinator)

    html = text(client.get(URL, {"status": "submitted"}))
    assert tasks_url(period, submitted.unit) in html and tasks_url(period, other_unit) not in html
    assert '<option value="submitted" selected>' in html
    assert "Tidak ada penilaian dengan status ini" in text(client.get(URL, {"status": "final"}))
    assert tasks_url(period, other_unit) in text(client.get(URL, {"status": "tidak-ada"}))


def test_anonymous_is_led_to_sign_in(client):
    assert client.get(URL).url == f"/masuk/?next={URL}"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_not_allowed(filler, method):
    assert getattr(filler, method)(URL).status_code == 405


def test_list_reads_in_the_same_few_queries(client, institution, instrument, coordinator, django_assert_num_queries):
    units = [factories.make_unit(institution, code) for code in ("A", "B", "C")]
    client.force_login(coordinator)
    leads = [(number, units[0]) for number in range(1, 6)]
    period = factories.make_period(institution, instrument, coordinator, leads=leads)
    with django_assert_num_queries(QUERIES):
        assert text(client.get(URL)).count('class="task"') == 1

    for unit in units[1:]:
        Assessment.objects.create(period=period, unit=unit)
    with django_assert_num_queries(QUERIES):
        assert text(client.get(URL)).count('class="task"') == 3


@pytest.mark.parametrize("count", [10, 500])
def test_list_reads_in_the_same_few_queries_whatever_is_filled(filler, assessment, count, django_assert_num_queries):
    grow(assessment, count)

    with django_assert_num_queries(QUERIES):
        assert f"0 / {count} lengkap" in text(filler.get(URL))


def test_long_lists_have_pages(client, institution, period, coordinator):
    Assessment.objects.bulk_create(
        Assessment(period=period, unit=factories.make_unit(institution, f"U{number:02}")) for number in range(30)
    )
    client.force_login(coordinator)

    first, second = text(client.get(URL)), text(client.get(URL, {"halaman": 2}))

    assert (first.count('class="task"'), second.count('class="task"')) == (25, 7)
    assert "Halaman 1 dari 2 · 32 baris" in first
