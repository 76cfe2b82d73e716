"""A new period in five steps: what is typed is kept, nothing is sent before the last, and the last opens it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from accounts.models import Membership, Unit
from assessments import workflow
from assessments.models import Answer, Assignment, Event, Period, PeriodDraft
from assessments.workflow import preparing
from indicators.loader import load
from indicators.models import Instrument
from tests import factories
from tests.assessments.filling import text as text_of
from tests.assessments.period_form import WINDOWS
from tests.assessments.plan_pages import plan_url

pytestmark = pytest.mark.django_db

NEW, LIST = "/kelola/periode/baru/", "/kelola/periode/"
JSON = {"HTTP_ACCEPT": "application/json"}


def about(instrument, **changes):
    values = {"year": "2026", "name": "", "instrument": instrument.pk, "activity": "evaluation"}
    return values | {"rollup_policy": "lead"} | changes


def url(draft, step):
    return f"{NEW}{draft.pk}/{step}/"


@pytest.fixture
def begun(as_coordinator, instrument):
    """A draft whose first step is done."""
    as_coordinator.post(NEW, about(instrument))
    return PeriodDraft.objects.get()


def send(client, draft, step, values, **extra):
    draft.refresh_from_db()
    return client.post(url(draft, step), {"versi": draft.version, "tindakan": "lanjut"} | values, **extra)


@pytest.fixture
def settled(as_coordinator, begun, unit, other_unit):
    """A draft after its third step, with the period that it made."""
    send(as_coordinator, begun, 2, WINDOWS)
    send(as_coordinator, begun, 3, {"participants": ["DINKES", "DISDIK"]})
    begun.refresh_from_db()
    return begun


class TestFirstStep:
    def test_begins_a_draft_and_makes_nothing_else(self, as_coordinator, coordinator, instrument, institution):
        response = as_coordinator.post(NEW, about(instrument, needs_head_approval="on"))

        draft = PeriodDraft.objects.get()
        assert response.url == url(draft, 2)
        assert (draft.institution, draft.created_by, draft.step) == (institution, coordinator, 2)
        assert draft.data["about"]["needs_head_approval"] is True
        assert not Period.objects.exists() and not Event.objects.exists()

    def test_a_script_keeps_even_what_is_wrong(self, as_coordinator, instrument):
        answer = as_coordinator.post(NEW, about(instrument, year="dua ribu"), **JSON).json()

        draft = PeriodDraft.objects.get()
        assert answer == {"version": 0, "url": url(draft, 1)}
        assert 'value="dua ribu"' in text_of(as_coordinator.get(url(draft, 1)))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"year": "23"}, "Tulis tahun dengan empat angka"),
            ({"year": ""}, "Isi tahun penilaian."),
            ({"instrument": ""}, "Pilih instrumen."),
            ({"instrument": "999999"}, "Pilih instrumen yang ada pada daftar."),
            ({"activity": "lain"}, "Pilih jenis kegiatan pada daftar."),
        ],
    )
    def test_each_fault_says_how_to_mend_it(self, as_coordinator, instrument, changes, sentence):
        response = as_coordinator.post(NEW, about(instrument, name="Nama yang tetap") | changes)

        assert response.status_code == 422
        assert sentence in text_of(response) and 'value="Nama yang tetap"' in text_of(response)
        assert not PeriodDraft.objects.exists()

    def test_one_period_for_each_year(self, as_coordinator, instrument, draft):
        response = as_coordinator.post(NEW, about(instrument, year="2023"))

        assert response.status_code == 422
        assert "sudah mempunyai periode 2023. Satu instansi mempunyai satu periode" in text_of(response)

    def test_an_unverified_instrument_warns(self, as_coordinator):
        factories.make_instrument("belum", status=Instrument.Status.UNVERIFIED)

        assert text_of(as_coordinator.get(NEW)).count("Naskah resminya belum diperiksa") == 1

    def test_goes_to_the_institution_that_the_form_names(
        self, as_coordinator, coordinator, other_institution, instrument
    ):
        Membership.objects.create(user=coordinator, institution=other_institution, role="coordinator")

        as_coordinator.post(NEW, about(instrument, institution="lain"))

        assert PeriodDraft.objects.get().institution == other_institution

    def test_never_to_an_institution_of_others(self, as_coordinator, other_institution, instrument):
        assert as_coordinator.post(NEW, about(instrument, institution="lain")).status_code == 404
        assert not PeriodDraft.objects.exists()

    @pytest.mark.parametrize("who", ["operator", "head", "assessor", "executive", "outsider", "superuser"])
    def test_others_are_refused(self, client, request, instrument, begun, who):
        client.force_login(request.getfixturevalue(who))

        assert client.get(NEW).status_code == 403
        assert client.post(NEW, about(instrument)).status_code == 403
        for step in range(1, 6):
            assert client.get(url(begun, step)).status_code == 403
            assert client.post(url(begun, step), {}).status_code == 403
        assert client.post(f"{NEW}{begun.pk}/buang/", {"versi": begun.version}).status_code == 403
        assert PeriodDraft.objects.count() == 1

    def test_a_coordinator_of_another_institution_finds_no_draft(self, client, begun, other_institution):
        stranger = factories.make_user("koordinator@lain.local", "Koordinator Lain", other_institution, "coordinator")
        client.force_login(stranger)

        assert client.get(url(begun, 1)).status_code == 404
        assert client.post(f"{NEW}{begun.pk}/buang/", {"versi": begun.version}).status_code == 404


class TestDates:
    def test_suggests_the_coming_month_of_the_year(self, client, coordinator, instrument):
        with time_machine.travel("2026-12-24 05:00:00+00:00", tick=False):
            client.force_login(coordinator)
            client.post(NEW, about(instrument, year="2027"))
            content = text_of(client.get(url(PeriodDraft.objects.get(), 2)))

        for moment in ("2027-01-01T08:00", "2027-01-30T16:00", "2027-02-20T16:00"):
            assert f'value="{moment}"' in content
        assert content.count('class="window-bar') == 4

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("fill_closes_at", "2026-06-01T08:00"),
            ("fill_closes_at", "2026-05-01T08:00"),
            ("repair_closes_at", "2026-06-29T08:00"),
            ("review_closes_at", "2026-07-01T08:00"),
            ("closing_due_at", "2026-07-30T08:00"),
            ("fill_opens_at", "besok"),
        ],
    )
    def test_faults_stand_beside_their_date_and_what_was_typed_is_kept(self, as_coordinator, begun, field, value):
        response = send(as_coordinator, begun, 2, WINDOWS | {field: value})

        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert f'id="id_{field}_error"' in text_of(response)
        begun.refresh_from_db()
        assert (begun.step, begun.data["dates"][field]) == (2, value)
        again = text_of(as_coordinator.get(url(begun, 2)))
        assert f'value="{value}"' in again and "field-error" not in again

    def test_every_date_before_its_predecessor_is_told(self, as_coordinator, begun):
        backwards = {name: f"2026-06-{30 - place:02d}T08:00" for place, name in enumerate(WINDOWS)}

        response = send(as_coordinator, begun, 2, backwards)

        assert list(response.context["form"].errors) == list(WINDOWS)[1:]
        assert "Gambar muncul setelah semua tanggal" in text_of(response)

    def test_deadlines_may_fall_together(self, as_coordinator, begun):
        same = {name: "2026-06-30T16:00" for name in list(WINDOWS)[1:]}

        assert send(as_coordinator, begun, 2, WINDOWS | same).url == url(begun, 3)

    def test_a_script_gets_the_picture_anew(self, as_coordinator, begun):
        answer = send(as_coordinator, begun, 2, WINDOWS, **JSON).json()

        assert answer["version"] == begun.version + 1
        assert answer["html"].count("window-bar") == 4 and "(30 hari)" in answer["html"]


class TestKeeping:
    @pytest.mark.parametrize(("button", "place"), [("kembali", "1/"), ("simpan", LIST)])
    def test_back_and_leaving_keep_what_is_not_yet_right(self, as_coordinator, begun, button, place):
        response = send(as_coordinator, begun, 2, {"fill_opens_at": "2026-0", "tindakan": button})

        assert response.url.endswith(place)
        begun.refresh_from_db()
        assert begun.data["dates"]["fill_opens_at"] == "2026-0"

    def test_two_coordinators_see_both_versions(self, as_coordinator, begun, coordinator, instrument):
        seen = begun.version
        preparing.keep_draft(
            begun, by=coordinator, seen=seen, part="about", values=begun.data["about"] | {"name": "Milik yang lain"}
        )

        response = as_coordinator.post(url(begun, 1), about(instrument, name="Milik saya") | {"versi": seen})

        assert response.status_code == 409
        content = text_of(response)
        assert "Milik saya" in content and "Milik yang lain" in content
        begun.refresh_from_db()
        assert begun.data["about"]["name"] == "Milik yang lain"
        mine = dict(response.context["mine"]) | {"versi": response.context["draft"].version, "tindakan": "lanjut"}
        assert as_coordinator.post(url(begun, 1), mine).url == url(begun, 2)
        begun.refresh_from_db()
        assert begun.data["about"]["name"] == "Milik saya"

    def test_a_script_is_told_of_the_other_version(self, as_coordinator, begun, coordinator):
        response = as_coordinator.post(url(begun, 2), WINDOWS | {"versi": begun.version - 1}, **JSON)

        assert response.status_code == 409
        assert response.json() == {"version": begun.version, "by": coordinator.name}

    def test_drafts_are_listed_with_the_way_back(self, as_coordinator, begun):
        content = text_of(as_coordinator.get(LIST))

        assert "Rancangan yang belum selesai" in content
        assert f'href="{url(begun, 2)}"' in content and "Langkah 2 dari 5" in content

    def test_a_draft_can_be_discarded(self, as_coordinator, begun):
        stale = as_coordinator.post(f"{NEW}{begun.pk}/buang/", {"versi": begun.version + 5}, follow=True)
        assert "baru saja diubah" in text_of(stale) and PeriodDraft.objects.exists()

        as_coordinator.post(f"{NEW}{begun.pk}/buang/", {"versi": begun.version})

        assert not PeriodDraft.objects.exists()
        assert Event.objects.get().action == "period.discarded"

    def test_discarding_takes_the_prepared_period_and_unused_units_along(self, as_coordinator, settled):
        send(as_coordinator, settled, 3, {"participants": ["DINKES"], "tindakan": "tambah-add", **added()})
        send(as_coordinator, settled, 3, {"participants": ["DINKES", "BARU"]})
        settled.refresh_from_db()
        assert Unit.objects.filter(code="BARU").exists()

        as_coordinator.post(f"{NEW}{settled.pk}/buang/", {"versi": settled.version})

        assert not Period.objects.exists() and not Unit.objects.filter(code="BARU").exists()

    def test_later_steps_wait_for_the_first_three(self, as_coordinator, begun):
        for step in (4, 5):
            assert as_coordinator.get(url(begun, step)).url == url(begun, 2)
        assert as_coordinator.get(url(begun, 6)).status_code == 404


def added(**changes):
    return {"add-unit": "BARU", "add-name": "Dinas Baru", "add-unit_kind": "dinas"} | changes


class TestUnits:
    def test_starts_from_who_took_part_last_year(self, as_coordinator, begun, period, assessor_unit):
        content = as_coordinator.get(url(begun, 3))

        assert "Daftar disalin dari Penilaian Mandiri 2023" in text_of(content)
        assert set(content.context["form"].initial["participants"]) == {"DINKES", "DISDIK"}

    @pytest.mark.parametrize(
        ("kind", "values", "sentence"),
        [
            ("rename", {"rename-unit": "DINKES", "rename-name": "Dinas Sehat"}, "berganti nama menjadi Dinas Sehat"),
            ("continue", {"continue-unit": "DISDIK", "continue-by": "DINKES"}, "dilanjutkan oleh Dinas Kesehatan"),
            ("deactivate", {"deactivate-unit": "DISDIK"}, "Dinas Pendidikan dinonaktifkan"),
            ("add", {"add-unit": "BARU", "add-name": "Dinas Baru"}, "Dinas Baru (BARU) ditambahkan"),
        ],
    )
    def test_a_change_is_noted_and_can_be_taken_back(
        self, as_coordinator, begun, unit, other_unit, kind, values, sentence
    ):
        before = {"participants": ["DINKES", "DISDIK"]}
        send(as_coordinator, begun, 3, before | values | {"tindakan": f"tambah-{kind}"})

        assert sentence in text_of(as_coordinator.get(url(begun, 3)))
        assert list(Unit.objects.values_list("name", "is_active").order_by("name")) == [
            ("Dinas Kesehatan", True),
            ("Dinas Pendidikan", True),
        ]
        send(as_coordinator, begun, 3, before | {"tindakan": "hapus-0"})
        begun.refresh_from_db()
        assert begun.data["units"]["changes"] == []

    @pytest.mark.parametrize(
        ("kind", "values", "sentence"),
        [
            ("rename", {"rename-unit": "DINKES"}, "Tulis nama perangkat daerah."),
            ("rename", {"rename-unit": "TIDAK", "rename-name": "X"}, "Pilih perangkat daerah."),
            ("continue", {"continue-unit": "DINKES", "continue-by": "DINKES"}, "Pilih perangkat daerah lain"),
            ("continue", {"continue-unit": "DINKES"}, "Pilih perangkat daerah yang melanjutkan."),
            ("add", added(**{"add-unit": "dinkes"}), "Kode dinkes sudah dipakai"),
            ("add", added(**{"add-unit": "A B"}), "Tulis kode dari huruf dan angka"),
        ],
    )
    def test_a_change_that_cannot_be_is_told(self, as_coordinator, begun, unit, other_unit, kind, values, sentence):
        response = send(as_coordinator, begun, 3, {"participants": ["DISDIK"], "tindakan": f"tambah-{kind}"} | values)

        assert response.status_code == 422
        assert sentence in text_of(response)

    def test_nobody_takes_part(self, as_coordinator, begun, unit):
        send(as_coordinator, begun, 2, WINDOWS)
        response = send(as_coordinator, begun, 3, {})

        assert response.status_code == 422
        assert "Pilih paling sedikit satu perangkat daerah." in text_of(response)


class TestSettling:
    def test_makes_the_period_that_only_coordinators_see(self, as_coordinator, settled, institution, instrument):
        period = Period.objects.get()

        assert (period.slug, period.name, period.status) == ("lampung-2026", "Penilaian Mandiri 2026", "draft")
        assert (period.institution, period.instrument, period.activity) == (institution, instrument, "evaluation")
        assert set(period.participants.values_list("code", flat=True)) == {"DINKES", "DISDIK"}
        assert period.fill_opens_at == datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
        assert not Answer.objects.exists()
        assert as_coordinator.get(url(settled, 4)).url == plan_url(period)
        assert "Lanjut: periksa" in text_of(as_coordinator.get(plan_url(period)))

    def test_times_are_those_of_the_institution(self, as_coordinator, begun, institution, unit):
        institution.time_zone = "Asia/Jayapura"
        institution.save()
        send(as_coordinator, begun, 2, WINDOWS)
        send(as_coordinator, begun, 3, {"participants": ["DINKES"]})

        assert Period.objects.get().fill_opens_at == datetime(2026, 5, 31, 23, 0, tzinfo=UTC)

    def test_an_earlier_step_that_is_wrong_is_shown(self, as_coordinator, begun, unit):
        response = send(as_coordinator, begun, 3, {"participants": ["DINKES"]})

        assert response.url == f"{url(begun, 2)}?periksa=1"
        page = as_coordinator.get(response.url)
        assert page.status_code == 422 and "Isi tanggal dan jamnya." in text_of(page)
        assert not Period.objects.exists()

    def test_a_year_that_was_taken_meanwhile(self, as_coordinator, begun, institution, instrument, coordinator, unit):
        send(as_coordinator, begun, 2, WINDOWS)
        factories.make_period(institution, instrument, coordinator, year=2026, opened=False)

        response = send(as_coordinator, begun, 3, {"participants": ["DINKES"]})

        assert "sudah mempunyai periode 2026" in text_of(as_coordinator.get(response.url))

    def test_going_back_changes_the_same_period(self, as_coordinator, settled, instrument):
        send(as_coordinator, settled, 1, about(instrument, year="2030", activity="monitoring", name="Nama kedua"))
        send(as_coordinator, settled, 2, WINDOWS | {"closing_due_at": "2026-08-08T16:00"})
        send(as_coordinator, settled, 3, {"participants": ["DINKES"]})

        period = Period.objects.get()
        assert (period.year, period.name, period.activity) == (2026, "Nama kedua", "monitoring")
        assert period.closing_due_at.day == 8
        assert period.participants.get().code == "DINKES"

    def test_the_page_of_the_period_leads_back_into_the_steps(self, as_coordinator, settled):
        period = Period.objects.get()

        assert "Lanjutkan pada langkah 4" in text_of(as_coordinator.get(period.get_absolute_url()))
        assert as_coordinator.post(period.get_absolute_url(), {"name": "X"}).url == url(settled, 1)


class TestOpening:
    def test_every_fault_is_linked(self, as_coordinator, settled):
        response = as_coordinator.get(url(settled, 5))

        content = text_of(response)
        assert "5 dari 5 indikator belum mempunyai penanggung jawab." in content
        assert f'href="{plan_url(Period.objects.get())}">Penugasan indikator' in content
        assert "Buka periode</button>" not in content
        refused = send(as_coordinator, settled, 5, {})
        assert refused.status_code == 422
        assert Period.objects.get().is_draft

    def test_opens_with_new_names_and_endings(self, as_coordinator, settled, coordinator, unit, other_unit):
        changes = {"rename-unit": "DINKES", "rename-name": "Dinas Sehat"}
        send(as_coordinator, settled, 3, {"participants": ["DINKES"], "tindakan": "tambah-rename"} | changes)
        changes = {"continue-unit": "DISDIK", "continue-by": "DINKES"}
        send(as_coordinator, settled, 3, {"participants": ["DINKES"], "tindakan": "tambah-continue"} | changes)
        send(as_coordinator, settled, 3, {"participants": ["DINKES"]})
        period = Period.objects.get()
        for indicator in period.instrument.indicators.all():
            workflow.assign(period, indicator, by=coordinator, lead=unit)
        unit.refresh_from_db()
        assert unit.name == "Dinas Kesehatan"

        response = send(as_coordinator, settled, 5, {}, follow=True)

        assert "dibuka untuk 1 perangkat daerah" in text_of(response)
        assert not PeriodDraft.objects.exists()
        assert [(u.name, u.is_active) for u in (Unit.objects.get(code="DINKES"), Unit.objects.get(code="DISDIK"))] == [
            ("Dinas Sehat", True),
            ("Dinas Pendidikan", False),
        ]
        assert list(Event.objects.order_by("-sequence").values_list("action", flat=True)[:2]) == [
            "period.opened",
            "unit.changed",
        ]

    def test_a_unit_that_ends_may_not_be_left_with_indicators(
        self, as_coordinator, settled, coordinator, unit, other_unit
    ):
        period = Period.objects.get()
        for indicator in period.instrument.indicators.all():
            workflow.assign(period, indicator, by=coordinator, lead=other_unit)
        changes = {"participants": ["DINKES"], "tindakan": "tambah-deactivate", "deactivate-unit": "DISDIK"}
        send(as_coordinator, settled, 3, changes)

        response = send(as_coordinator, settled, 5, {})

        assert response.status_code == 422
        assert "Dinas Pendidikan berakhir saat periode dibuka, tetapi masih ditugasi." in text_of(response)
        assert "masih ditugasi" in text_of(as_coordinator.post(f"{period.get_absolute_url()}buka/"))
        assert Unit.objects.get(code="DISDIK").is_active

    def test_what_somebody_changed_meanwhile_is_read_first(self, as_coordinator, settled, coordinator, unit):
        for indicator in Period.objects.get().instrument.indicators.all():
            workflow.assign(Period.objects.get(), indicator, by=coordinator, lead=unit)

        response = as_coordinator.post(url(settled, 5), {"versi": settled.version - 1})

        assert response.status_code == 409
        assert Period.objects.get().is_draft

    def test_copying_follows_who_carries_on(self, as_coordinator, settled, period, unit, other_unit):
        values = {"participants": ["DINKES"], "tindakan": "tambah-continue"}
        send(as_coordinator, settled, 3, values | {"continue-unit": "DISDIK", "continue-by": "DINKES"})
        new = Period.objects.get(year=2026)

        as_coordinator.post(plan_url(new), {"source": period.slug})

        assert set(Assignment.objects.filter(period=new).values_list("unit__code", "is_lead")) == {("DINKES", True)}
        assert Assignment.objects.filter(period=new).count() == 5

    @pytest.mark.parametrize("slug", ["pemdi-8-2026", "permenpanrb-5-2018", "permenpanrb-59-2020"])
    def test_a_period_opens_on_every_instrument(self, as_coordinator, coordinator, unit, slug):
        load([Path(settings.BASE_DIR) / "fixtures" / "instruments" / f"{slug}.yaml"])
        instrument = Instrument.objects.get(slug=slug)
        as_coordinator.post(NEW, about(instrument))
        draft = PeriodDraft.objects.get()
        send(as_coordinator, draft, 2, WINDOWS)
        send(as_coordinator, draft, 3, {"participants": ["DINKES"]})
        period = Period.objects.get()
        cells = [[unit.pk, indicator.number, "", "PJ"] for indicator in instrument.indicators.all()]
        assert as_coordinator.post(f"{plan_url(period)}sel/", {"cells": json.dumps(cells)}).status_code == 200
        chosen = workflow.opening_faults(period)[1]
        names = {f"service_{indicator.number}": f"Layanan {indicator.number}" for indicator in chosen}
        as_coordinator.post(f"{plan_url(period)}layanan/", names)

        response = send(as_coordinator, draft, 5, {}, follow=True)

        assert "dibuka untuk 1 perangkat daerah" in text_of(response)
        assert Answer.objects.count() == instrument.indicators.count()


@pytest.mark.two_databases
def test_draft_takes_what_a_database_has_no_room_for(institution, coordinator):
    typed = {"name": "Penilaian\0 2026\ud800", "rows": [{"code\0": "DIN\0KES"}]}

    draft = preparing.begin_draft(institution, by=coordinator, part="about", values=typed)

    draft.refresh_from_db()
    assert draft.data["about"] == {"name": "Penilaian 2026", "rows": [{"code": "DINKES"}]}
