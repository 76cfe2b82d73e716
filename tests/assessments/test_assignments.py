"""Who answers what: the plan of a period, one indicator at a time, and where it can be taken from."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError

from assessments import sources, workflow
from assessments.models import Assignment, ChosenService, Event, Period
from assessments.plan import Plan
from assessments.preparation import Preparation
from indicators.loader import load
from indicators.models import Instrument
from indicators.ownership import read_ownership
from tests import factories
from tests.assessments.filling import text as text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(institution, instrument, coordinator):
    return factories.make_period(institution, instrument, coordinator, opened=False)


@pytest.fixture(scope="module")
def ownership_path():
    return Path(settings.BASE_DIR) / "fixtures" / "ownership" / "ownership_province.yaml"


@pytest.fixture
def regulation(db):
    """The instrument that has a default of owners and leaves three services to choose."""
    load([Path(settings.BASE_DIR) / "fixtures" / "instruments" / "permenpanrb-59-2020.yaml"])
    return Instrument.objects.get(slug="permenpanrb-59-2020")


@pytest.fixture
def ownership(regulation, ownership_path):
    return read_ownership(ownership_path)


@pytest.fixture
def official(institution, regulation, coordinator):
    return factories.make_period(institution, regulation, coordinator, opened=False)


def plan_url(period):
    return f"/kelola/penugasan/{period.slug}/"


def make_units(institution, ownership, leave_out=()):
    for unit in ownership.units:
        if unit.code not in leave_out:
            factories.make_unit(institution, unit.code, unit.name)


class TestPlan:
    def test_groups_indicators_and_marks_those_without_lead(self, as_coordinator, draft, coordinator, unit, other_unit):
        first = draft.instrument.indicators.get(number=1)
        workflow.assign(draft, first, by=coordinator, lead=unit, supporting=[other_unit])

        response = as_coordinator.get(plan_url(draft))

        content = text_of(response)
        assert [aspect.code for aspect, _ in response.context["plan"].groups] == ["A1", "A2", "A3"]
        assert "4 dari 5 indikator belum mempunyai penanggung jawab" in content
        assert content.count(f'href="{plan_url(draft)}2/"') == 2  # in the warning and in the row
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
        Period.objects.update(status=Period.Status.CLOSED)

        content = text_of(as_coordinator.get(plan_url(period)))

        assert "Ubah<span" not in content
        assert "<form" not in content.split("<main")[1]

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

        with django_assert_num_queries(8):
            as_coordinator.get(plan_url(draft))


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
        Period.objects.update(status=Period.Status.CLOSED)

        response = as_coordinator.post(self.url(period, 1), {"lead": unit.pk})

        assert response.status_code == 403
        assert "Periode sudah ditutup" in text_of(response)

    def test_the_default_is_no_longer_loaded(self, as_coordinator, period):
        response = as_coordinator.post(plan_url(period), {"source": "bawaan", "replace": "on"})

        assert response.status_code == 403
        assert "Muat bawaan" not in text_of(as_coordinator.get(plan_url(period)))


class TestChosenServices:
    def url(self, period, number):
        return f"{plan_url(period)}{number}/"

    def test_every_service_is_another_one(self, as_coordinator, official, unit):
        as_coordinator.post(self.url(official, 45), {"lead": unit.pk, "service": "  Layanan   Perizinan "})
        response = as_coordinator.post(self.url(official, 46), {"lead": unit.pk, "service": "layanan perizinan"})

        assert response.status_code == 422
        assert "Layanan ini sudah dipilih untuk indikator 45. Pilih layanan yang berbeda." in text_of(response)
        assert list(ChosenService.objects.values_list("name", flat=True)) == ["Layanan Perizinan"]

    def test_the_same_name_may_be_saved_again(self, as_coordinator, official, unit):
        for _ in range(2):
            response = as_coordinator.post(self.url(official, 45), {"lead": unit.pk, "service": "Layanan Perizinan"})
            assert response.status_code == 302

    def test_missing_ones_are_listed(self, as_coordinator, official):
        assert "menilai layanan yang dipilih sendiri" in text_of(as_coordinator.get(plan_url(official)))

    def test_the_preparation_tells_when_all_have_a_name(self, official, coordinator, unit):
        for number in (45, 46, 47):
            indicator = official.instrument.indicators.get(number=number)
            workflow.assign(official, indicator, by=coordinator, lead=unit, service=f"Layanan {number}")

        step = next(step for step in Preparation(official).steps if step.title == "Layanan pilihan")
        assert step.is_done

    def test_without_names_the_period_does_not_open(self, as_coordinator, official, coordinator, unit):
        for indicator in official.instrument.indicators.all():
            workflow.assign(official, indicator, by=coordinator, lead=unit)

        response = as_coordinator.post(f"{official.get_absolute_url()}buka/")

        assert response.status_code == 422
        assert text_of(response).count("belum mempunyai nama layanan</a>") == 3

    def test_one_service_for_each_indicator(self, official, unit):
        indicators = official.instrument.indicators.filter(number__in=(45, 46))
        with pytest.raises(IntegrityError):
            for indicator in indicators:
                ChosenService.objects.create(period=official, indicator=indicator, name="Sama")


@pytest.mark.two_databases
class TestLoading:
    def test_the_default_is_matched_by_the_codes_of_units(self, as_coordinator, official, institution, ownership):
        make_units(institution, ownership)

        response = as_coordinator.post(plan_url(official), {"source": "bawaan"}, follow=True)

        assert "47 indikator dimuat dari pembagian bawaan." in text_of(response)
        assert Plan(official).without_lead == []
        row = next(row for row in ownership.rows if row.number == 9)
        found = Plan(official).row_of(9)
        assert (found.lead.code, {unit.code for unit in found.supporting}) == (row.lead, set(row.supporting))

    def test_codes_that_do_not_exist_are_told(self, as_coordinator, official, institution, ownership):
        make_units(institution, ownership, leave_out={"HUKUM"})
        institution.units.filter(code="BKD").update(is_active=False)

        content = text_of(as_coordinator.post(plan_url(official), {"source": "bawaan"}, follow=True))

        assert "Kode yang tidak ada atau tidak aktif di instansi ini dilewati: BKD, HUKUM." in content
        assert "indikator belum mempunyai penanggung jawab" in content

    def test_replacing_needs_consent(self, as_coordinator, official, institution, ownership, coordinator):
        make_units(institution, ownership)
        first = official.instrument.indicators.get(number=1)
        workflow.assign(official, first, by=coordinator, lead=institution.units.get(code="DISDIK"))

        response = as_coordinator.post(plan_url(official), {"source": "bawaan"})

        assert response.status_code == 422
        assert "belum diganti" in text_of(response)
        assert Assignment.objects.filter(period=official).count() == 1
        assert as_coordinator.post(plan_url(official), {"source": "bawaan", "replace": "on"}).status_code == 302
        assert Plan(official).without_lead == []

    def test_is_offered_only_where_a_default_exists(self, as_coordinator, draft, official_elsewhere):
        assert "Muat bawaan" not in text_of(as_coordinator.get(plan_url(draft)))
        assert "Muat bawaan provinsi" in text_of(as_coordinator.get(plan_url(official_elsewhere)))

    @pytest.fixture
    def official_elsewhere(self, institution, regulation, coordinator):
        return factories.make_period(institution, regulation, coordinator, year=2025, opened=False)

    @pytest.mark.parametrize("source", ["", "tidak-ada", "lain-2022", "../etc"])
    def test_unknown_sources(self, as_coordinator, draft, source):
        response = as_coordinator.post(plan_url(draft), {"source": source})

        assert response.status_code == 422
        assert "tidak tersedia" in text_of(response)

    def test_an_earlier_period_is_copied_with_its_services(
        self, as_coordinator, official, institution, regulation, coordinator, unit, other_unit
    ):
        for indicator in regulation.indicators.all():
            service = f"Layanan {indicator.number}" if indicator.number > 44 else ""
            workflow.assign(official, indicator, by=coordinator, lead=unit, supporting=[other_unit], service=service)
        later = factories.make_period(institution, regulation, coordinator, year=2024, opened=False)
        other_unit.is_active = False
        other_unit.save()

        page = text_of(as_coordinator.get(plan_url(later)))
        response = as_coordinator.post(plan_url(later), {"source": official.slug}, follow=True)

        assert "Salin dari Penilaian Mandiri 2023" in page
        assert "dilewati: DISDIK" in text_of(response)
        plan = Plan(later)
        assert plan.without_lead == plan.without_service == []
        assert plan.row_of(45).service == "Layanan 45"
        assert plan.row_of(1).supporting == []

    def test_a_period_of_others_is_no_source(self, as_coordinator, draft, other_institution, instrument, outsider):
        boss = factories.make_user("koordinator@lain.local", "Koordinator Lain", other_institution, "coordinator")
        theirs = factories.make_period(other_institution, instrument, boss, year=2022, opened=False)

        assert as_coordinator.post(plan_url(draft), {"source": theirs.slug}).status_code == 422

    def test_a_faulty_file_is_left_out(self, official, tmp_path, monkeypatch, ownership_path, caplog):
        folder = tmp_path / "fixtures" / "ownership"
        folder.mkdir(parents=True)
        (folder / "a.yaml").write_text("instrument: [", encoding="utf-8")
        (folder / "b.yaml").write_text(ownership_path.read_text(encoding="utf-8"), encoding="utf-8")
        monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
        caplog.set_level("WARNING", logger="assessments.sources")

        assert sources.default_of(official.instrument).instrument == "permenpanrb-59-2020"
        assert "a.yaml is left out" in caplog.text

    def test_one_lead_for_each_indicator(self, draft, unit, other_unit):
        indicator = draft.instrument.indicators.get(number=1)
        Assignment.objects.create(period=draft, indicator=indicator, unit=unit, is_lead=True)

        with pytest.raises(IntegrityError):
            Assignment.objects.create(period=draft, indicator=indicator, unit=other_unit, is_lead=True)
