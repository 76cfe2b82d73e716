"""A newer version of a proof takes its place where the person says."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import storage, tokens, uploads, workflow
from assessments.models import Citation, Evidence
from tests import factories
from tests.assessments.filling import actions, refreshed, text
from tests.assessments.proof_pages import library_events, replacing, second, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


def test_newer_version_takes_its_place_where_the_person_says(filler, answer, proof, operator):
    other = second(answer)
    workflow.cite(other, proof, by=operator, pages="2", levels=[2])
    Citation.objects.filter(answer=answer).update(pages="4-6", levels=[3])
    named = f"Lihat {tokens.token(proof.pk)} halaman 4."
    workflow.save_answer(answer, by=operator, seen=refreshed(answer).versions, explanation=named)

    answered = filler.post(url(proof, "versi/"), replacing([answer], document_date="2023-06-01"))

    newer = Evidence.objects.get(replaces=proof)
    assert answered.url == url(newer)
    assert (newer.title, newer.document_date, newer.sha256 == proof.sha256) == ("Peta Rencana", date(2023, 6, 1), False)
    moved = answer.citations.get()
    assert (moved.evidence, moved.pages, moved.levels, moved.position) == (newer, "4-6", [3], 1)
    assert refreshed(answer).explanation == f"Lihat {tokens.token(newer.pk)} halaman 4."
    assert other.citations.get().evidence == proof
    assert library_events(proof) == ["evidence.replaced"]
    assert "answer.evidence_replaced" in actions(answer.assessment)
    page = text(filler.get(url(proof)))
    assert "Ada versi baru" in page and url(newer) in page and "Ganti versi" not in page
    assert storage.verify(proof.stored_name, proof.sha256) and storage.verify(newer.stored_name, newer.sha256)


def test_sent_answer_keeps_the_older_version(filler, answer, proof, operator):
    factories.fill_all(answer.assessment, operator)
    factories.submit(answer.assessment, by=operator)

    refused = filler.post(url(proof, "versi/"), replacing([answer]))
    assert refused.status_code == 422 and "tidak dapat diubah lagi" in text(refused)
    assert Evidence.objects.filter(replaces=proof).count() == 0

    filler.post(url(proof, "versi/"), replacing())
    assert Evidence.objects.get(replaces=proof).citations.count() == 0
    assert answer.citations.filter(evidence=proof).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"versi-file": ""}, "Pilih berkas baru"),
        ({"versi-file": SimpleUploadedFile("surat.exe", b"MZ")}, "Jenis berkas harus"),
        ({"versi-document_date": "kemarin"}, "Tulis tanggal sebagai"),
        ({"versi-answers": ["999"]}, "tidak dapat diubah lagi"),
    ],
)
def test_bad_version_changes_nothing_and_keeps_what_was_typed(filler, proof, root, changes, sentence):
    before = sorted(root.glob("??/*"))

    answered = filler.post(url(proof, "versi/"), replacing(document_number="9/2023") | changes)

    assert answered.status_code == 422 and sentence in text(answered) and 'value="9/2023"' in text(answered)
    assert sorted(root.glob("??/*")) == before and Evidence.objects.count() == 1


def test_full_disk_is_told_as_everywhere_and_changes_nothing(filler, proof, monkeypatch):
    monkeypatch.setattr(uploads, "is_nearly_full", lambda folder: True)

    answered = filler.post(url(proof, "versi/"), replacing())

    assert answered.status_code == 507 and "Ruang simpan penuh" in text(answered)
    assert Evidence.objects.count() == 1


def test_version_that_the_library_already_has_is_told(filler, proof, answer, operator, root):
    filler.post(url(proof, "versi/"), replacing())
    newer = Evidence.objects.get(replaces=proof)
    before = sorted(root.glob("??/*"))

    again = filler.post(url(newer, "versi/"), replacing())
    older = filler.post(url(proof, "versi/"), replacing(name="surat.docx"))

    assert again.status_code == 422 and "sudah ada di pustaka" in text(again)
    assert older.status_code == 422 and "Versi yang lebih baru sudah ada" in told_error(older)
    assert sorted(root.glob("??/*")) == before


def told_error(response):
    return str(response.context["version"].errors)
