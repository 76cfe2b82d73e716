"""What the check page says about an answer before it is sent: advice about its text beside that about its proofs."""

import pytest

from assessments import workflow
from assessments.draft import Draft
from assessments.models import Answer
from tests import factories
from tests.assessments.filling import part_url, refreshed, text

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def rewrite(answer, by, explanation):
    fresh = refreshed(answer)
    return workflow.save_answer(fresh, by=by, seen=fresh.versions, explanation=explanation)


def test_check_page_tells_what_would_make_a_text_better(assessment, answer, operator, client):
    factories.fill_all(assessment, operator)
    rewrite(answer, operator, "Indikator ini berada pada tingkat 2; lihat [[bukti:9]] dan rapat lainnya.")
    client.force_login(operator)

    page = text(client.get(part_url(assessment, "periksa")))

    assert "Penjelasan menyebut tingkat 2, sedangkan pilihan Anda tingkat 3. Samakan keduanya." in page
    assert "Sebutkan halaman bukti yang perlu dibaca asesor" in page
    hints = [hint for _, entries in Draft(assessment).groups for entry in entries for hint in entry.advice]
    assert not any("hapus namanya" in hint for hint in hints)  # what blocks is a gap, not advice


def test_copied_text_that_stayed_the_same_is_told(assessment, answer, operator, django_assert_max_num_queries):
    factories.fill_all(assessment, operator)
    source = Answer.objects.get(assessment=assessment, indicator__number=2)
    Answer.objects.filter(pk=answer.pk).update(copied_from=source, explanation=source.explanation)

    def told():
        entries = [entry for _, entries in Draft(assessment).groups for entry in entries]
        return [sum("sama dengan tahun lalu" in hint for hint in entry.advice) for entry in entries]

    assert told() == [1, 0, 0]
    rewrite(answer, operator, f"{source.explanation} Sejak 2023 diperluas.")
    assert told() == [0, 0, 0]
    with django_assert_max_num_queries(6):
        told()
