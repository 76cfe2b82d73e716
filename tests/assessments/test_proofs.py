"""The page of one proof: what it tells, and describing, replacing, deleting, bringing back and marking it."""

import socket
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import previews, storage, tokens, uploads, workflow
from assessments.models import Answer, Citation, Event, Evidence
from tests import factories
from tests.assessments.filling import actions, refreshed, text, told
from tests.corpus import GOOD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def proof(answer, operator):
    return factories.cite_file(answer, operator, title="Peta Rencana").evidence


@pytest.fixture
def link(answer, operator):
    return workflow.cite(answer, factories.link(answer.assessment.unit, operator, "Peta"), by=operator).evidence


def url(evidence, part=""):
    return f"/bukti/{evidence.unit.code}/{evidence.pk}/{part}"


def second(answer):
    return Answer.objects.with_parents().get(assessment=answer.assessment, indicator__number=2)


def file_of(name="teks.pdf"):
    return SimpleUploadedFile(name, GOOD[name])


def replacing(answers=(), name="teks.pdf", **fields):
    values = {"file": file_of(name), "document_number": "", "document_date": "", "valid_until": ""}
    return {f"versi-{key}": value for key, value in (values | fields | {"answers": [a.pk for a in answers]}).items()}


def library_events(evidence):
    return list(Event.objects.filter(target=f"evidence:{evidence.pk}").order_by("pk").values_list("action", flat=True))


# What it tells, and to whom


def test_page_tells_everything_about_a_proof(filler, answer, proof, operator):
    workflow.cite(second(answer), proof, by=operator, pages="4-6", levels=[3, 4])
    workflow.note_download(proof, by=operator)

    page = text(filler.get(url(proof)))

    for said in (proof.sha256, "Peta Rencana.pdf", "Hal 1", "Hal 2", "4-6", "Diunduh", operator.name):
        assert said in page
    assert "Ganti versi" in page and "Ubah keterangan" in page
    assert "Bukti yang masih dirujuk tidak dapat dihapus" in page


def test_readers_get_no_forms(client, proof, head, assessor, coordinator, executive):
    for person in (head, assessor, coordinator, executive):
        client.force_login(person)
        page = text(client.get(url(proof)))
        assert "Peta Rencana" in page and "Ganti versi" not in page and "Ubah keterangan" not in page


def test_unit_reads_the_role_of_a_reviewer_and_not_the_name(client, proof, assessor, operator, coordinator):
    workflow.note_download(proof, by=assessor)
    client.force_login(operator)
    page = text(client.get(url(proof)))
    assert "Asesor internal" in page and assessor.name not in page
    client.force_login(coordinator)
    assert assessor.name in text(client.get(url(proof)))


DELETE = {"tindakan": "hapus", "alasan": "mistake"}
PARTS = ("", "keterangan/", "versi/", "hapus/", "tautan/")


@pytest.mark.parametrize("part", PARTS)
def test_others_find_nothing(client, proof, neighbor, outsider, part):
    for person in (neighbor, outsider):
        client.force_login(person)
        answered = client.post(url(proof, part)) if part else client.get(url(proof))
        assert answered.status_code == 404
    client.logout()
    assert (client.post(url(proof, part)) if part else client.get(url(proof))).status_code == 302


def test_address_below_another_unit_is_not_found(client, proof, coordinator):
    client.force_login(coordinator)

    assert client.get(f"/bukti/DISDIK/{proof.pk}/").status_code == 404


@pytest.mark.parametrize("part", PARTS[1:4])
def test_only_the_operator_writes(client, proof, head, assessor, part):
    for person in (head, assessor):
        client.force_login(person)
        assert client.post(url(proof, part)).status_code == 403


@pytest.mark.parametrize("part", PARTS[1:])
def test_acts_are_posts(filler, proof, part):
    assert filler.get(url(proof, part)).status_code == 405


def test_page_reads_a_constant_number_of_queries(filler, answer, proof, operator):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert filler.get(url(proof)).status_code == 200
        return len(captured)

    workflow.note_download(proof, by=operator)
    filler.get(url(proof))
    few = count()
    for _ in range(30):
        workflow.note_download(proof, by=operator)
    newer = Evidence.objects.get(pk=proof.pk)
    for number in range(3):
        row = factories.stored_file(proof.unit, operator, content=b"%%PDF-1.4 versi %d" % number)
        newer = workflow.replace_proof(newer, row, by=operator)
    workflow.cite(second(answer), proof, by=operator)

    assert count() == few + 1, "beyond twenty accesses they are counted"


# Describing


def described(evidence, filler, **changes):
    form = filler.get(url(evidence)).context["description"]
    values = {name: form[name].value() or "" for name in form.DESCRIPTION}
    return values | {"seen": form.seen_text} | changes


def test_description_is_written_and_told(filler, proof):
    sent = described(
        proof, filler, title="Peta Rencana 2023", document_kind="review", document_date="2023-05-15", valid_until=""
    )

    assert filler.post(url(proof, "keterangan/"), sent).url == url(proof)

    proof.refresh_from_db()
    assert (proof.title, proof.document_kind, proof.document_date) == ("Peta Rencana 2023", "review", date(2023, 5, 15))
    event = Event.objects.filter(action="evidence.described").get()
    assert event.data == {"title": "Peta Rencana 2023", "document_kind": "review", "document_date": "2023-05-15"}


def test_bad_description_keeps_what_was_typed(filler, proof):
    sent = described(proof, filler, title="Judul baru", document_date="kemarin")

    answered = filler.post(url(proof, "keterangan/"), sent)

    assert answered.status_code == 422
    page = text(answered)
    assert 'value="kemarin"' in page and 'value="Judul baru"' in page and "Tulis tanggal sebagai" in page
    assert library_events(proof) == []


def test_two_describe_different_fields_and_the_same_field(filler, proof):
    first, other = described(proof, filler), described(proof, filler)

    filler.post(url(proof, "keterangan/"), first | {"title": "Judul A"})
    merged = filler.post(url(proof, "keterangan/"), other | {"document_number": "7/2023"})
    lost = filler.post(url(proof, "keterangan/"), other | {"title": "Judul B"})

    proof.refresh_from_db()
    assert merged.status_code == 302 and (proof.title, proof.document_number) == ("Judul A", "7/2023")
    page = text(lost)
    assert lost.status_code == 409 and "Orang lain menulis “Judul A” sejak halaman ini dibuka." in page
    assert 'value="Judul B"' in page and 'value="7/2023"' in page, "what nobody typed here is shown as it is now"

    shown = lost.context["description"]
    again = {name: shown[name].value() or "" for name in shown.DESCRIPTION} | {"seen": shown.seen_text}
    assert filler.post(url(proof, "keterangan/"), again).status_code == 302
    proof.refresh_from_db()
    assert (proof.title, proof.document_number) == ("Judul B", "7/2023")


@pytest.mark.parametrize(
    "seen", ["", "[" * 200_000, "{" * 9_999, "[1]", '{"document_date": 5}', '{"valid_until": true}', '{"title": [1]}']
)
def test_what_the_page_showed_may_be_unreadable_and_then_nothing_is_overwritten(filler, proof, seen):
    answered = filler.post(url(proof, "keterangan/"), described(proof, filler, title="Judul baru") | {"seen": seen})

    assert answered.status_code == 409 and 'value="Judul baru"' in text(answered)
    proof.refresh_from_db()
    assert proof.title == "Peta Rencana"


def test_description_is_fixed_once_a_sent_answer_rests_on_it(filler, answer, proof, operator):
    sent = described(proof, filler, title="Judul baru")
    factories.fill_all(answer.assessment, operator)
    factories.submit(answer.assessment, by=operator)

    page = text(filler.get(url(proof)))
    assert "Keterangannya tidak dapat diubah" in page and "Ubah keterangan" not in page
    assert filler.post(url(proof, "keterangan/"), sent).status_code == 403
    proof.refresh_from_db()
    assert proof.title == "Peta Rencana"


# Versions


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


# Out of the library and back (U12)


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


# Links


@pytest.fixture
def no_network(monkeypatch):
    """Whoever opens a connection fails the test: links are never fetched."""

    def refuse(*arguments, **options):
        raise AssertionError(f"the server tried to connect: {arguments}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def test_person_marks_a_link_dead_and_alive(client, link, operator, assessor, no_network):
    for person in (operator, assessor):
        client.force_login(person)
        client.post(url(link, "tautan/"), {"tindakan": "mati"})
        link.refresh_from_db()
        assert link.dead_at and link.dead_by == person
        assert "Tautan mati" in text(client.get(url(link)))
        client.post(url(link, "tautan/"), {"tindakan": "hidup"})
        link.refresh_from_db()
        assert (link.dead_at, link.dead_by) == (None, None)
    assert library_events(link) == ["evidence.link_dead", "evidence.link_alive"] * 2


def test_marking_a_link_does_not_bias_an_assessor(answer, link, assessor, operator):
    """Whoever filled an assessment may not judge it; telling of a link is no filling."""
    workflow.mark_link(link, by=assessor, dead=True)
    factories.fill_all(answer.assessment, operator)
    factories.submit(answer.assessment, by=operator)

    fresh = refreshed(answer)
    assert workflow.accept(fresh, by=assessor, version=fresh.version)


def test_others_do_not_mark(client, link, head, coordinator, executive):
    for person in (head, coordinator, executive):
        client.force_login(person)
        assert client.post(url(link, "tautan/")).status_code == 403


def test_file_is_no_link(filler, proof):
    assert filler.post(url(proof, "tautan/")).status_code == 403


# Previews


@pytest.fixture
def pictured(proof, settings, tmp_path):
    settings.PREVIEW_ROOT = tmp_path / "pratinjau"
    previews.keep(proof, [b"gambar %d" % number for number in range(1, 12)])
    return proof


def test_pictures_of_pages_are_shown_in_order_and_told_of_once(filler, pictured):
    page = filler.get(url(pictured)).content.decode()
    assert [page.find(f"/pratinjau/{number}/") for number in range(1, 12)] == sorted(
        page.find(f"/pratinjau/{number}/") for number in range(1, 12)
    )
    for number in (1, 2, 11):
        answered = filler.get(url(pictured, f"pratinjau/{number}/"))
        assert (answered.status_code, answered["Content-Type"]) == (200, "image/jpeg")
        assert answered.content == b"gambar %d" % number
        assert "sandbox" in answered["Content-Security-Policy"] and answered["Cache-Control"] == "private, no-store"

    assert library_events(pictured) == ["evidence.viewed"]
    assert filler.get(url(pictured, "pratinjau/12/")).status_code == 404


def test_pictures_are_as_closed_as_the_file(client, pictured, operator, assessor, neighbor, answer):
    picture = url(pictured, "pratinjau/1/")
    client.force_login(neighbor)
    assert client.get(picture).status_code == 404
    Evidence.objects.update(scan="waiting")
    client.force_login(assessor)
    assert client.get(picture).status_code == 403 and "pratinjau/1/" not in text(client.get(url(pictured)))
    workflow.note_scanned(pictured, virus="Eicar")
    client.force_login(operator)
    assert client.get(picture).status_code == 403 and "pratinjau/1/" not in text(client.get(url(pictured)))
    assert "Berkas dikarantina" in text(client.get(url(pictured)))
    Evidence.objects.update(scan="off", scanned_at=None)
    workflow.remove_citation(answer.citations.get(), by=operator)
    workflow.remove_proof(pictured, by=operator)
    assert client.get(picture).status_code == 404
