"""What an assessor is told about the proofs of an answer: the facts that their unit was told of too."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import workflow
from assessments.models import Evidence
from tests import factories
from tests.assessments.filling import text

pytestmark = pytest.mark.django_db


def page_of(client, answer):
    return text(client.get(f"/reviu/{answer.pk}/"))


def test_facts_beside_a_proof(reviewer, waiting, operator):
    answer = waiting[0]
    older = answer.citations.get().evidence
    Evidence.objects.update(
        document_kind="review", document_status="draft", valid_until=date(2020, 1, 31), has_text_layer=False
    )
    workflow.mark_link(older, by=operator, dead=True)
    newer = factories.link(older.unit, operator, "Laporan 2023")
    newer.replaces = older
    newer.save()

    page = page_of(reviewer, answer)

    for said in (
        "Hasil reviu dan evaluasi",
        "Tautan ini ditandai mati",
        "Berlaku sampai 31 Januari 2020, sebelum pengisian ditutup",
        "Versi yang lebih baru ada di pustaka: “Laporan 2023”",
        "Hasil pindai tidak dapat dicari",
        f'href="/bukti/DINKES/{older.pk}/"',
    ):
        assert said in page
    assert "Unggah salinan" not in page, "what to do about it is the unit's"


def test_number_of_queries_does_not_grow_with_proofs(reviewer, assessment, answer, operator):
    def count(answer):
        with CaptureQueriesContext(connection) as captured:
            assert reviewer.get(f"/reviu/{answer.pk}/").status_code == 200
        return len(captured)

    factories.fill_all(assessment, operator)
    for number in range(10):
        workflow.cite(answer, factories.link(answer.assessment.unit, operator, f"Laporan {number}"), by=operator)
    factories.submit(assessment, by=operator)
    few = assessment.answers.get(indicator__number=2)
    for one in (few, answer):  # the first visit also takes the hold of an answer
        count(one)

    assert count(answer) == count(few)


def test_file_with_a_virus_has_no_button(reviewer, assessment, answer, operator):
    factories.fill_all(assessment, operator)
    proof = factories.cite_file(answer, operator).evidence
    factories.submit(assessment, by=operator)
    assert proof.get_absolute_url() in page_of(reviewer, answer)

    workflow.note_scanned(proof, virus="Eicar")

    page = page_of(reviewer, answer)
    assert proof.get_absolute_url() not in page and "Berkas mengandung virus dan tidak dapat dibuka" in page
