"""The list of periods, and a new one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from accounts.models import Membership
from assessments import workflow
from assessments.forms.periods import NewPeriodForm
from assessments.models import Answer, Event, Period
from indicators.loader import load
from indicators.models import Instrument
from tests import factories
from tests.assessments.filling import text as text_of
from tests.assessments.period_form import WINDOWS, values

pytestmark = pytest.mark.django_db

LIST, NEW = "/kelola/periode/", "/kelola/periode/baru/"


@pytest.fixture
def draft(institution, instrument, coordinator, unit):
    """Indicators 1 to 4 are led by Dinas Kesehatan; 5 is not."""
    leads = [(number, unit) for number in range(1, 5)]
    return factories.make_period(institution, instrument, coordinator, leads=leads, opened=False)


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
        factories.make_years(institution, instrument, coordinator, years)

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
