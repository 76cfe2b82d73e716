"""Preparing, opening and watching a period, as the coordinator does it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError

from accounts.models import Membership
from assessments import workflow
from assessments.forms.periods import NewPeriodForm
from assessments.models import Answer, Assessment, Event, Period
from assessments.overview import Overview
from assessments.preparation import Preparation
from assessments.schedule import stages_of
from indicators.loader import load
from indicators.models import Instrument
from tests import factories

pytestmark = pytest.mark.django_db

LIST, NEW = "/kelola/periode/", "/kelola/periode/baru/"
WINDOWS = {
    "fill_opens_at": "2026-06-01T08:00",
    "fill_closes_at": "2026-06-30T16:00",
    "repair_closes_at": "2026-07-14T16:00",
    "review_closes_at": "2026-07-31T16:00",
    "closing_due_at": "2026-08-07T16:00",
}


@pytest.fixture
def as_coordinator(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def draft(institution, instrument, coordinator, unit):
    """Indicators 1 to 4 are led by Dinas Kesehatan; 5 is not."""
    leads = [(number, unit) for number in range(1, 5)]
    return factories.make_period(institution, instrument, coordinator, leads=leads, opened=False)


@pytest.fixture
def ready(draft, coordinator, unit):
    indicator = draft.instrument.indicators.get(number=5)
    return workflow.assign(draft, indicator, by=coordinator, lead=unit)


def values(instrument, **changes):
    data = {"year": "2026", "name": "", "instrument": instrument.pk, "rollup_policy": "lead"} | WINDOWS
    return data | changes


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


class TestList:
    def test_shows_each_period_with_its_stage(self, as_coordinator, period, draft_of_next_year):
        content = text_of(as_coordinator.get(LIST))

        assert period.name in content and draft_of_next_year.name in content
        assert "0 dari 2 perangkat daerah terkirim" in content
        assert content.count('aria-current="step"') == 2

    @pytest.fixture
    def draft_of_next_year(self, institution, instrument, coordinator):
        return factories.make_period(institution, instrument, coordinator, year=2024, opened=False)

    def test_executives_read_it_without_drafts(self, client, executive, period, draft_of_next_year):
        client.force_login(executive)
        content = text_of(client.get(LIST))

        assert period.name in content
        assert draft_of_next_year.name not in content
        assert "Periode baru" not in content

    def test_empty(self, as_coordinator):
        assert "Buat periode pertama" in text_of(as_coordinator.get(LIST))

    @pytest.mark.parametrize("who", ["operator", "head", "assessor", "outsider", "superuser"])
    def test_others_are_refused_with_the_reason(self, client, request, who):
        client.force_login(request.getfixturevalue(who))
        response = client.get(LIST)

        assert response.status_code == 403
        assert "hanya untuk koordinator penilaian dan pimpinan" in text_of(response)

    def test_pages_of_twenty(self, as_coordinator, institution, instrument, coordinator, period):
        years = range(period.year - 25, period.year)
        Period.objects.bulk_create(
            Period(
                institution=institution,
                instrument=instrument,
                slug=f"tahun-{year}",
                year=year,
                name=f"Penilaian {year}",
                created_by=coordinator,
                **factories.windows(),
            )
            for year in years
        )

        first, second = (text_of(as_coordinator.get(f"{LIST}?halaman={page}")) for page in (1, 2))

        assert first.count("Halaman 1 dari 2 · 26 baris") == 1
        assert period.name in first and f"Penilaian {years[0]}" not in first
        assert f"Penilaian {years[0]}" in second and "Periode baru" in second


class TestNew:
    def test_makes_a_draft_that_nobody_else_sees(self, as_coordinator, coordinator, instrument, institution, client):
        response = as_coordinator.post(NEW, values(instrument, needs_head_approval="on"))

        period = Period.objects.get()
        assert response.url == f"/kelola/periode/{institution.code}-2026/"
        assert (period.slug, period.year, period.name) == ("lampung-2026", 2026, "Penilaian Mandiri 2026")
        assert (period.institution, period.instrument, period.created_by) == (institution, instrument, coordinator)
        assert (period.status, period.needs_head_approval) == (Period.Status.DRAFT, True)
        assert Event.objects.get().action == "period.created"

    def test_times_are_those_of_the_institution(self, as_coordinator, instrument, institution):
        institution.time_zone = "Asia/Jayapura"
        institution.save()

        as_coordinator.post(NEW, values(instrument))

        period = Period.objects.get()
        assert period.fill_opens_at == datetime(2026, 5, 31, 23, 0, tzinfo=UTC)
        content = text_of(as_coordinator.get(period.get_absolute_url()))
        assert 'value="2026-06-01T08:00"' in content
        assert "Waktu WIT" in content

    def test_suggests_the_coming_month(self, client, coordinator, instrument):
        with time_machine.travel("2026-12-24 05:00:00+00:00", tick=False):
            client.force_login(coordinator)
            content = text_of(client.get(NEW))

        for moment in ("2027-01-01T08:00", "2027-01-30T16:00", "2027-02-20T16:00"):
            assert f'value="{moment}"' in content
        assert 'value="2027"' in content

    @pytest.mark.parametrize(
        ("field", "value", "place"),
        [
            ("fill_closes_at", "2026-06-01T08:00", "fill_closes_at"),
            ("fill_closes_at", "2026-05-01T08:00", "fill_closes_at"),
            ("repair_closes_at", "2026-06-29T08:00", "repair_closes_at"),
            ("review_closes_at", "2026-07-01T08:00", "review_closes_at"),
            ("closing_due_at", "2026-07-30T08:00", "closing_due_at"),
        ],
    )
    def test_dates_out_of_order_are_told_beside_the_later_one(self, as_coordinator, instrument, field, value, place):
        response = as_coordinator.post(NEW, values(instrument, **{field: value}))

        assert response.status_code == 422
        assert list(response.context["form"].errors) == [place]
        assert f'id="id_{place}_error"' in text_of(response)
        assert not Period.objects.exists()

    def test_every_date_before_its_predecessor_is_told(self, as_coordinator, instrument):
        backwards = {name: f"2026-06-{30 - place:02d}T08:00" for place, name in enumerate(WINDOWS)}

        response = as_coordinator.post(NEW, values(instrument, **backwards))

        assert list(response.context["form"].errors) == list(WINDOWS)[1:]

    def test_deadlines_may_fall_together(self, as_coordinator, instrument):
        same = {name: "2026-06-30T16:00" for name in list(WINDOWS)[1:]}

        assert as_coordinator.post(NEW, values(instrument, **same)).status_code == 302

    def test_one_period_for_each_year(self, as_coordinator, instrument, draft):
        response = as_coordinator.post(NEW, values(instrument, year="2023", name="Nama yang tetap"))

        assert response.status_code == 422
        content = text_of(response)
        assert "sudah mempunyai periode 2023. Satu instansi mempunyai satu periode setiap tahun." in content
        assert 'value="Nama yang tetap"' in content

    def test_two_coordinators_at_once_make_one(self, as_coordinator, instrument, draft, monkeypatch):
        monkeypatch.setattr(NewPeriodForm, "clean_year", lambda form: form.cleaned_data["year"])

        response = as_coordinator.post(NEW, values(instrument, year="2023"))

        assert response.status_code == 422
        assert "sudah mempunyai periode 2023" in text_of(response)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"year": "23"}, "Tulis tahun dengan empat angka"),
            ({"year": ""}, "Isi tahun penilaian."),
            ({"instrument": ""}, "Pilih instrumen."),
            ({"instrument": "999999"}, "Pilih instrumen yang ada pada daftar."),
            ({"fill_opens_at": "besok"}, "Isi tanggal dan jam"),
            ({"closing_due_at": ""}, "Isi tanggal dan jamnya."),
        ],
    )
    def test_each_fault_says_how_to_mend_it(self, as_coordinator, instrument, changes, sentence):
        response = as_coordinator.post(NEW, values(instrument) | changes)

        assert response.status_code == 422
        assert sentence in text_of(response)

    def test_an_unverified_instrument_can_be_chosen_and_warns(self, as_coordinator):
        factories.make_instrument("belum", status=Instrument.Status.UNVERIFIED)

        content = text_of(as_coordinator.get(NEW))

        assert content.count("Naskah resminya belum diperiksa") == 1
        instrument = Instrument.objects.get(slug="belum")
        response = as_coordinator.post(NEW, values(instrument), follow=True)
        assert "belum diverifikasi terhadap naskah resminya" in text_of(response)

    @pytest.mark.parametrize("slug", ["pemdi-8-2026", "permenpanrb-5-2018", "permenpanrb-59-2020"])
    def test_a_period_opens_on_every_instrument(self, as_coordinator, coordinator, unit, slug):
        load([Path(settings.BASE_DIR) / "fixtures" / "instruments" / f"{slug}.yaml"])
        instrument = Instrument.objects.get(slug=slug)
        as_coordinator.post(NEW, values(instrument))
        period = Period.objects.get()
        chosen = {i.pk for i in workflow.opening_faults(period)[1]}
        for indicator in instrument.indicators.all():
            service = f"Layanan {indicator.number}" if indicator.pk in chosen else ""
            workflow.assign(period, indicator, by=coordinator, lead=unit, service=service)

        response = as_coordinator.post(f"{period.get_absolute_url()}buka/", follow=True)

        assert response.status_code == 200
        assert "dibuka untuk 1 perangkat daerah" in text_of(response)
        assert Answer.objects.count() == instrument.indicators.count()

    def test_goes_to_the_institution_that_the_form_names(
        self, as_coordinator, coordinator, other_institution, instrument
    ):
        Membership.objects.create(user=coordinator, institution=other_institution, role="coordinator")

        as_coordinator.post(NEW, values(instrument, institution="lain"))

        assert Period.objects.get().institution == other_institution

    def test_never_to_an_institution_of_others(self, as_coordinator, other_institution, instrument):
        response = as_coordinator.post(NEW, values(instrument, institution="lain"))

        assert response.status_code == 404
        assert not Period.objects.exists()

    @pytest.mark.parametrize("who", ["operator", "head", "assessor", "executive", "outsider", "superuser"])
    def test_others_are_refused(self, client, request, instrument, who):
        client.force_login(request.getfixturevalue(who))

        assert client.get(NEW).status_code == 403
        assert client.post(NEW, values(instrument)).status_code == 403
        assert not Period.objects.exists()


class TestChange:
    def test_everything_may_change_in_preparation(self, as_coordinator, draft):
        other = factories.make_instrument("lain")
        data = values(other, name="Nama baru", rollup_policy="minimum", needs_head_approval="on")

        response = as_coordinator.post(draft.get_absolute_url(), data)

        assert response.status_code == 302
        draft.refresh_from_db()
        assert (draft.name, draft.instrument, draft.rollup_policy) == ("Nama baru", other, "minimum")
        assert draft.needs_head_approval
        assert not draft.assignments.exists()

    def test_year_and_address_stay(self, as_coordinator, draft, instrument):
        as_coordinator.post(draft.get_absolute_url(), values(instrument, name="Nama", year="2030", slug="lain"))

        draft.refresh_from_db()
        assert (draft.year, draft.slug) == (2023, "lampung-2023")

    def test_only_name_and_dates_once_it_is_open(self, as_coordinator, period):
        other = factories.make_instrument("lain")
        data = values(other, name="Diperpanjang", rollup_policy="average", needs_head_approval="on")

        response = as_coordinator.post(period.get_absolute_url(), data)

        assert response.status_code == 302
        before = period.instrument
        period.refresh_from_db()
        assert (period.name, period.instrument, period.rollup_policy) == ("Diperpanjang", before, "lead")
        assert not period.needs_head_approval
        assert period.fill_closes_at == datetime(2026, 6, 30, 9, 0, tzinfo=UTC)

    def test_dates_that_were_not_touched_stay(self, as_coordinator, period):
        """To the minute: the field of the page knows no seconds."""
        page = as_coordinator.get(period.get_absolute_url()).context["form"]
        data = {"name": period.name} | {field.html_name: field.value() for field in page.windows}

        as_coordinator.post(period.get_absolute_url(), data)

        before = period.fill_closes_at
        period.refresh_from_db()
        assert abs((period.fill_closes_at - before).total_seconds()) < 60

    def test_a_fault_keeps_the_input(self, as_coordinator, period):
        response = as_coordinator.post(period.get_absolute_url(), {"name": "", **WINDOWS, "closing_due_at": ""})

        assert response.status_code == 422
        content = text_of(response)
        assert "Beri nama periode ini." in content
        assert 'value="2026-06-01T08:00"' in content
        assert '<details class="panel" id="pengaturan" open>' in content

    def test_a_closed_period_is_read_only(self, as_coordinator, period):
        Period.objects.update(status=Period.Status.CLOSED)

        page = as_coordinator.get(period.get_absolute_url())
        response = as_coordinator.post(period.get_absolute_url(), values(period.instrument))

        assert "<form" not in text_of(page).split("<main")[1]
        assert response.status_code == 403
        assert "Periode sudah ditutup" in text_of(response)

    def test_executives_read(self, client, executive, period):
        client.force_login(executive)
        page = client.get(period.get_absolute_url())

        assert page.status_code == 200
        assert "Simpan perubahan" not in text_of(page)
        assert client.post(period.get_absolute_url(), values(period.instrument)).status_code == 403

    @pytest.mark.parametrize(
        ("who", "status"), [("operator", 403), ("assessor", 403), ("outsider", 404), ("superuser", 404)]
    )
    def test_others(self, client, request, period, who, status):
        client.force_login(request.getfixturevalue(who))

        assert client.get(period.get_absolute_url()).status_code == status
        assert client.post(period.get_absolute_url(), values(period.instrument)).status_code == status

    @pytest.mark.parametrize("who", ["operator", "assessor", "executive", "outsider"])
    def test_a_draft_is_unknown_to_others(self, client, request, draft, who):
        client.force_login(request.getfixturevalue(who))

        assert client.get(draft.get_absolute_url()).status_code == 404


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
