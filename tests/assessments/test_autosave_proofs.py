"""Words about a proof that save themselves: by the same rules, and never over what the page did not show."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.forms.questionnaire import citation_forms
from assessments.models import Answer
from tests import factories
from tests.assessments.autosaving import JSON
from tests.assessments.filling import answer_url, of_citation, refreshed, seen_of

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def test_words_about_a_proof_are_saved_by_the_same_rules(filler, answer, operator):
    citation = factories.cite_file(answer, operator)
    [form] = stored_forms(answer)
    response = filler.post(answer_url(answer), of_citation(citation, form, pages="4-6"), headers=JSON)

    told = response.json()
    assert response.status_code == 200
    citation.refresh_from_db()
    assert citation.pages == "4-6"
    assert told["bukti"] == {f"c{citation.pk}": stored_forms(answer)[0].current}

    stale = filler.post(answer_url(answer), of_citation(citation, form, pages="7"), headers=JSON)
    assert stale.status_code == 422
    fault = "Anda di jendela lain menulis “4-6” sejak halaman ini dibuka. Isian Anda “7” belum disimpan"
    assert stale.json()["galat"][f"c{citation.pk}-pages"][0].startswith(fault)
    citation.refresh_from_db()
    assert citation.pages == "4-6"

    again = of_citation(citation, form, pages="7", seen=stale.json()["bukti"][f"c{citation.pk}"])
    assert filler.post(answer_url(answer), again, headers=JSON).status_code == 200
    citation.refresh_from_db()
    assert citation.pages == "7", "the person was told, and wrote it once more"

    wrong = of_citation(citation, stored_forms(answer)[0], document_date="kemarin")
    response = filler.post(answer_url(answer), wrong | {"score": "3", "version-score": 0}, headers=JSON)
    assert response.status_code == 422
    assert list(response.json()["galat"]) == [f"c{citation.pk}-document_date"]
    assert refreshed(answer).score == Decimal(3)


def test_fields_of_a_proof_meet_and_a_page_never_overwrites_what_it_did_not_show(filler, answer, operator, colleague):
    """The page goes on showing the old title: its next save must not rest on the new one."""
    citation = factories.cite_file(answer, operator)
    [form] = stored_forms(answer)
    workflow.describe_evidence(citation, by=colleague, seen=seen_of(citation), title="Judul rekan")

    told = filler.post(answer_url(answer), of_citation(citation, form, pages="4-6"), headers=JSON)
    seen = told.json()["bukti"][f"c{citation.pk}"]
    later = of_citation(citation, form, pages="4-6", seen=seen, title="Judul lain")
    refused = filler.post(answer_url(answer), later, headers=JSON)

    citation.refresh_from_db()
    citation.evidence.refresh_from_db()
    assert told.status_code == 200 and (citation.pages, citation.evidence.title) == ("4-6", "Judul rekan")
    assert refused.status_code == 422
    assert refused.json()["galat"][f"c{citation.pk}-title"][0].startswith("Rekan Dinas Kesehatan menulis “Judul rekan”")


def test_a_refused_row_still_rests_on_what_the_page_showed(filler, answer, operator, colleague):
    citation = factories.cite_file(answer, operator)
    [form] = stored_forms(answer)
    workflow.describe_evidence(citation, by=colleague, seen=seen_of(citation), title="Judul rekan")

    wrong = filler.post(answer_url(answer), of_citation(citation, form, document_date="kemarin"), headers=JSON)
    seen = wrong.json()["bukti"][f"c{citation.pk}"]
    filler.post(answer_url(answer), of_citation(citation, form, document_date="2023-05-01", seen=seen), headers=JSON)

    citation.evidence.refresh_from_db()
    assert citation.evidence.title == "Judul rekan" and str(citation.evidence.document_date) == "2023-05-01"


def test_words_about_a_proof_that_was_taken_off_are_not_taken_for_saved(filler, answer, operator, colleague):
    citation = factories.cite_file(answer, operator)
    [form] = stored_forms(answer)
    sent = of_citation(citation, form, pages="4-6")
    workflow.remove_citation(citation, by=colleague)

    told = filler.post(answer_url(answer), sent, headers=JSON)

    assert told.status_code == 422
    assert "sudah dihapus dari jawaban ini" in told.json()["galat"][f"{form.prefix}-seen"][0]
    assert "halaman “4-6”" in told.json()["galat"][f"{form.prefix}-seen"][0]
    untouched = filler.post(answer_url(answer), sent | {f"{form.prefix}-pages": ""}, headers=JSON)
    assert untouched.status_code == 200


def stored_forms(answer):
    return citation_forms(Answer.objects.with_parents().get(pk=answer.pk))
