"""Who answers what: the plan of a period at a glance."""

import pytest

from assessments import workflow
from assessments.models import Period
from assessments.plan import Plan
from tests import factories
from tests.assessments.filling import text as text_of
from tests.assessments.plan_pages import plan_url

pytestmark = pytest.mark.django_db


class TestPlan:
    def test_groups_indicators_and_marks_those_without_lead(self, as_coordinator, draft, coordinator, unit, other_unit):
        first = draft.instrument.indicators.get(number=1)
        workflow.assign(draft, first, by=coordinator, lead=unit, supporting=[other_unit])

        response = as_coordinator.get(plan_url(draft))

        content = text_of(response)
        assert [aspect.code for aspect, _ in response.context["plan"].groups] == ["A1", "A2", "A3"]
        assert "4 dari 5 indikator belum mempunyai penanggung jawab" in content
        assert content.count(f'href="{plan_url(draft)}2/"') == 3  # in the warning, in the grid and in the row
        assert "DISDIK" in content

    def test_sums_the_load_of_each_unit(self, period):
        plan = Plan(period)

        assert [(load.unit.code, load.leads, load.supports) for load in plan.loads] == [
            ("DINKES", 3, 0),
            ("DISDIK", 2, 1),
        ]
        assert plan.answers == 6

    def test_a_complete_plan_leads_on_to_the_opening(self, as_coordinator, draft, coordinator, unit):
        assert "Periksa dan buka periode" not in text_of(as_coordinator.get(plan_url(draft)))

        for indicator in draft.instrument.indicators.all():
            workflow.assign(draft, indicator, by=coordinator, lead=unit)

        assert "Periksa dan buka periode" in text_of(as_coordinator.get(plan_url(draft)))

    def test_estimates_the_review(self, as_coordinator, period):
        assert "6 jawaban akan direviu" in text_of(as_coordinator.get(plan_url(period)))

    def test_a_closed_plan_is_read_only(self, as_coordinator, period):
        Period.objects.update(**factories.CLOSED)

        content = text_of(as_coordinator.get(plan_url(period)))

        assert "Ubah<span" not in content
        assert 'method="post"' not in content.split("<main")[1] and "data-url=" not in content

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("operator", 403),
            ("head", 403),
            ("assessor", 403),
            ("executive", 403),
            ("outsider", 404),
            ("superuser", 404),
        ],
    )
    def test_others(self, client, request, period, who, status):
        client.force_login(request.getfixturevalue(who))

        assert client.get(plan_url(period)).status_code == status
        assert client.get(f"{plan_url(period)}1/").status_code == status
        assert client.post(f"{plan_url(period)}1/", {}).status_code == status

    @pytest.mark.parametrize("count", [1, 3])
    def test_same_queries_for_one_and_three_units(
        self, as_coordinator, draft, coordinator, institution, django_assert_num_queries, count
    ):
        units = [factories.make_unit(institution, f"U{n}") for n in range(count)]
        for indicator in draft.instrument.indicators.all():
            workflow.assign(draft, indicator, by=coordinator, lead=units[0], supporting=units[1:])
        as_coordinator.get(plan_url(draft))

        with django_assert_num_queries(11):
            as_coordinator.get(plan_url(draft))
