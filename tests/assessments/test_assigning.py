"""One indicator gets its lead and its supporting units, before and after the period opened."""

import pytest

from assessments import workflow
from assessments.models import Assignment, Event, Period
from tests import factories
from tests.assessments.filling import text as text_of
from tests.assessments.plan_pages import plan_url

pytestmark = pytest.mark.django_db


class TestOneIndicator:
    @pytest.fixture
    def url(self, draft):
        return f"{plan_url(draft)}2/"

    def test_lead_and_supporting_units(self, as_coordinator, draft, url, unit, other_unit, assessor_unit):
        data = {"lead": unit.pk, "supporting": [other_unit.pk, assessor_unit.pk]}

        response = as_coordinator.post(url, data)

        assert response.url == f"{plan_url(draft)}#indikator-2"
        found = Assignment.objects.filter(period=draft).values_list("unit__code", "is_lead")
        assert set(found) == {("DINKES", True), ("DISDIK", False), ("INSPEKTORAT", False)}
        event = Event.objects.filter(action="assignment.changed").order_by("sequence").last()
        assert event.data == {"lead": "DINKES", "supporting": ["DISDIK", "INSPEKTORAT"], "service": ""}

    def test_goes_on_to_the_next(self, as_coordinator, draft, url, unit):
        assert as_coordinator.post(url, {"lead": unit.pk, "next": "1"}).url == f"{plan_url(draft)}3/"

    def test_the_last_one_leads_back(self, as_coordinator, draft, unit):
        response = as_coordinator.post(f"{plan_url(draft)}5/", {"lead": unit.pk, "next": "1"})

        assert response.url == f"{plan_url(draft)}#indikator-5"

    def test_a_lead_does_not_support_as_well(self, as_coordinator, draft, url, unit):
        as_coordinator.post(url, {"lead": unit.pk, "supporting": [unit.pk]})

        assert list(Assignment.objects.filter(period=draft).values_list("is_lead", flat=True)) == [True]

    def test_a_draft_may_leave_it_open(self, as_coordinator, draft, url, unit, coordinator):
        workflow.assign(draft, draft.instrument.indicators.get(number=2), by=coordinator, lead=unit)

        assert as_coordinator.post(url, {"lead": ""}).status_code == 302
        assert not Assignment.objects.filter(period=draft).exists()

    def test_units_of_others_cannot_be_chosen(self, as_coordinator, url, outsider):
        stranger = outsider.memberships.get().unit
        for data in ({"lead": stranger.pk}, {"supporting": [stranger.pk]}, {"lead": "abc"}, {"supporting": ["abc"]}):
            response = as_coordinator.post(url, data)
            assert response.status_code == 422
            assert "Pilih perangkat daerah yang ada pada daftar." in text_of(response)
        assert not Assignment.objects.exists()

    def test_a_unit_that_is_no_longer_active_is_kept_where_it_is_and_offered_nowhere_else(
        self, as_coordinator, draft, url, unit, coordinator
    ):
        workflow.assign(draft, draft.instrument.indicators.get(number=1), by=coordinator, lead=unit)
        unit.is_active = False
        unit.save()

        assert "Dinas Kesehatan" not in text_of(as_coordinator.get(url))
        assert "Dinas Kesehatan" in text_of(as_coordinator.get(f"{plan_url(draft)}1/"))

    @pytest.mark.parametrize("number", [0, 6, 999])
    def test_unknown_indicator(self, as_coordinator, draft, number):
        assert as_coordinator.get(f"{plan_url(draft)}{number}/").status_code == 404

    def test_an_ordinary_indicator_asks_for_no_service(self, as_coordinator, url):
        assert "Nama layanan" not in text_of(as_coordinator.get(url))


@pytest.mark.two_databases
class TestInAnOpenPeriod:
    def url(self, period, number):
        return f"{plan_url(period)}{number}/"

    def test_a_new_supporter_gets_an_empty_answer(self, as_coordinator, period, unit, other_unit):
        as_coordinator.post(self.url(period, 2), {"lead": unit.pk, "supporting": [other_unit.pk]})

        answer = period.assessments.get(unit=other_unit).answers.get(indicator__number=2)
        assert answer.status == "empty"

    def test_a_lead_is_required(self, as_coordinator, period):
        response = as_coordinator.post(self.url(period, 2), {"lead": ""})

        assert response.status_code == 422
        assert "memerlukan penanggung jawab" in text_of(response)

    def test_what_a_unit_wrote_is_not_taken_away(self, as_coordinator, period, answer, operator, other_unit):
        factories.fill(answer, operator)

        response = as_coordinator.post(self.url(period, 1), {"lead": other_unit.pk})

        assert response.status_code == 422
        assert "Dinas Kesehatan sudah mengisi indikator ini" in text_of(response)
        assert f'<option value="{other_unit.pk}" selected>' in text_of(response)
        assert (
            Assignment.objects.get(period=period, indicator__number=1, is_lead=True).unit_id
            == answer.assessment.unit_id
        )

    def test_a_unit_that_has_sent_gets_nothing_more(self, as_coordinator, submitted, unit, other_unit):
        response = as_coordinator.post(self.url(submitted.period, 4), {"lead": other_unit.pk, "supporting": [unit.pk]})

        assert response.status_code == 422
        assert "sudah mengirim penilaiannya" in text_of(response)

    def test_a_closed_period_refuses(self, as_coordinator, period, unit):
        Period.objects.update(**factories.CLOSED)

        response = as_coordinator.post(self.url(period, 1), {"lead": unit.pk})

        assert response.status_code == 403
        assert "Periode sudah ditutup" in text_of(response)

    def test_the_default_is_no_longer_loaded(self, as_coordinator, period):
        response = as_coordinator.post(plan_url(period), {"source": "bawaan", "replace": "on"})

        assert response.status_code == 403
        assert "Muat bawaan" not in text_of(as_coordinator.get(plan_url(period)))
