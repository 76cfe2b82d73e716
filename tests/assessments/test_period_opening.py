"""A period is opened, and watched while it goes on."""

import pytest
from django.db import IntegrityError

from assessments import workflow
from assessments.models import Answer, Assessment, Event, Period
from assessments.overview import Overview
from assessments.preparation import Preparation
from assessments.schedule import stages_of
from tests import factories
from tests.assessments.filling import text as text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(institution, instrument, coordinator, unit):
    """Indicators 1 to 4 are led by Dinas Kesehatan; 5 is not."""
    leads = [(number, unit) for number in range(1, 5)]
    return factories.make_period(institution, instrument, coordinator, leads=leads, opened=False)


@pytest.fixture
def ready(draft, coordinator, unit):
    indicator = draft.instrument.indicators.get(number=5)
    return workflow.assign(draft, indicator, by=coordinator, lead=unit)


@pytest.mark.two_databases
class TestOpening:
    def address(self, period):
        return f"{period.get_absolute_url()}buka/"

    def test_gives_every_unit_its_answers(self, as_coordinator, ready):
        response = as_coordinator.post(self.address(ready), follow=True)

        assert "dibuka untuk 1 perangkat daerah" in text_of(response)
        ready.refresh_from_db()
        assert ready.status == Period.Status.OPEN
        assert Answer.objects.filter(assessment__period=ready, status=Answer.Status.EMPTY).count() == 5
        assert Event.objects.filter(action="period.opened").count() == 1

    def test_is_offered_only_when_everything_is_there(self, as_coordinator, draft, coordinator, unit):
        assert "Ya, buka periode" not in text_of(as_coordinator.get(draft.get_absolute_url()))

        workflow.assign(draft, draft.instrument.indicators.get(number=5), by=coordinator, lead=unit)

        content = text_of(as_coordinator.get(draft.get_absolute_url()))
        assert "Ya, buka periode" in content
        assert f'action="{self.address(draft)}"' in content

    def test_an_indicator_without_lead_keeps_it_closed_and_is_linked(self, as_coordinator, draft):
        response = as_coordinator.post(self.address(draft))

        assert response.status_code == 422
        content = text_of(response)
        assert (
            f'<a href="/kelola/penugasan/{draft.slug}/5/">Indikator 5. Hal 5: belum mempunyai penanggung jawab</a>'
            in content
        )
        assert content.count("belum mempunyai penanggung jawab</a>") == 1
        draft.refresh_from_db()
        assert draft.is_draft
        assert not Assessment.objects.exists()

    def test_happens_once(self, as_coordinator, ready):
        as_coordinator.post(self.address(ready))
        response = as_coordinator.post(self.address(ready))

        assert response.status_code == 403
        assert Event.objects.filter(action="period.opened").count() == 1

    def test_is_a_post(self, as_coordinator, ready):
        assert as_coordinator.get(self.address(ready)).status_code == 405

    @pytest.mark.parametrize("who", ["operator", "assessor", "executive", "outsider", "superuser"])
    def test_others_do_not_even_find_the_draft(self, client, request, ready, who):
        client.force_login(request.getfixturevalue(who))

        assert client.post(self.address(ready)).status_code == 404
        ready.refresh_from_db()
        assert ready.is_draft


class TestPreparation:
    def test_counts_what_is_missing(self, draft, operator):
        step = Preparation(draft).next

        assert (step.title, step.text) == (
            "Penugasan indikator",
            "1 dari 5 indikator belum mempunyai penanggung jawab.",
        )

    def test_warns_of_a_unit_without_operator(self, ready):
        preparation = Preparation(ready)

        assert preparation.is_ready
        assert [step.text for step in preparation.steps if not step.is_done] == [
            "Dinas Kesehatan belum mempunyai operator, sehingga tidak dapat mengisi."
        ]

    def test_warns_of_a_unit_without_head_where_one_is_needed(self, ready, operator):
        Period.objects.update(needs_head_approval=True)
        ready.refresh_from_db()

        assert [step.title for step in Preparation(ready).steps if not step.is_done] == ["Kepala PD"]

    def test_a_deactivated_operator_does_not_count(self, ready, operator):
        operator.is_active = False
        operator.save()

        assert not all(step.is_done for step in Preparation(ready).steps)

    def test_warns_of_dates_in_the_past(self, ready, operator):
        Period.objects.update(**factories.windows(fill=(-20, -1)))
        ready.refresh_from_db()

        assert [step.title for step in Preparation(ready).steps if not step.is_done] == ["Jadwal"]

    def test_names_three_units_and_counts_the_others(self, ready, coordinator, institution):
        units = [factories.make_unit(institution, f"U{n}", f"Unit {n}") for n in range(5)]
        indicator = ready.instrument.indicators.get(number=1)
        workflow.assign(ready, indicator, by=coordinator, lead=units[0], supporting=units[1:])

        step = Preparation(ready).steps[-1]

        assert step.text.endswith(
            "Unit 0, Unit 1, dan 3 lainnya belum mempunyai operator, sehingga tidak dapat mengisi."
        )


class TestStages:
    @pytest.mark.parametrize(
        ("status", "moment", "done", "current"),
        [
            ("draft", 0, [], "Persiapan"),
            ("open", 0, ["Persiapan"], "Pengisian"),
            ("open", 25, ["Persiapan", "Pengisian"], "Perbaikan"),
            ("open", 35, ["Persiapan", "Pengisian", "Perbaikan"], "Reviu"),
            ("open", 45, ["Persiapan", "Pengisian", "Perbaikan", "Reviu"], "Penutupan"),
            ("open", 99, ["Persiapan", "Pengisian", "Perbaikan", "Reviu"], "Penutupan"),
            ("closed", 5, ["Persiapan", "Pengisian", "Perbaikan", "Reviu", "Penutupan"], None),
        ],
    )
    def test_where_a_period_stands(self, period, status, moment, done, current):
        period.status = status
        now = period.fill_opens_at + (period.closing_due_at - period.fill_opens_at) * (moment + 10) / 60

        stages = stages_of(period, now)

        assert [stage.name for stage in stages if stage.is_done] == done
        assert next((stage.name for stage in stages if stage.is_current), None) == current


class TestWatching:
    def test_shows_progress_of_each_unit(self, as_coordinator, submitted, neighbor):
        content = text_of(as_coordinator.get(submitted.period.get_absolute_url()))

        assert "Menunggu reviu" in content
        assert "Belum mulai" in content
        assert "3 / 3" in content and "0 / 3" in content
        assert submitted.get_absolute_url() in content

    def test_late_units_come_first(self, as_coordinator, submitted):
        Period.objects.update(**factories.windows(fill=(-20, -2)))

        response = as_coordinator.get(submitted.period.get_absolute_url())

        assert [row.unit.code for row in response.context["overview"].units] == ["DISDIK", "DINKES"]
        assert "Terlambat" in text_of(response) and "3 hari" in text_of(response)

    def test_what_was_sent_or_closed_is_not_late(self, submitted):
        Period.objects.update(**factories.windows(fill=(-20, -2)))
        period = Period.objects.get()

        assert {row.unit.code: row.days_late for row in Overview(period).units} == {"DINKES": 0, "DISDIK": 3}
        period.status = Period.Status.CLOSED
        assert Overview(period).late == []

    def test_leads_to_the_closing(self, as_coordinator, period):
        content = text_of(as_coordinator.get(period.get_absolute_url()))

        assert f'href="/kelola/periode/{period.slug}/tutup/"' in content

    @pytest.mark.parametrize("count", [1, 3])
    def test_same_queries_for_one_and_three_units(
        self, as_coordinator, coordinator, institution, instrument, unit, django_assert_num_queries, count
    ):
        units = [unit, *(factories.make_unit(institution, f"U{n}") for n in range(1, count))]
        leads = [(number, units[number % count]) for number in range(1, 6)]
        period = factories.make_period(institution, instrument, coordinator, leads=leads)
        as_coordinator.get(period.get_absolute_url())

        with django_assert_num_queries(6):
            as_coordinator.get(period.get_absolute_url())


@pytest.mark.two_databases
class TestConstraints:
    def test_one_period_for_each_year(self, draft, coordinator, instrument, institution):
        with pytest.raises(IntegrityError, match="year"):
            workflow.create_period(
                institution, by=coordinator, slug="lain", year=2023, name="Lain", instrument=instrument,
                **factories.windows(),
            )  # fmt: skip

    def test_windows_in_order(self, draft):
        with pytest.raises(IntegrityError, match="period_windows_ordered"):
            Period.objects.filter(pk=draft.pk).update(fill_closes_at=draft.fill_opens_at)
