"""Table mode: many levels at once, each row saved by itself, and what fails named in its row."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import grace, workflow
from assessments.models import Answer, Period
from tests import factories
from tests.assessments.filling import part_url, text, told
from tests.assessments.test_filling_list import grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(assessment):
    return part_url(assessment, "tabel")


def number(assessment, place):
    return Answer.objects.with_parents().get(assessment=assessment, indicator__number=place)


def choose(assessment, choices):
    """The rows of the table as a page that was just read sends them, with these choices."""
    data = {"izin": ""}
    for answer in assessment.answers.select_related("indicator"):
        place = answer.indicator.number
        shown = "" if answer.score is None else f"{answer.score.normalize():f}".replace(".", ",")
        data |= {f"awal-{place}": shown, f"versi-{place}": answer.score_version}
        data[f"nilai-{place}"] = choices.get(place, shown)
    return data


def scores(assessment):
    return list(assessment.answers.order_by("indicator__number").values_list("score", flat=True))


def test_rows_show_what_the_unit_has_to_know(filler, last_year, assessment, operator, url):
    factories.fill(number(assessment, 1), operator)
    workflow.save_answer(number(assessment, 2), by=operator, seen=number(assessment, 2).versions, score=Decimal(2))

    html = text(filler.get(url)).partition("data-level-table")[2]

    assert html.index("Aspek A1") < html.index("Hal 1") < html.index("Hal 2") < html.index("Aspek A2")
    assert '<option value="3" selected>3 · Terdefinisi</option>' in html and "1 bukti" in html
    assert "Kurang: tulis penjelasan capaian paling sedikit 30 karakter" in html
    assert html.count('<th scope="col">Hasil 2022') == 2


def test_filters_stand_in_the_address(filler, assessment, operator, url):
    factories.fill(number(assessment, 1), operator)

    aspect = text(filler.get(url, {"aspek": "A2"}))
    unfinished = text(filler.get(url, {"tampil": "belum", "aspek": "tidak-ada"}))

    assert "Hal 3" in aspect and "Hal 1" not in aspect and '<option value="A2" selected>' in aspect
    assert "Hal 2" in unfinished and "Hal 1" not in unfinished
    nothing = text(filler.get(url, {"tampil": "belum", "aspek": "A9"}))
    assert "Hal 2" in nothing
    for place in (2, 3):
        factories.fill(number(assessment, place), operator)
    assert "Tidak ada indikator yang cocok" in text(filler.get(url, {"tampil": "belum"}))


def test_changed_rows_are_saved_and_the_others_left_alone(filler, assessment, operator, url):
    factories.fill(number(assessment, 1), operator)
    before = number(assessment, 1).version

    response = filler.post(f"{url}?aspek=A1", choose(assessment, {2: "4", 3: "2"}))

    assert response.url == f"{url}?aspek=A1" and told(response) == ["2 indikator disimpan."]
    assert scores(assessment) == [Decimal(3), Decimal(4), Decimal(2)]
    assert number(assessment, 1).version == before
    events = assessment.events.filter(action="answer.saved").order_by("sequence")
    assert [event.data["score"] for event in events][-2:] == ["4", "2"]


def test_level_can_be_taken_back(filler, assessment, operator, url):
    filler.post(url, choose(assessment, {2: "4"}))
    filler.post(url, choose(assessment, {2: ""}))

    assert scores(assessment)[1] is None


def test_row_in_conflict_is_named_and_keeps_what_was_chosen(filler, institution, unit, assessment, operator, url):
    colleague = factories.make_user("rekan@uji.local", "Operator Kedua", institution, "operator", unit)
    data = choose(assessment, {1: "4", 2: "5"})
    answer = number(assessment, 1)
    workflow.save_answer(answer, by=colleague, seen=answer.versions, score=Decimal(2))

    response = filler.post(url, data)

    html = text(response)
    assert response.status_code == 409 and scores(assessment)[:2] == [Decimal(2), Decimal(5)]
    assert "Indikator 1: Operator Kedua memilih 2 setelah halaman ini dibuka." in html
    assert '<option value="4" selected>' in html and "1 indikator disimpan." in html
    fresh = choose(assessment, {1: "4"})
    assert f'name="versi-1" value="{fresh["versi-1"]}"' in html and 'name="awal-1" value="2"' in html
    filler.post(url, fresh)
    assert scores(assessment)[0] == Decimal(4)


@pytest.mark.parametrize("value", ["9", "abc", "2,5"])
def test_value_that_is_no_level_stays_in_its_row(filler, assessment, url, value):
    response = filler.post(url, choose(assessment, {1: value, 2: "3"}))

    assert response.status_code == 422 and scores(assessment)[:2] == [None, Decimal(3)]
    assert 'id="nilai-1_error" data-row-state>' in text(response) and "Galat:" in text(response)


def test_forged_version_overwrites_nothing(filler, assessment, operator, url):
    factories.fill(number(assessment, 1), operator)

    response = filler.post(url, choose(assessment, {1: "5"}) | {"versi-1": "x"})

    assert response.status_code == 409 and scores(assessment)[0] == Decimal(3)


def test_continuous_scale_has_a_number(client, institution, coordinator, operator, unit):
    instrument = factories.make_instrument("kontinu", step="0.01")
    period = factories.make_period(
        institution, instrument, coordinator, year=2025, leads=[(place, unit) for place in range(1, 6)]
    )
    assessment = period.assessments.get(unit=unit)
    client.force_login(operator)
    url = part_url(assessment, "tabel")

    assert 'inputmode="decimal"' in text(client.get(url))
    response = client.post(url, choose(assessment, {1: "2,75", 2: "5,5"}))

    assert response.status_code == 422 and scores(assessment)[:2] == [Decimal("2.75"), None]
    assert 'value="5,5"' in text(response) and "Nilai harus antara 1,00 sampai 5,00" in text(response)


@pytest.mark.parametrize("role", ["head", "assessor", "coordinator"])
def test_others_read_and_may_not_write(client, request, assessment, url, role):
    client.force_login(request.getfixturevalue(role))

    html = text(client.get(url))

    assert "Hal 1" in html and "<select" not in html.partition("level-table")[2]
    assert client.post(url, choose(assessment, {1: "3"})).status_code == 403
    assert scores(assessment)[0] is None


@pytest.mark.parametrize("role", ["neighbor", "outsider", "superuser"])
def test_others_do_not_find_it(client, request, assessment, url, role):
    client.force_login(request.getfixturevalue(role))

    assert client.get(url).status_code == client.post(url).status_code == 404


def test_it_needs_a_session(client, url):
    assert client.get(url).status_code == client.post(url).status_code == 302


def test_after_sending_it_only_reads(filler, submitted, url):
    data = choose(submitted, {1: "5"})

    html = text(filler.get(url))
    response = filler.post(url, data)

    assert "data-row-choice" not in html and "Simpan semua" not in html
    assert response.status_code == 422 and "Hanya baca: penilaian sudah dikirim." in text(response)
    assert scores(submitted)[0] == Decimal(3)


def test_what_was_open_before_the_deadline_is_still_taken(filler, assessment, operator, url):
    izin = filler.get(url).context["izin"]
    closes_at = grace.opened_at(izin, operator, assessment) + timedelta(microseconds=500)
    Period.objects.filter(pk=assessment.period_id).update(fill_closes_at=closes_at)

    late = filler.post(url, choose(assessment, {1: "3"}))
    taken = filler.post(url, choose(assessment, {1: "3"}) | {"izin": izin})

    assert (late.status_code, taken.status_code) == (422, 302)
    assert scores(assessment)[0] == Decimal(3)


@pytest.mark.parametrize("count", [10, 500])
def test_many_rows_take_the_same_queries(filler, assessment, url, count, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        filler.get(url)
    grow(assessment, count)

    with django_assert_num_queries(len(few)):
        assert text(filler.get(url)).count("data-level-row ") == count
    assert len(few) <= 9


def test_task_list_leads_there_and_back(filler, assessment, url):
    tasks = part_url(assessment, "tabel").removesuffix("tabel/")

    assert f'href="{url}"' in text(filler.get(tasks)) and f'href="{tasks}"' in text(filler.get(url))
