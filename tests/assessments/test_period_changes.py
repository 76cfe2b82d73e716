"""What a coordinator may change of a period, and when."""

from datetime import UTC, datetime

import pytest

from assessments.models import Period
from tests import factories
from tests.assessments.filling import text as text_of
from tests.assessments.period_form import WINDOWS, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(institution, instrument, coordinator, unit):
    """Indicators 1 to 4 are led by Dinas Kesehatan; 5 is not."""
    leads = [(number, unit) for number in range(1, 5)]
    return factories.make_period(institution, instrument, coordinator, leads=leads, opened=False)


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
        Period.objects.update(**factories.CLOSED)

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
