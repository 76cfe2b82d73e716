"""The buttons beside the proofs: files, order, removal and return."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import workflow
from assessments.models import Answer, Evidence
from tests import factories
from tests.assessments.filling import actions, answer_url, refreshed, sent, text, told, without_ids
from tests.corpus import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


def evidence_url(answer, citation=None):
    return f"{answer_url(answer)}bukti/" + (f"{citation.pk}/" if citation else "")


def test_button_beside_the_files_saves_the_page_and_comes_back(filler, answer):
    values = sent(answer, files=[SimpleUploadedFile("teks.pdf", GOOD["teks.pdf"])], tindakan="unggah")

    response = filler.post(evidence_url(answer), values)

    assert response.url == f"{answer_url(answer)}#id_evidence"
    assert refreshed(answer).explanation == factories.EXPLANATION
    assert Evidence.objects.count() == 1


def test_files_alone_change_nothing_else(filler, answer, operator):
    factories.fill(answer, operator)

    filler.post(evidence_url(answer), {"files": [SimpleUploadedFile("teks.pdf", GOOD["teks.pdf"])]})

    saved = refreshed(answer)
    assert (saved.version, saved.explanation, saved.citations.count()) == (1, factories.EXPLANATION, 2)


def test_removed_proof_can_be_put_back(filler, answer, citation):
    response = filler.post(evidence_url(answer, citation), sent(answer, tindakan="hapus"))

    evidence = Evidence.objects.get()
    assert response.url == f"{answer_url(answer)}#id_evidence"
    assert told(response)[0].startswith("“Laporan pelaksanaan” dihapus dari jawaban ini.")
    assert answer.citations.count() == 0 and not evidence.removed_at, "it stays in the library"
    assert refreshed(answer).explanation == factories.EXPLANATION
    assert "Bukti yang dihapus dari jawaban ini (1)" in text(filler.get(answer_url(answer)))

    filler.post(evidence_url(answer), sent(refreshed(answer), kembalikan=evidence.pk))

    evidence.refresh_from_db()
    restored = answer.citations.get()
    assert (restored.evidence, restored.pages, restored.levels) == (evidence, "1", [3])


def test_removed_proof_comes_back_where_it_stood(filler, answer, operator):
    rows = [
        workflow.cite(answer, factories.link(answer.assessment.unit, operator, title), by=operator, pages=str(place))
        for place, title in enumerate("ABCD")
    ]
    type(rows[1]).objects.filter(pk=rows[1].pk).update(is_copy_unchecked=True)
    for row in (rows[1], rows[3]):
        filler.post(evidence_url(answer, row), {"tindakan": "hapus"})
    assert [c.evidence.title for c in answer.citations.select_related("evidence")] == ["A", "C"]

    for row in (rows[3], rows[1], rows[1]):
        assert filler.post(evidence_url(answer), {"kembalikan": row.evidence_id}).status_code == 302

    restored = list(answer.citations.select_related("evidence"))
    assert [(c.position, c.evidence.title) for c in restored] == list(enumerate("ABCD", 1))
    assert [(c.pages, c.is_copy_unchecked) for c in restored] == [(str(n), n == 1) for n in range(4)]


def test_nothing_comes_back_to_a_full_answer(filler, answer, citation, operator, settings):
    workflow.remove_citation(citation, by=operator)
    workflow.cite(answer, factories.link(answer.assessment.unit, operator, "Lain"), by=operator)
    settings.EVIDENCE_MAX_PER_ANSWER = 1

    response = filler.post(evidence_url(answer), sent(answer, kembalikan=citation.evidence_id))

    assert response.url == f"{answer_url(answer)}#id_evidence"
    assert told(response)[0] == "Indikator 1 disimpan."
    assert told(response)[1].startswith("Paling banyak 1 bukti untuk satu jawaban.")
    assert answer.citations.get().evidence.title == "Lain"
    assert refreshed(answer).explanation == factories.EXPLANATION


def test_unknown_button_only_saves(filler, answer, citation):
    response = filler.post(evidence_url(answer, citation), sent(answer, tindakan="putar"))

    assert response.status_code == 302
    assert answer.citations.get() == citation
    assert refreshed(answer).explanation == factories.EXPLANATION


def test_only_own_removed_proofs_come_back(filler, answer, neighbor, other_unit):
    foreign = Answer.objects.with_parents().get(assessment__unit=other_unit, indicator__number=1)
    theirs = workflow.cite(foreign, factories.link(other_unit, neighbor), by=neighbor)
    workflow.remove_citation(theirs, by=neighbor)

    for pk in (theirs.evidence_id, 999, "x"):
        assert filler.post(evidence_url(answer), {"kembalikan": pk}).status_code == 404
    assert answer.citations.count() == 0


def test_order_is_changed_step_by_step(filler, answer, operator):
    rows = [
        workflow.cite(answer, factories.link(answer.assessment.unit, operator, title), by=operator) for title in "ABC"
    ]
    for row, action in ((rows[2], "naik"), (rows[0], "turun"), (rows[2], "naik"), (rows[1], "turun")):
        filler.post(evidence_url(answer, row), {"tindakan": action})

    assert [c.evidence.title for c in answer.citations.select_related("evidence")] == ["C", "A", "B"]
    assert [c.letter for c in answer.citations.all()] == ["a", "b", "c"]
    assert actions(answer.assessment).count("answer.evidence_moved") == 2


@pytest.mark.parametrize("part", ["", "citation"])
def test_wrong_role_state_and_stranger(client, request, answer, citation, operator, part):
    url = evidence_url(answer, citation if part else None)
    for role, status in (("head", 403), ("coordinator", 403), ("neighbor", 404), ("outsider", 404)):
        client.force_login(request.getfixturevalue(role))
        assert client.post(url, {"tindakan": "hapus"}).status_code == status
        assert client.get(url).status_code == (405 if part else status)
    client.logout()
    assert client.post(url).url == f"/masuk/?next={url}"
    assert answer.citations.count() == 1


def test_proof_of_another_answer_is_not_found(filler, answer, citation):
    second = answer.assessment.answers.with_parents().get(indicator__number=2)

    response = filler.post(evidence_url(second, citation), {"tindakan": "hapus"})

    assert response.status_code == 404
    assert without_ids(response) == without_ids(filler.post(f"{evidence_url(second)}999/", {}))
    assert answer.citations.count() == 1


def test_proofs_of_a_sent_answer_stay(filler, submitted, answer):
    citation = answer.citations.get()

    response = filler.post(evidence_url(answer, citation), {"tindakan": "hapus"})

    assert response.status_code == 409
    assert "Hanya baca: penilaian sudah dikirim." in text(response)
    assert answer.citations.count() == 1
