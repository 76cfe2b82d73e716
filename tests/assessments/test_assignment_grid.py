"""The grid of units and indicators: what it shows, and the cells that a script saves."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import workflow
from assessments.models import Answer, Assignment, ChosenService, Event, Period
from assessments.workflow.cells import LEAD, NONE, SUPPORT, Cell, digest_of, save_cells, standing_of
from tests import factories
from tests.assessments.filling import text as text_of
from tests.assessments.plan_pages import plan_url

pytestmark = pytest.mark.django_db


def post(client, period, *cells):
    return client.post(f"{plan_url(period)}sel/", {"cells": json.dumps(cells)}, HTTP_ACCEPT="application/json")


def marks(period):
    rows = Assignment.objects.filter(period=period).values_list("unit__code", "indicator__number", "is_lead")
    return {(code, number): LEAD if is_lead else SUPPORT for code, number, is_lead in rows}


def lines(content):
    """{unit: its marks} as the table of the page says them."""
    found = re.findall(r'class="grid-code">(\w+)</span>.*?</th>((?:<td>\w*</td>)+)', content)
    return {code: re.findall(r"<td>(\w*)</td>", cells) for code, cells in found}


class TestTable:
    def test_shows_marks_loads_and_missing_leads(self, as_coordinator, draft, coordinator, unit, other_unit):
        first = draft.instrument.indicators.get(number=1)
        workflow.assign(draft, first, by=coordinator, lead=unit, supporting=[other_unit])

        content = text_of(as_coordinator.get(plan_url(draft)))

        assert lines(content) == {"DINKES": ["PJ", "", "", "", ""], "DISDIK": ["P", "", "", "", ""]}
        assert "PJ 1 · P 0 · bobot 10,00%" in content and "PJ 0 · P 1 · bobot 0,00%" in content
        assert content.count('class="is-missing"') == 4
        assert content.count('scope="colgroup"') == 3

    def test_estimates_the_review_by_the_setting(self, as_coordinator, period, settings):
        settings.REVIEW_SECONDS = 600

        content = text_of(as_coordinator.get(plan_url(period)))

        assert "6 jawaban akan direviu. Dengan 600 detik untuk tiap jawaban" in content
        assert "sekitar 1,0 jam" in content

    @pytest.mark.parametrize(
        ("query", "units", "columns"),
        [
            ("aspek=A1", ["DINKES", "DISDIK"], 2),
            ("cari=sehat", ["DINKES"], 5),
            ("cari=DISD", ["DISDIK"], 5),
            ("tampil=kosong", [], 0),
            ("tampil=ditugasi", ["DINKES", "DISDIK"], 5),
            ("aspek=TIDAK&tampil=x", ["DINKES", "DISDIK"], 5),
        ],
    )
    def test_filters_by_aspect_and_unit(self, as_coordinator, period, query, units, columns):
        found = lines(text_of(as_coordinator.get(f"{plan_url(period)}?{query}")))

        assert list(found) == units
        assert all(len(cells) == columns for cells in found.values())

    def test_rows_are_those_who_take_part_and_whoever_is_assigned(self, as_coordinator, draft, institution, unit):
        third = factories.make_unit(institution, "TIGA")
        draft.participants.set([third])

        assert list(lines(text_of(as_coordinator.get(plan_url(draft))))) == ["TIGA"]
        indicator = draft.instrument.indicators.get(number=1)
        Assignment.objects.create(period=draft, indicator=indicator, unit=unit)
        assert set(lines(text_of(as_coordinator.get(plan_url(draft))))) == {"TIGA", "DINKES"}

    def test_forty_units_and_the_real_instrument_are_light(self, as_coordinator, official, institution, coordinator):
        units = [factories.make_unit(institution, f"U{n}", f"Dinas Urusan Pemerintahan Nomor {n}") for n in range(40)]
        indicators = list(official.instrument.indicators.all())
        Assignment.objects.bulk_create(
            Assignment(period=official, indicator=indicator, unit=unit, is_lead=unit == units[0])
            for indicator in indicators
            for unit in units[:4]
        )

        with CaptureQueriesContext(
            connection,
        ) as few:
            response = as_coordinator.get(plan_url(official))

        assert len(few) == 11
        assert len(lines(text_of(response))) == 40
        assert len(response.content) < 300_000

    def test_an_open_period_tells_what_a_change_brings(self, as_coordinator, period, draft_later):
        told = "yang sudah mengisi tidak dapat dicabut"

        assert told in text_of(as_coordinator.get(plan_url(period)))
        assert told not in text_of(as_coordinator.get(plan_url(draft_later)))

    @pytest.fixture
    def draft_later(self, institution, instrument, coordinator):
        return factories.make_period(institution, instrument, coordinator, year=2030, opened=False)


class TestSaving:
    def test_saves_all_cells_with_one_event(self, as_coordinator, draft, unit, other_unit):
        before = Event.objects.count()

        response = post(
            as_coordinator, draft, [unit.pk, 1, "", "PJ"], [other_unit.pk, 1, "", "P"], [unit.pk, 2, "", "P"]
        )

        assert response.status_code == 200
        assert response.json()["refused"] == [] and len(response.json()["saved"]) == 3
        assert marks(draft) == {("DINKES", 1): "PJ", ("DISDIK", 1): "P", ("DINKES", 2): "P"}
        assert Event.objects.count() == before + 1
        event = Event.objects.order_by("-sequence").first()
        assert (event.action, event.target) == ("assignment.edited", draft.slug)
        assert ["DINKES", 1, "", "PJ"] in event.data["cells"]

    def test_the_lead_changes_hands_in_one_go(self, as_coordinator, period, unit, other_unit):
        response = post(as_coordinator, period, [unit.pk, 2, "PJ", "P"], [other_unit.pk, 2, "", "PJ"])

        assert response.status_code == 200
        assert (marks(period)["DINKES", 2], marks(period)["DISDIK", 2]) == ("P", "PJ")

    def test_a_cell_that_somebody_else_changed_is_refused_and_the_others_saved(
        self, as_coordinator, draft, coordinator, unit, other_unit
    ):
        first = draft.instrument.indicators.get(number=1)
        workflow.assign(draft, first, by=coordinator, lead=other_unit, supporting=[unit])

        response = post(as_coordinator, draft, [unit.pk, 1, "", "PJ"], [unit.pk, 2, "", "PJ"])

        assert response.status_code == 409
        assert response.json()["refused"] == [[unit.pk, 1, "P", "Sel ini sudah diubah orang lain."]]
        assert marks(draft) == {("DISDIK", 1): "PJ", ("DINKES", 1): "P", ("DINKES", 2): "PJ"}

    def test_a_cell_that_reads_as_wanted_is_fine(self, as_coordinator, draft, coordinator, unit):
        workflow.assign(draft, draft.instrument.indicators.get(number=1), by=coordinator, lead=unit)

        assert post(as_coordinator, draft, [unit.pk, 1, "", "PJ"]).status_code == 200

    def test_two_leads_are_refused(self, as_coordinator, draft, unit, other_unit):
        response = post(as_coordinator, draft, [unit.pk, 1, "", "PJ"], [other_unit.pk, 1, "", "PJ"])

        assert {cell[3] for cell in response.json()["refused"]} == {
            "Indikator 1 hanya boleh mempunyai satu penanggung jawab."
        }
        assert marks(draft) == {}

    def test_an_open_period_keeps_its_leads_and_what_was_written(
        self, as_coordinator, period, unit, operator, other_unit
    ):
        factories.fill(Answer.objects.get(assessment__unit=unit, indicator__number=1), operator)

        response = post(
            as_coordinator,
            period,
            [unit.pk, 1, "PJ", ""],
            [other_unit.pk, 1, marks(period).get(("DISDIK", 1), ""), "PJ"],
            [unit.pk, 2, "PJ", ""],
        )

        reasons = {cell[1]: cell[3] for cell in response.json()["refused"]}
        assert "sudah mengisi indikator ini" in reasons[1]
        assert "setiap indikator memerlukan penanggung jawab" in reasons[2]
        assert marks(period)["DINKES", 1] == "PJ"

    def test_a_unit_added_to_an_open_period_gets_its_answer(self, as_coordinator, period, institution):
        third = factories.make_unit(institution, "TIGA")

        post(as_coordinator, period, [third.pk, 1, "", "P"])

        assert Answer.objects.filter(assessment__unit=third, indicator__number=1).exists()

    @pytest.mark.parametrize(
        "cells",
        ["", "[]", "{}", "[[1]]", '[[0, 1, "", "P"]]', '[["x", 1, "", "P"]]', "[" * 2000, '[[1, 1, "", "Z"]]', "null"],
    )
    def test_what_cannot_be_read_changes_nothing(self, as_coordinator, draft, cells):
        response = as_coordinator.post(f"{plan_url(draft)}sel/", {"cells": cells})

        assert response.status_code == 422 and response.json()["error"]
        assert marks(draft) == {}

    def test_a_unit_of_another_institution_is_no_unit(self, as_coordinator, draft, other_institution):
        theirs = factories.make_unit(other_institution, "ASING")

        assert post(as_coordinator, draft, [theirs.pk, 1, "", "P"]).status_code == 422

    @pytest.mark.parametrize(
        ("who", "status"),
        [("operator", 403), ("head", 403), ("assessor", 403), ("executive", 403), ("outsider", 404)],
    )
    def test_others(self, client, request, period, unit, who, status):
        client.force_login(request.getfixturevalue(who))

        assert post(client, period, [unit.pk, 1, "PJ", "P"]).status_code == status
        assert client.post(f"{plan_url(period)}layanan/", {}).status_code == status
        assert client.get(f"{plan_url(period)}sel/").status_code == 405

    def test_a_closed_period_is_left_alone(self, as_coordinator, period, unit):
        Period.objects.update(status=Period.Status.CLOSED, stage=Period.Stage.FINAL)

        assert post(as_coordinator, period, [unit.pk, 1, "PJ", "P"]).status_code == 403

    @pytest.mark.two_databases
    def test_what_is_refused_leaves_no_half(self, period, coordinator, unit, other_unit, operator):
        """Within one indicator nothing is written when one cell cannot be."""
        factories.fill(Answer.objects.get(assessment__unit=unit, indicator__number=1), operator)
        indicator = period.instrument.indicators.get(number=1)
        before = digest_of(standing_of(period))
        was = standing_of(period).get((other_unit.pk, indicator.pk), NONE)

        saved, refused = save_cells(
            period, [Cell(unit, indicator, LEAD, NONE), Cell(other_unit, indicator, was, LEAD)], by=coordinator
        )

        assert saved == [] and len(refused) == 2
        assert digest_of(standing_of(period)) == before


class TestServices:
    def names(self, *names):
        return {f"service_{45 + place}": name for place, name in enumerate(names)}

    def test_all_are_named_together_and_may_be_swapped(self, as_coordinator, official):
        url = f"{plan_url(official)}layanan/"
        as_coordinator.post(url, self.names("Satu", "Dua", "Tiga"))
        response = as_coordinator.post(url, self.names("Dua", " Satu ", ""))

        assert response.url == f"{plan_url(official)}#layanan"
        assert list(ChosenService.objects.values_list("indicator__number", "name")) == [(45, "Dua"), (46, "Satu")]

    def test_the_same_name_twice_is_told_and_kept(self, as_coordinator, official):
        response = as_coordinator.post(f"{plan_url(official)}layanan/", self.names("Satu", "satu", "Tiga"))

        assert response.status_code == 422
        assert "Layanan ini sudah dipilih untuk indikator 45." in text_of(response)
        assert 'value="Tiga"' in text_of(response)
        assert not ChosenService.objects.exists()
