"""Where a plan can be taken from: the default of an instrument, or an earlier period."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError

from assessments import sources, workflow
from assessments.models import Assignment
from assessments.plan import Plan
from indicators.ownership import read_ownership
from tests import factories
from tests.assessments.filling import text as text_of
from tests.assessments.plan_pages import plan_url

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ownership_path():
    return Path(settings.BASE_DIR) / "fixtures" / "ownership" / "ownership_province.yaml"


@pytest.fixture
def ownership(regulation, ownership_path):
    return read_ownership(ownership_path)


def make_units(institution, ownership, leave_out=()):
    for unit in ownership.units:
        if unit.code not in leave_out:
            factories.make_unit(institution, unit.code, unit.name)


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
