"""A proof goes out of the library and comes back, and stays while an answer cites it (U12)."""

import pytest

from assessments import storage, workflow
from assessments.models import Evidence
from tests import factories
from tests.assessments.filling import text, told
from tests.assessments.proof_pages import DELETE, described, library_events, replacing, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


def test_uncited_proof_is_deleted_and_brought_back(filler, answer, proof, operator):
    workflow.remove_citation(answer.citations.get(), by=operator)

    refused = filler.post(url(proof, "hapus/"), {"tindakan": "hapus", "alasan": "iseng"})
    assert refused.status_code == 422 and "Pilih alasan dari daftar" in text(refused)
    assert library_events(proof) == []

    filler.post(url(proof, "hapus/"), DELETE)
    proof.refresh_from_db()
    assert proof.removed_at and (proof.removed_by, proof.removed_reason) == (operator, "mistake")
    page = text(filler.get(url(proof)))
    assert "Dihapus dari pustaka" in page and "(salah unggah)" in page and "Urungkan" in page
    assert filler.get(proof.get_absolute_url()).status_code == 404
    assert storage.verify(proof.stored_name, proof.sha256)

    filler.post(url(proof, "hapus/"), {"tindakan": "pulihkan"})
    proof.refresh_from_db()
    assert proof.removed_at is None and not proof.removed_reason
    assert filler.head(proof.get_absolute_url()).status_code == 200
    assert library_events(proof) == ["evidence.removed", "evidence.restored"]


def test_cited_proof_stays_and_the_reason_is_told(filler, answer, proof, operator):
    draft = filler.post(url(proof, "hapus/"), DELETE)
    factories.fill_all(answer.assessment, operator)
    factories.submit(answer.assessment, by=operator)
    sent = filler.post(url(proof, "hapus/"), DELETE)

    assert (draft.status_code, sent.status_code) == (409, 409)
    assert told(draft) == [
        "Bukti ini masih dirujuk indikator 1 tahun 2023. Hapus dari jawaban itu lebih dahulu, lalu hapus dari pustaka."
    ]
    assert told(sent) == [
        "Bukti ini dipakai pada jawaban yang sudah dikirim (indikator 1 tahun 2023), sehingga tidak dapat dihapus."
    ]
    proof.refresh_from_db()
    assert proof.removed_at is None and library_events(proof) == []


def test_repeated_acts_write_once(answer, proof, link, operator):
    for citation in answer.citations.all():
        workflow.remove_citation(citation, by=operator)
    for _ in range(2):
        workflow.remove_proof(proof, by=operator)
        workflow.mark_link(link, by=operator, dead=True)
    for _ in range(2):
        workflow.restore_proof(proof, by=operator)
        workflow.mark_link(link, by=operator, dead=False)

    assert library_events(proof) == ["evidence.removed", "evidence.restored"]
    assert library_events(link) == ["evidence.link_dead", "evidence.link_alive"]


def test_removed_proof_is_not_described_or_replaced(filler, answer, proof, operator):
    workflow.remove_citation(answer.citations.get(), by=operator)
    sent = described(proof, filler, title="Judul baru")
    workflow.remove_proof(proof, by=operator)

    assert filler.post(url(proof, "keterangan/"), sent).status_code == 403
    assert filler.post(url(proof, "versi/"), replacing()).status_code == 422
    assert Evidence.objects.count() == 1
