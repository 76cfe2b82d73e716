"""The page of one indicator: who reads and writes it, what a save keeps, and what is refused."""

from decimal import Decimal

import pytest
from django.test import Client

from assessments import workflow
from assessments.models import Answer
from tests import factories
from tests.assessments.filling import actions, answer_url, part_url, refreshed, sent, tasks_url, text, told, without_ids

pytestmark = pytest.mark.django_db

QUERIES = 18


# Reading


def test_page_shows_the_levels_side_by_side(filler, answer):
    html = text(filler.get(answer_url(answer)))

    assert "<h1>1. Hal 1</h1>" in html
    assert html.count('type="radio" name="score"') == 5 and "data-clear-level" in html
    assert "Kriteria 1 tingkat 4." in html
    assert "Bobot 10,00% · naik satu tingkat = indeks <b>+0,1</b>" in html
    assert "Tidak ada penilaian tahun lalu" in html
    assert "Dinas Kesehatan penanggung jawab · pendukung: Dinas Pendidikan" in html


def test_implicit_domain_is_not_named(filler, answer):
    domain = answer.indicator.aspect.domain
    assert domain.name in text(filler.get(answer_url(answer)))

    type(domain).objects.filter(pk=domain.pk).update(implicit=True)

    assert domain.name not in text(filler.get(answer_url(answer)))


def test_page_works_without_javascript(filler, answer):
    html = text(filler.get(answer_url(answer)))

    assert 'id="answer-form" enctype="multipart/form-data" novalidate' in html
    for action in ("simpan", "lanjut", "belum"):
        assert f'name="tindakan" value="{action}"' in html
    assert "hx-" not in html.partition("<body")[2]


@pytest.mark.parametrize("role", ["head", "assessor", "own_assessor", "coordinator", "executive"])
def test_others_read_text_instead_of_fields(client, request, answer, operator, role):
    factories.fill(answer, operator)
    client.force_login(request.getfixturevalue(role))

    html = text(client.get(answer_url(answer)))

    assert "Hanya baca: jawaban ini diisi operator Dinas Kesehatan." in html
    assert factories.EXPLANATION in html
    assert "answer-form" not in html
    assert 'name="score"' not in html


@pytest.mark.parametrize("role", ["neighbor", "outsider", "superuser"])
def test_strangers_find_nothing(client, request, answer, role):
    client.force_login(request.getfixturevalue(role))
    missing = answer_url(answer).replace("/indikator/1/", "/indikator/99/")

    refused, absent = client.get(answer_url(answer)), client.get(missing)

    assert refused.status_code == 404
    assert without_ids(refused) == without_ids(absent)
    assert client.post(answer_url(answer), sent(answer)).status_code == 404


def test_words_of_an_ended_session_are_given_back(client, answer):
    response = client.post(answer_url(answer), sent(answer, izin="a b c d e f g h i j k"))

    html = text(response)
    assert response.status_code == 403 and response["Cache-Control"] == "no-store"
    assert f"{factories.EXPLANATION}</textarea>" in html
    assert f'href="/masuk/?next={answer_url(answer).replace("/", "%2F")}"' in html
    assert refreshed(answer).version == 0
    assert client.post(answer_url(answer), {"score": "3"}).url == f"/masuk/?next={answer_url(answer)}"


def test_words_of_a_page_from_before_a_new_sign_in_are_given_back(operator, answer):
    client = Client(enforce_csrf_checks=True)
    stranger = client.post(answer_url(answer), sent(answer))
    client.force_login(operator)

    response = client.post(answer_url(answer), sent(answer))

    assert (stranger.status_code, response.status_code) == (403, 403)
    assert f"{factories.EXPLANATION}</textarea>" in text(response)
    assert factories.EXPLANATION not in text(stranger), "nobody else writes on this page"


def test_anonymous_is_led_to_sign_in(client, answer):
    for response in (client.get(answer_url(answer)), client.post(answer_url(answer), {"score": "3"})):
        assert response.status_code == 302
        assert response.url == f"/masuk/?next={answer_url(answer)}"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(filler, answer, method):
    assert getattr(filler, method)(answer_url(answer)).status_code == 405


def test_page_reads_in_the_same_few_queries(filler, answer, operator, django_assert_num_queries):
    workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator)
    with django_assert_num_queries(QUERIES):
        filler.get(answer_url(answer))
    for _ in range(2):
        workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator)
    with django_assert_num_queries(QUERIES):
        filler.get(answer_url(answer))


# Saving


def test_save_keeps_score_and_text(filler, answer, operator):
    response = filler.post(answer_url(answer), sent(answer, explanation="Baris satu.\r\nBaris dua yang cukup panjang."))

    saved = refreshed(answer)
    assert response.status_code == 302 and response.url == answer_url(answer)
    assert (saved.score, saved.version, saved.status) == (Decimal(3), 1, Answer.Status.DRAFT)
    assert saved.explanation == "Baris satu.\nBaris dua yang cukup panjang."
    assert saved.updated_by == operator
    assert actions(answer.assessment) == ["answer.saved"]
    assert told(response) == ["Indikator 1 disimpan."]


def test_saving_the_same_again_changes_nothing(filler, answer):
    filler.post(answer_url(answer), sent(answer))

    response = filler.post(answer_url(answer), sent(answer))

    assert response.status_code == 302
    assert refreshed(answer).version == 1
    assert actions(answer.assessment) == ["answer.saved"]


def test_a_draft_may_be_incomplete(filler, answer):
    filler.post(answer_url(answer), sent(answer, score="", explanation="Baru"))

    saved = refreshed(answer)
    assert (saved.score, saved.explanation, saved.status) == (None, "Baru", Answer.Status.DRAFT)
    assert "Pilih tingkat kematangan" in text(filler.get(answer_url(answer)))


def test_lowering_or_clearing_the_level_keeps_text_and_proofs(filler, answer, operator):
    factories.fill(answer, operator, score="4")
    answer = refreshed(answer)

    filler.post(answer_url(answer), sent(answer, score="1"))
    assert refreshed(answer).status == Answer.Status.COMPLETE
    filler.post(answer_url(answer), sent(refreshed(answer), score=""))

    saved = refreshed(answer)
    assert (saved.score, saved.explanation, saved.citations.count()) == (None, factories.EXPLANATION, 1)


def test_a_field_that_was_not_sent_keeps_its_value(filler, answer, operator):
    factories.fill(answer, operator)

    filler.post(answer_url(answer), {"version-score": refreshed(answer).score_version, "score": "5"})

    assert (refreshed(answer).score, refreshed(answer).explanation) == (Decimal(5), factories.EXPLANATION)


def test_supporting_unit_fills_its_own_answer(client, neighbor, other_unit, period):
    own = Answer.objects.with_parents().get(assessment__unit=other_unit, indicator__number=1)
    client.force_login(neighbor)

    assert "Dinas Pendidikan pendukung · penanggung jawab: Dinas Kesehatan" in text(client.get(answer_url(own)))
    client.post(answer_url(own), sent(own))

    assert refreshed(own).score == Decimal(3)
    assert Answer.objects.get(assessment__unit__code="DINKES", indicator__number=1).score is None


@pytest.mark.parametrize(
    ("number", "action", "target"),
    [
        (1, "simpan", "indikator/1/"),
        (1, "", "indikator/1/"),
        (1, "lanjut", "indikator/2/"),
        (3, "lanjut", "periksa/"),
        (2, "sebelumnya", "indikator/1/"),
        (1, "sebelumnya", ""),
        (1, "belum", "indikator/2/"),
        (2, "belum", "indikator/1/"),  # 2 is a draft now and 1 is empty: drafts come before empty ones
        (3, "belum-sebelumnya", "?tampil=belum"),
        (1, "unggah", "indikator/1/#id_evidence"),
        (1, "tidak-ada", "?tampil=belum"),
    ],
)
def test_each_button_saves_and_leads_on(filler, assessment, number, action, target):
    answer = Answer.objects.with_parents().get(assessment=assessment, indicator__number=number)

    response = filler.post(answer_url(answer), sent(answer, tindakan=action))

    assert response.url == f"{tasks_url(assessment.period, assessment.unit)}{target}"
    assert refreshed(answer).score == Decimal(3)


def test_jump_without_anything_unfinished_leads_to_the_check(filler, assessment, operator):
    factories.fill_all(assessment, operator)
    answer = Answer.objects.with_parents().get(assessment=assessment, indicator__number=2)

    assert filler.post(answer_url(answer), sent(answer, tindakan="belum")).url == part_url(assessment, "periksa")


# Refused input


def test_too_long_a_text_is_told_and_kept_while_the_rest_is_saved(filler, answer):
    long = "kata " * 2001

    response = filler.post(answer_url(answer), sent(answer, explanation=long))

    assert response.status_code == 422
    assert "Penjelasan capaian: paling banyak 10000 karakter, sekarang 10004" in text(response)
    assert "Galat: 1. Hal 1" in text(response)
    assert long.strip() in response.content.decode()
    assert 'name="version-score" value="1"' in text(response)
    assert (refreshed(answer).score, refreshed(answer).explanation) == (Decimal(3), "")


@pytest.mark.parametrize("score", ["6", "0", "3,5", "tiga", "NaN", "Infinity", "1e0", "３"])
def test_a_level_that_does_not_exist_is_refused(filler, answer, score):
    response = filler.post(answer_url(answer), sent(answer, score=score))

    assert response.status_code == 422
    assert "Tingkat kematangan: " in text(response)
    assert (refreshed(answer).score, refreshed(answer).explanation) == (None, factories.EXPLANATION)


@pytest.fixture
def continuous(institution, coordinator, unit):
    """An answer on an instrument whose score is any hundredth."""
    instrument = factories.make_instrument("kontinu", step="0.01")
    leads = [(number, unit) for number in range(1, 6)]
    period = factories.make_period(institution, instrument, coordinator, year=2026, leads=leads)
    return Answer.objects.with_parents().get(assessment__period=period, indicator__number=1)


@pytest.mark.parametrize(("typed", "score"), [("3,25", "3.25"), ("3.25", "3.25"), (" 1 ", "1"), ("5,00", "5")])
def test_continuous_score_takes_a_decimal_comma(filler, continuous, typed, score):
    html = text(filler.get(answer_url(continuous)))
    assert "Isi angka 1,00 sampai 5,00." in html
    assert 'type="radio"' not in html
    assert "Mendukung tingkat" not in html

    assert filler.post(answer_url(continuous), sent(continuous, score=typed)).status_code == 302

    assert refreshed(continuous).score == Decimal(score)
    shown = score.replace(".", ",")
    assert f'value="{shown}"' in text(filler.get(answer_url(continuous)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("5,01", "Nilai harus antara 1,00 sampai 5,00"),
        ("0,99", "Nilai harus antara 1,00 sampai 5,00"),
        ("3,255", "Nilai harus kelipatan 0,01, dihitung dari 1,00"),
        ("tiga", "Tulis nilai sebagai angka, misalnya 5,00"),
        ("1.000,5", "Tulis nilai sebagai angka, misalnya 5,00"),
    ],
)
def test_continuous_score_outside_the_scale_is_told_and_kept(filler, continuous, typed, sentence):
    response = filler.post(answer_url(continuous), sent(continuous, score=typed))

    assert response.status_code == 422
    assert f"Nilai: {sentence}" in text(response)
    assert f'value="{typed}"' in text(response)
    assert (refreshed(continuous).score, refreshed(continuous).explanation) == (None, factories.EXPLANATION)
