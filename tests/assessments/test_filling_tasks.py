"""The task list of one unit: what is done, what comes next, and what each state lets one do."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.models import Answer, Assessment, Period
from tests import factories
from tests.assessments.filling import part_url, refreshed, tasks_url, text, without_ids
from tests.assessments.test_filling_list import grow

pytestmark = pytest.mark.django_db

QUERIES = 8


def page(client, assessment, **query):
    return text(client.get(tasks_url(assessment.period, assessment.unit), query))


def number(assessment, number):
    return Answer.objects.with_parents().get(assessment=assessment, indicator__number=number)


def save(answer, by, **changes):
    return workflow.save_answer(answer, by=by, seen=answer.versions, **changes)


def test_tasks_stand_under_their_aspects(filler, assessment):
    html = page(filler, assessment)

    assert html.index("Aspek A1") < html.index("1. Hal 1") < html.index("2. Hal 2") < html.index("Aspek A2")
    assert html.index("Aspek A2") < html.index("3. Hal 3")
    assert "Aspek A3" not in html
    assert "0 / 3 lengkap" in html and "0 dari 2 lengkap" in html


def test_progress_counts_complete_answers_only(filler, assessment, operator):
    factories.fill(number(assessment, 1), operator)
    save(number(assessment, 2), operator, score=Decimal(2))

    html = page(filler, assessment)

    assert "1 / 3 lengkap" in html and "1 dari 2 lengkap" in html
    assert "Kurang: tulis penjelasan capaian paling sedikit 30 karakter" in html


def test_supporting_units_see_who_leads(client, neighbor, period, other_unit):
    client.force_login(neighbor)

    html = page(client, period.assessments.get(unit=other_unit))

    assert "Pendukung · penanggung jawab: Dinas Kesehatan" in html
    assert html.count('<span class="task-note">Penanggung jawab</span>') == 2


def test_filter_stands_in_the_address(filler, assessment, operator):
    factories.fill(number(assessment, 1), operator)

    html = page(filler, assessment, tampil="belum")

    assert "1. Hal 1" not in html and "2. Hal 2" in html
    assert 'href="?tampil=belum" aria-current="true"' in html
    assert "1. Hal 1" in page(filler, assessment, tampil="apa-saja")


def test_filter_on_a_finished_list_says_so(filler, assessment, operator):
    factories.fill_all(assessment, operator)

    assert "Semua indikator sudah lengkap" in page(filler, assessment, tampil="belum")


def main_button(html):
    return html.partition('class="btn btn-primary" href="')[2].partition("</a>")[0].split('">') or None


def test_main_button_follows_the_work(filler, assessment, operator):
    start = tasks_url(assessment.period, assessment.unit)
    assert main_button(page(filler, assessment)) == [f"{start}indikator/1/", "Mulai mengisi"]

    save(number(assessment, 3), operator, score=Decimal(2))
    assert main_button(page(filler, assessment)) == [f"{start}indikator/3/#id_score", "Lanjutkan: 3. Hal 3"]

    save(refreshed(number(assessment, 3)), operator, explanation="Baru separuh.")
    assert main_button(page(filler, assessment)) == [f"{start}indikator/3/#id_explanation", "Lanjutkan: 3. Hal 3"]

    for place in (1, 2, 3):
        factories.fill(refreshed(number(assessment, place)), operator)
    assert main_button(page(filler, assessment)) == [part_url(assessment, "periksa"), "Periksa dan kirim"]


def test_nobody_else_gets_a_main_button(client, request, assessment):
    for role in ("head", "assessor", "coordinator", "executive"):
        client.force_login(request.getfixturevalue(role))
        assert "btn-primary" not in page(client, assessment)


def test_states_are_explained(filler, submitted, operator, assessor, coordinator):
    assert "Hanya baca: penilaian sudah dikirim dan menunggu reviu asesor." in page(filler, submitted)
    assert "Tanda terima" in page(filler, submitted)

    first = number(submitted, 1)
    workflow.send_back(first, by=assessor, version=first.version, reason=factories.REASON)
    html = page(filler, submitted)
    assert part_url(submitted, "perbaikan") in html and "Perlu perbaikan" in html
    save(refreshed(first), operator, reply="Sudah ditambahkan.")
    assert "Siap dikirim kembali" in page(filler, submitted)

    factories.resend(Assessment.objects.get(pk=submitted.pk), by=operator)
    for answer in Answer.objects.filter(assessment=submitted).with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)
    assert "Semua jawaban sudah direviu." in page(filler, submitted)

    workflow.close_period(submitted.period, by=coordinator, at_minimum=True)
    assert "Periode sudah ditutup." in page(filler, submitted)


def test_unit_without_tasks_is_told(filler, assessment):
    assessment.answers.all().delete()

    assert "Belum ada indikator yang ditugaskan" in page(filler, assessment)


def test_deadline_tells_the_day_and_what_is_left(filler, assessment):
    html = page(filler, assessment)

    assert "Sisa 19 hari." in html or "Sisa 20 hari." in html
    assert "3 dari 3 indikator Anda belum lengkap" in html


def test_nothing_is_due_before_filling_opens(filler, assessment, period):
    Period.objects.filter(pk=period.pk).update(**factories.windows(fill=(1, 20)))

    html = page(filler, assessment)

    assert "deadline-strip" not in html and "btn-primary" not in html


@pytest.mark.parametrize("role", ["neighbor", "outsider", "superuser"])
def test_strangers_find_nothing(client, request, assessment, role):
    client.force_login(request.getfixturevalue(role))
    url = tasks_url(assessment.period, assessment.unit)

    refused = client.get(url)

    assert refused.status_code == 404
    assert without_ids(refused) == without_ids(client.get(url.replace("DINKES", "TIADA")))
    assert without_ids(refused) == without_ids(client.get(url.replace("lampung-2023", "tiada")))


def test_a_period_in_preparation_is_not_there(client, institution, instrument, coordinator, operator, unit):
    period = factories.make_period(institution, instrument, coordinator, opened=False, year=2024)
    Assessment.objects.create(period=period, unit=unit)
    client.force_login(operator)

    assert client.get(tasks_url(period, unit)).status_code == 404


def test_anonymous_is_led_to_sign_in(client, assessment):
    url = tasks_url(assessment.period, assessment.unit)

    assert client.get(url).url == f"/masuk/?next={url}"
    assert client.post(url).status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_not_allowed(filler, assessment, method):
    assert getattr(filler, method)(tasks_url(assessment.period, assessment.unit)).status_code == 405


@pytest.mark.parametrize("count", [3, 10, 500])
def test_list_reads_in_the_same_few_queries(filler, assessment, count, django_assert_num_queries):
    grow(assessment, count)

    with django_assert_num_queries(QUERIES):
        assert f"0 / {count} lengkap" in page(filler, assessment)


@pytest.mark.parametrize(("part", "queries"), [("periksa", 10), ("indikator/1", 16)])
@pytest.mark.parametrize("count", [10, 500])
def test_pages_around_read_in_the_same_few_queries(filler, assessment, part, queries, count, django_assert_num_queries):
    grow(assessment, count)

    with django_assert_num_queries(queries):
        assert filler.get(part_url(assessment, part)).status_code == 200
