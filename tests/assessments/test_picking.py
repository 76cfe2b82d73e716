"""Taking proofs from the library: one document for many indicators, each with pages and levels of its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import workflow
from assessments.models import Answer, Citation
from tests import factories
from tests.assessments.filling import actions, answer_url, seen_of, sent, text, told
from tests.assessments.test_library import proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(answer, operator):
    unit = answer.assessment.unit
    rows = [proof(unit, operator, title) for title in ("Arsitektur", "Peta Rencana", "Audit")]
    workflow.cite(answer, rows[0], by=operator, pages="1", levels=[2])
    return rows


def pick_url(answer):
    return f"{answer_url(answer)}pustaka/"


def other(answer, number=2):
    return Answer.objects.with_parents().get(assessment=answer.assessment, indicator__number=number)


def rows_of(response):
    return {row["evidence"].title: row for row in response.context["rows"]}


def test_picker_shows_what_is_cited_used_and_the_same(filler, answer, shelf, operator):
    unit = answer.assessment.unit
    proof(unit, operator, "Salinan", sha256=shelf[2].sha256)
    proof(unit, operator, "Terjangkit", scan="infected", scanned_at=answer.assessment.period.fill_opens_at)
    page = filler.get(pick_url(answer))

    rows = rows_of(page)
    assert rows.keys() == {"Arsitektur", "Peta Rencana", "Audit", "Salinan"}
    assert rows["Arsitektur"]["is_cited"] and not rows["Audit"]["is_cited"]
    assert rows["Salinan"]["twin"] == "Audit" and rows["Audit"]["twin"] is None
    said = text(page)
    assert "Sudah dirujuk indikator ini." in said and "Sama dengan “Audit”." in said
    assert "Dipakai pada indikator 1 (2023)" in said
    assert rows_of(filler.get(pick_url(answer), {"cari": "peta"})).keys() == {"Peta Rencana"}


def test_chosen_proofs_are_cited_each_with_its_own_pages_and_levels(filler, answer, shelf, operator):
    target = other(answer)
    citation = workflow.cite(target, shelf[1], by=operator)
    workflow.change_citation(citation, by=operator, seen=seen_of(citation), pages="7", levels=[4])

    response = filler.post(pick_url(target), {"bukti": [shelf[0].pk, shelf[1].pk, shelf[2].pk]})

    assert response.url == f"{answer_url(target)}#id_evidence"
    assert told(response) == ["2 bukti dari pustaka dirujuk pada indikator 2."]
    assert {c.evidence.title for c in target.citations.all()} == {"Arsitektur", "Peta Rencana", "Audit"}
    assert Citation.objects.get(answer=answer, evidence=shelf[0]).pages == "1"
    assert Citation.objects.get(answer=target, evidence=shelf[0]).pages == ""
    assert Citation.objects.get(answer=target, evidence=shelf[1]).pages == "7"
    assert actions(answer.assessment).count("answer.evidence_added") == 4


def test_nothing_ticked_and_a_foreign_proof_are_told(filler, answer, shelf, other_unit, neighbor):
    foreign = proof(other_unit, neighbor, "Rahasia tetangga")
    removed = proof(answer.assessment.unit, neighbor, "Dihapus", scan="waiting")
    workflow_removed(removed, neighbor)

    empty = filler.post(pick_url(answer), {})
    wrong = [filler.post(pick_url(answer), {"bukti": [pk, shelf[1].pk]}) for pk in (foreign.pk, removed.pk, "x", 99999)]

    assert empty.status_code == 422 and "Centang paling sedikit satu bukti" in text(empty)
    for answered in wrong:
        assert answered.status_code == 422 and "tidak ada di pustaka ini" in text(answered)
        assert "Rahasia" not in text(answered) and rows_of(answered)["Peta Rencana"]["is_ticked"]
    assert answer.citations.count() == 1


def workflow_removed(evidence, by):
    gone = {"removed_at": evidence.created_at, "removed_by": by, "removed_reason": "other"}
    type(evidence).objects.filter(pk=evidence.pk).update(**gone)


def test_what_no_longer_fits_is_told_and_the_rest_stays(filler, answer, shelf, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 2

    response = filler.post(pick_url(answer), {"bukti": [shelf[1].pk, shelf[2].pk]})

    assert answer.citations.count() == 2
    assert told(response)[0].startswith("Paling banyak 2 bukti untuk satu jawaban.")
    assert told(response)[1] == "1 bukti dari pustaka dirujuk pada indikator 1."


def test_only_who_may_fill_may_pick(client, answer, shelf, head, assessor, neighbor, outsider, operator):
    for person, status in ((head, 403), (assessor, 403), (neighbor, 404), (outsider, 404)):
        client.force_login(person)
        assert client.get(pick_url(answer)).status_code == status
        assert client.post(pick_url(answer), {"bukti": [shelf[1].pk]}).status_code == status
    client.logout()
    assert client.get(pick_url(answer)).status_code == 302
    factories.fill_all(answer.assessment, operator)
    factories.submit(answer.assessment, by=operator)
    client.force_login(operator)
    assert client.post(pick_url(answer), {"bukti": [shelf[1].pk]}).status_code == 403
    assert not Citation.objects.filter(evidence=shelf[1]).exists()


def test_button_of_the_questionnaire_saves_and_leads_there(filler, answer, shelf):
    page = filler.get(answer_url(answer))
    assert "Ambil dari pustaka bukti" in text(page)

    response = filler.post(answer_url(answer), sent(answer, tindakan="pustaka"))

    assert response.url == pick_url(answer)
    answer.refresh_from_db()
    assert answer.explanation == factories.EXPLANATION


def test_empty_library_says_where_to_begin(filler, answer):
    assert "Pustaka masih kosong" in text(filler.get(pick_url(answer)))


def test_picker_reads_a_constant_number_of_queries(filler, answer, shelf, operator):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert filler.get(pick_url(answer)).status_code == 200
        return len(captured)

    filler.get(pick_url(answer))
    few = count()
    for number in range(18):
        workflow.cite(other(answer), proof(answer.assessment.unit, operator, f"Laporan {number}"), by=operator)

    assert count() == few
