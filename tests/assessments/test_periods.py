"""The list of periods."""

import pytest

from tests import factories
from tests.assessments.filling import text as text_of

pytestmark = pytest.mark.django_db

LIST = "/kelola/periode/"


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
