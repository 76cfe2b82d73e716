"""The page before sending: every gap with its link, one aspect alone, and the attainment."""

from decimal import Decimal

import pytest

from assessments import workflow
from tests.assessments.filling import answer_url, part_url, refreshed, tasks_url, text

pytestmark = pytest.mark.django_db


def test_check_links_every_gap_to_its_field(filler, assessment, answer, operator):
    workflow.save_answer(answer, by=operator, seen=answer.versions, score=Decimal(3))

    html = text(filler.get(part_url(assessment, "periksa")))

    assert "<title>Periksa dan kirim" in html and "data-error-summary" not in html and "field-error" not in html
    summary = html[html.index('id="next-steps"') : html.index('class="figure-row')]
    row = html[html.index('id="indikator-1"') : html.index('id="indikator-2"')]
    words = "tulis penjelasan capaian paling sedikit 30 karakter"
    link = f'href="{answer_url(answer)}#id_explanation"'
    assert link in summary and f"Indikator 1: {words}" in summary
    assert link in row and words.capitalize() in row
    second = tasks_url(assessment.period, assessment.unit) + "indikator/2/"
    assert f'href="{second}#id_score"' in summary
    page = text(filler.get(answer_url(answer)))
    assert 'id="id_explanation"' in page and 'id="id_score"' in page


def test_check_of_one_aspect_shows_and_counts_only_it(filler, assessment, answer):
    aspect, other = answer.indicator.aspect, assessment.answers.get(indicator__number=3).indicator.aspect

    html = text(filler.get(part_url(assessment, "periksa") + f"?aspek={aspect.code}"))

    assert f"Hanya aspek {aspect.name} yang ditampilkan." in html
    assert f'id="aspek-{aspect.code}"' in html and f'id="aspek-{other.code}"' not in html
    assert "Indikator 1: pilih" in html and "Indikator 3: pilih" not in html
    assert f'id="aspek-{other.code}"' in text(filler.get(part_url(assessment, "periksa") + "?aspek=tiada"))


def test_check_shows_the_attainment_of_led_indicators(filler, complete, answer, operator):
    workflow.save_answer(refreshed(answer), by=operator, seen=refreshed(answer).versions, score=Decimal(5))

    html = text(filler.get(part_url(complete, "periksa")))

    assert "Capaian PD sementara" in html
    assert "3,33" in html  # (10 × 5 + 20 × 3 + 30 × 3) / 60
    assert "dari 3 indikator yang dipimpin. Bukan indeks." in html


def test_check_without_a_score_has_no_attainment(filler, assessment):
    assert "Muncul setelah indikator yang dipimpin diberi nilai." in text(filler.get(part_url(assessment, "periksa")))


@pytest.mark.parametrize("role", ["head", "assessor", "coordinator", "executive"])
def test_check_is_read_by_others_without_buttons(client, request, complete, role):
    client.force_login(request.getfixturevalue(role))

    html = text(client.get(part_url(complete, "periksa")))

    assert "<h1>Ringkasan jawaban</h1>" in html
    assert "Kirim penilaian" not in html
