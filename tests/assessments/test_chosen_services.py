"""The services that an institution chooses itself, one for each indicator that asks for it."""

import pytest
from django.db import IntegrityError

from assessments import workflow
from assessments.models import ChosenService
from assessments.preparation import Preparation
from tests.assessments.filling import text as text_of
from tests.assessments.plan_pages import plan_url

pytestmark = pytest.mark.django_db


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
