"""Uploads in pieces: the protocol, its limits, and what becomes of a file (U2, U14, A8, T5)."""

import errno
import io
import os
import re
import shutil
import stat
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from assessments import intake, storage, transfers, uploads, workflow
from assessments.models import Citation, Evidence, Period, Upload
from assessments.validators.rejection import SENTENCES
from tests import factories
from tests.assessments.filling import actions, answer_url
from tests.assessments.sending import ENDPOINT, Cut, Tus, metadata
from tests.corpus import HOSTILE, content_of
from tests.corpus.pdfs import pdf

pytestmark = pytest.mark.django_db

PDF = pdf()


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return settings.EVIDENCE_ROOT


@pytest.fixture
def tus(operator):
    return Tus(operator)


@pytest.fixture
def begun(tus, answer):
    return tus.create(answer, "Laporan.pdf", len(PDF))["Location"]


def staged(root):
    return sorted(path.name for path in (root / ".staging").iterdir())


def stored(root):
    return [path for path in root.rglob("*") if path.is_file() and ".staging" not in path.parts]


def test_file_comes_in_pieces_and_is_cited(tus, answer, root, operator):
    created = tus.create(answer_url(answer), "Laporan.pdf", len(PDF))
    url = created["Location"]
    assert (created.status_code, created["Tus-Resumable"]) == (201, "1.0.0")
    assert created["Upload-Expires"].endswith("GMT")

    first = tus.patch(url, PDF[:300], 0)
    assert (first.status_code, first["Upload-Offset"]) == (204, "300")
    head = tus.ask("HEAD", url)
    assert (head.status_code, head["Upload-Offset"], head["Upload-Length"]) == (200, "300", str(len(PDF)))
    assert head["Cache-Control"] == "no-store"
    assert Upload.objects.get().received == 300
    last = tus.patch(url, PDF[300:], 300)
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(PDF)))

    proof = Evidence.objects.get()
    assert tus.outcome(url) == {
        "state": "stored", "reason": "", "evidence": proof.pk, "duplicate_of": None, "is_cited": True,
    }  # fmt: skip
    assert (proof.title, proof.original_name, proof.size, proof.created_by) == (
        "Laporan", "Laporan.pdf", len(PDF), operator,
    )  # fmt: skip
    assert (root / proof.stored_name).read_bytes() == PDF
    assert (proof.page_count, proof.has_text_layer) == (1, True)
    assert staged(root) == []
    assert answer.citations.get().evidence == proof
    assert actions(answer.assessment)[-1] == "answer.evidence_added"
    assert tus.offset(url) == len(PDF)


def test_server_says_what_it_speaks(tus, begun, settings):
    for url in (ENDPOINT, begun):
        response = tus.ask("OPTIONS", url, Tus_Resumable=None)
        assert response.status_code == 204
        assert response["Tus-Version"] == response["Tus-Resumable"] == "1.0.0"
        assert response["Tus-Extension"] == "creation,termination,expiration"
        assert response["Tus-Max-Size"] == str(settings.EVIDENCE_MAX_BYTES)


def test_other_versions_and_methods_are_refused(tus, begun):
    assert tus.ask("HEAD", begun, Tus_Resumable="0.2.2").status_code == 412
    assert tus.ask("PATCH", begun, Tus_Resumable=None)["Tus-Version"] == "1.0.0"
    assert tus.ask("PUT", begun).status_code == tus.ask("GET", ENDPOINT).status_code == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload_Length": None},
        {"Upload_Length": "-1"},
        {"Upload_Length": "12abc"},
        {"Upload_Length": "١٢"},
        {"Upload_Length": None, "Upload_Defer_Length": "1"},
        {"Upload_Metadata": None},
        {"Upload_Metadata": "filename ####"},
        {"Upload_Metadata": "filename //79"},
        {"Upload_Metadata": metadata(filename="a.pdf", answer=1)},
        {"Upload_Metadata": metadata(filename="a.pdf", answer="/penilaian/", key="0" * 32)},
        {"Upload_Metadata": metadata(filename="a.pdf", answer="https://a.b/c", key="0" * 32)},
        {"Upload_Metadata": metadata(filename="a.pdf", answer=1, key="../../../etc")},
        {"Upload_Metadata": f"{metadata(filename='a.pdf', answer=1, key='0' * 32)},{metadata(answer=2)}"},
        {"Upload_Metadata": metadata(filename="a" * 4096, answer=1, key="0" * 32)},
    ],
)
def test_unclear_creation_is_refused(tus, answer, root, headers):
    response = tus.create(answer, "a.pdf", 10, **headers)

    assert response.status_code == 400
    assert not Upload.objects.exists()


def test_name_and_size_are_judged_before_a_byte_is_sent(tus, answer, settings):
    settings.EVIDENCE_MAX_BYTES = 1_000_000

    refusals = [tus.create(answer, name, size) for name, size in (("a.svg", 9), ("a.pdf", 0), ("a.pdf", 1_000_001))]

    assert [response.status_code for response in refusals] == [415, 400, 413]
    assert [response.text for response in refusals] == [
        SENTENCES["type"], SENTENCES["empty"], "Ukuran 1,1 MB; paling besar 1 MB",
    ]  # fmt: skip
    assert refusals[0]["Content-Type"] == "text/plain; charset=utf-8"
    assert tus.create(answer, "a.pdf", 1_000_000).status_code == 201


def test_piece_must_follow_the_last_one(tus, begun):
    tus.patch(begun, PDF[:100], 0)

    assert tus.patch(begun, PDF[100:], 99).status_code == 409
    assert tus.patch(begun, PDF[:100], 0).status_code == 409
    assert tus.patch(begun, PDF[100:] + b"x", 100).status_code == 413
    assert tus.ask("PATCH", begun, PDF[100:], "text/plain", Upload_Offset=100).status_code == 415
    assert tus.ask("PATCH", begun, PDF[100:]).status_code == 400
    assert tus.offset(begun) == 100


def test_what_came_before_a_cut_is_kept(tus, begun, root):
    body = {"wsgi.input": Cut(PDF[:400]), "CONTENT_LENGTH": str(len(PDF))}

    assert tus.patch(begun, b"", 0, environment=body).status_code == 400

    assert tus.offset(begun) == Upload.objects.get().received == 400
    assert tus.patch(begun, PDF[400:], 400).status_code == 204
    assert (root / Evidence.objects.get().stored_name).read_bytes() == PDF


def test_two_senders_of_one_piece_write_it_once(root):
    class Slow:
        """While this one reads its second block, another request sends the same."""

        reads = 0

        def __call__(self, size):
            self.reads += 1
            if self.reads == 2:
                assert transfers.append("a" * 32, 10, 5, lambda size: b"other") == 15
            return b"0123456789" if self.reads == 1 else b"mine!"

    with pytest.raises(transfers.OutOfStep):
        transfers.append("a" * 32, 0, 15, Slow())

    assert (root / ".staging" / ("a" * 32)).read_bytes() == b"0123456789other"


def test_full_disk_is_told_and_the_upload_goes_on_later(tus, answer, begun, monkeypatch):
    def fail(descriptor, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(transfers.os, "write", fail)
        full = tus.patch(begun, PDF, 0)
    assert (full.status_code, full.text) == (507, SENTENCES["full"])
    with monkeypatch.context() as patched:
        usage = SimpleNamespace(total=10**9, used=10**9, free=10)
        patched.setattr(shutil, "disk_usage", lambda folder: usage)
        assert tus.create(answer, "a.pdf", 100).status_code == 507
        assert tus.patch(begun, PDF, 0).status_code == 507

    assert tus.patch(begun, PDF, 0).status_code == 204
    assert tus.outcome(begun)["state"] == "stored"


def test_refused_file_leaves_no_byte(tus, answer, root):
    name, content, code = HOSTILE["pdf-javascript"]

    outcome = tus.send(answer, name, content_of(content))

    assert (outcome["state"], outcome["reason"]) == ("rejected", SENTENCES[code])
    assert staged(root) == stored(root) == []
    assert not Evidence.objects.exists()
    upload = Upload.objects.get()
    assert tus.offset(f"{ENDPOINT}{upload.token}/") == upload.size


def test_cancelled_upload_is_gone(tus, begun, root):
    tus.patch(begun, PDF[:100], 0)

    assert tus.ask("DELETE", begun).status_code == 204

    assert staged(root) == []
    assert tus.ask("HEAD", begun).status_code == tus.patch(begun, PDF[100:], 100).status_code == 410
    assert tus.outcome(begun)["state"] == "cancelled"


def test_upload_that_is_cancelled_while_it_is_inspected_is_not_cited(tus, begun, root, monkeypatch):
    def cancel_then_check(file):
        assert tus.ask("DELETE", begun).status_code == 204
        return uploads.check(file)

    monkeypatch.setattr(intake, "check", cancel_then_check)
    tus.patch(begun, PDF, 0)

    assert tus.outcome(begun)["state"] == "cancelled"
    assert not Evidence.objects.exists()
    assert stored(root) == []


def test_stored_upload_cannot_be_cancelled(tus, answer):
    tus.send(answer, "a.pdf", PDF)

    assert tus.ask("DELETE", f"{ENDPOINT}{Upload.objects.get().token}/").status_code == 409
    assert answer.citations.count() == 1


def _whole(url):
    """All bytes are there, and the request that brought them ended before it could decide."""
    token = url.split("/")[2]
    transfers.append(token, 0, len(PDF), io.BytesIO(PDF).read)
    return Upload.objects.get(token=token)


def test_failure_at_the_end_costs_nothing(tus, begun, root, monkeypatch):
    upload = _whole(begun)
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr("assessments.workflow.uploads.cite", _fail)
        intake.finish(upload, by=upload.created_by)
    assert stored(root) == []
    assert not Evidence.objects.exists()
    assert tus.outcome(begun)["state"] == "receiving"

    assert tus.patch(begun, b"", len(PDF)).status_code == 204  # an empty piece asks for the end once more

    assert tus.outcome(begun)["state"] == "stored"
    assert (staged(root), len(stored(root))) == ([], 1)


def _fail(*arguments, **keywords):
    raise RuntimeError("the database went away")


def test_whole_file_that_may_not_be_written_any_more_is_finished(tus, begun, root, monkeypatch):
    """The store had closed it to writing when the process was killed. Root, who often runs tests, may write even so."""
    upload = _whole(begun)
    storage.store(transfers.ArrivedFile(upload.token, "a.pdf"))
    opened = os.open

    def as_ordinary_user(path, flags, *mode):
        if flags & os.O_WRONLY and os.path.exists(path) and not os.stat(path).st_mode & stat.S_IWUSR:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return opened(path, flags, *mode)

    with monkeypatch.context() as patched:
        patched.setattr(transfers.os, "open", as_ordinary_user)
        assert tus.patch(begun, b"", len(PDF)).status_code == 204

    assert tus.outcome(begun)["state"] == "stored"


def test_only_one_request_finishes(tus, begun, root):
    upload = _whole(begun)

    with transfers.finishing(upload.token):
        assert tus.patch(begun, b"", len(PDF)).status_code == 423
    assert tus.patch(begun, b"", len(PDF)).status_code == 204
    assert Evidence.objects.count() == 1


def test_same_key_is_the_same_upload(tus, answer, root):
    first = tus.create(answer, "a.pdf", len(PDF), key="kunci-peramban-1")
    tus.patch(first["Location"], PDF[:50], 0)

    again = tus.create(answer, "a.pdf", len(PDF), key="kunci-peramban-1")
    assert (again.status_code, again["Location"]) == (201, first["Location"])
    assert tus.offset(again["Location"]) == 50
    assert tus.create(answer, "b.pdf", 99, key="kunci-peramban-1").status_code == 409
    tus.patch(again["Location"], PDF[50:], 50)

    last = tus.create(answer, "a.pdf", len(PDF), key="kunci-peramban-1")
    assert tus.offset(last["Location"]) == len(PDF)
    assert Evidence.objects.count() == Citation.objects.count() == Upload.objects.count() == 1


def test_same_file_is_stored_once_in_a_unit_and_again_in_another(tus, answer, neighbor, period, other_unit, root):
    second = answer.assessment.answers.get(indicator__number=2)
    theirs = period.assessments.get(unit=other_unit).answers.first()

    first = tus.send(answer, "a.pdf", PDF)
    again = tus.send(answer, "salinan.pdf", PDF)
    elsewhere = tus.send(second, "lain.pdf", PDF)
    foreign = Tus(neighbor).send(theirs, "a.pdf", PDF)

    assert again == first | {"duplicate_of": first["evidence"]} == elsewhere
    assert answer.citations.count() == second.citations.count() == 1
    assert foreign.keys() == first.keys()
    assert (foreign["state"], foreign["duplicate_of"]) == ("stored", None)
    assert foreign["evidence"] != first["evidence"]
    assert len(stored(root)) == 2


def test_only_the_sender_knows_an_upload(tus, begun, answer, neighbor, head, executive, outsider):
    for user in (neighbor, head, executive, outsider):
        other = Tus(user)
        statuses = [other.ask(method, begun, Upload_Offset=0).status_code for method in ("HEAD", "PATCH", "DELETE")]
        assert [*statuses, other.client.get(begun).status_code] == [404] * 4
    assert tus.offset(begun) == 0


def test_begins_for_operators_of_the_unit_only(answer, neighbor, head, outsider, operator):
    statuses = {user.email: Tus(user).create(answer, "a.pdf", 10).status_code for user in (neighbor, head, outsider)}

    assert statuses == {neighbor.email: 404, head.email: 403, outsider.email: 404}
    assert Tus(operator).create(SimpleNamespace(pk=999_999), "a.pdf", 10).status_code == 404


def test_strangers_are_told_to_sign_in(begun):
    response = Client().post(ENDPOINT, headers={"Tus-Resumable": "1.0.0"})
    assert (response.status_code, response["Content-Type"]) == (401, "text/plain; charset=utf-8")
    assert Client().head(begun).status_code == Client().get(begun).status_code == 401


def test_csrf_token_is_asked_for(operator, answer, begun):
    careful = Tus(operator, enforce_csrf_checks=True)
    assert careful.create(answer, "a.pdf", len(PDF)).status_code == 403
    assert careful.patch(begun, PDF, 0).status_code == careful.ask("DELETE", begun).status_code == 403

    token = careful.client.get(answer_url(answer)).context["csrf_token"]
    assert careful.create(answer, "a.pdf", len(PDF), X_CSRFToken=token).status_code == 201
    assert careful.patch(begun, PDF, 0, X_CSRFToken=token).status_code == 204


def test_answer_takes_no_more_than_its_limit(tus, answer, operator, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 2
    workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator)

    assert tus.create(answer, "a.pdf", 10).status_code == 201
    refused = tus.create(answer, "b.pdf", 10)

    assert refused.status_code == 409
    assert "Paling banyak 2 bukti" in refused.text
    assert Upload.objects.count() == 1


def test_person_has_a_limit_of_unfinished_uploads(tus, answer, monkeypatch):
    monkeypatch.setattr("assessments.workflow.uploads.MAX_UNFINISHED", 1)
    created = tus.create(answer, "a.pdf", 10)

    assert tus.create(answer, "b.pdf", 10).status_code == 409
    tus.ask("DELETE", created["Location"])
    assert tus.create(answer, "b.pdf", 10).status_code == 201


def test_quota_counts_what_is_stored_and_what_is_coming(tus, answer, settings):
    settings.EVIDENCE_QUOTA_BYTES = 2 * len(PDF) + 10
    tus.send(answer, "a.pdf", PDF)
    created = tus.create(answer, "b.pdf", len(PDF))

    refused = tus.create(answer, "c.pdf", 11)

    assert refused.status_code == 413
    assert refused.text.startswith("Ruang bukti Dinas Kesehatan tidak cukup: 2 KB dari 2 KB terpakai.")
    assert Upload.objects.count() == 2
    assert tus.create(answer, "c.pdf", 10).status_code == 201
    assert tus.patch(created["Location"], PDF, 0).status_code == 204  # what was reserved is granted


def test_quota_holds_for_the_form_without_scripts(filler, answer, settings):
    settings.EVIDENCE_QUOTA_BYTES = len(PDF) - 1

    response = filler.post(answer_url(answer), {"files": SimpleUploadedFile("a.pdf", PDF), "tindakan": "simpan"})

    assert response.status_code == 422
    assert "Ruang bukti Dinas Kesehatan tidak cukup" in response.text
    assert not Evidence.objects.exists()


def test_lapsed_upload_holds_no_room_and_begins_anew(tus, answer, settings):
    settings.EVIDENCE_QUOTA_BYTES = len(PDF)
    url = tus.create(answer, "a.pdf", len(PDF), key="kunci-peramban-1")["Location"]
    assert tus.create(answer, "b.pdf", 1).status_code == 413
    Upload.objects.update(updated_at=timezone.now() - timedelta(hours=25))

    assert tus.ask("HEAD", url).status_code == 410
    again = tus.create(answer, "a.pdf", len(PDF), key="kunci-peramban-1")

    assert again["Location"] == url
    assert tus.patch(url, PDF, 0).status_code == 204


def test_upload_that_began_in_time_is_cited_in_the_grace(tus, answer, begun):
    now = timezone.now()
    Period.objects.update(fill_closes_at=now - timedelta(minutes=5))
    Upload.objects.update(created_at=now - timedelta(minutes=6))

    assert tus.patch(begun, PDF, 0).status_code == 204

    assert tus.outcome(begun)["is_cited"]


@pytest.mark.parametrize("late", ["deadline", "sent", "full"])
def test_file_that_came_too_late_stays_in_the_library(tus, answer, begun, operator, settings, late):
    if late == "deadline":
        Period.objects.update(fill_closes_at=timezone.now() - timedelta(hours=1))
    elif late == "sent":
        factories.fill_all(answer.assessment, operator)
        factories.submit(answer.assessment, by=operator)
    else:
        settings.EVIDENCE_MAX_PER_ANSWER = 0

    assert tus.patch(begun, PDF, 0).status_code == 204

    outcome = tus.outcome(begun)
    assert (outcome["state"], outcome["is_cited"]) == ("stored", False)
    assert outcome["reason"].endswith("Berkas tersimpan di pustaka bukti dan belum dirujuk jawaban ini.")
    assert Evidence.objects.present().get(kind="file").unit == answer.assessment.unit
    assert not Citation.objects.filter(evidence__kind="file").exists()
    assert actions(answer.assessment)[-1] == "evidence.kept"


def test_file_of_someone_who_lost_the_role_is_not_kept(tus, begun, operator, root):
    tus.patch(begun, PDF[:9], 0)
    operator.memberships.all().delete()

    assert tus.patch(begun, PDF[9:], 9).status_code == 403

    assert stored(root) == []
    assert not Evidence.objects.exists()


def test_known_infected_file_is_refused(tus, answer, root):
    tus.send(answer, "a.pdf", PDF)
    Evidence.objects.update(scan=Evidence.Scan.INFECTED, scanned_at=timezone.now())

    outcome = tus.send(answer, "b.pdf", PDF)

    assert (outcome["state"], outcome["reason"]) == ("rejected", SENTENCES["virus"])
    assert len(stored(root)) == 1


def test_sweep_of_staged_bytes_begins_the_upload_at_nothing(tus, begun, root):
    tus.patch(begun, PDF[:100], 0)
    transfers.discard(begun.split("/")[2])

    assert tus.offset(begun) == 0
    assert tus.patch(begun, PDF, 0).status_code == 204
    assert storage.verify(Evidence.objects.get().stored_name, Evidence.objects.get().sha256)


def known(client, answer, fingerprint):
    return client.get(f"{answer_url(answer)}dikenal/", {"sidik": fingerprint})


def test_own_unit_is_told_of_a_file_that_it_has(tus, answer, neighbor, period, other_unit, head):
    second = answer.assessment.answers.get(indicator__number=2)
    theirs = period.assessments.get(unit=other_unit).answers.first()
    evidence = tus.send(answer, "Laporan.pdf", PDF)["evidence"]
    fingerprint = Evidence.objects.get().sha256

    told = {"dikenal": True, "bukti": evidence, "judul": "Laporan", "nomor": 1}
    assert known(tus.client, answer, fingerprint).json() == told | {"di_sini": True}
    assert known(tus.client, second, fingerprint).json() == told | {"di_sini": False}
    assert known(tus.client, answer, "0" * 64).json() == {"dikenal": False}
    assert known(tus.client, answer, "0").status_code == 400
    # never across units, whatever the answer's address
    assert known(Tus(neighbor).client, theirs, fingerprint).json() == {"dikenal": False}
    assert known(Tus(neighbor).client, answer, fingerprint).status_code == 404
    assert known(Tus(head).client, answer, fingerprint).status_code == 403


def order(response):
    return re.findall(r'class="evidence-name"[^>]*>([^<]+)<', response.text)


def test_list_of_proofs_comes_alone(filler, answer, operator, head):
    factories.cite_file(answer, operator, title="Laporan pertama")
    factories.cite_file(answer, operator, title="Laporan kedua", content=b"lain")
    first, second = answer.citations.all()
    url = f"{answer_url(answer)}bukti/"

    page = filler.get(url)
    assert page.status_code == 200
    assert "Laporan pertama" in page.text and "Tersimpan" in page.text
    assert "<html" not in page.text and page.text.lstrip().startswith('<div id="evidence-list"')

    moved = filler.post(f"{url}{second.pk}/", {"tindakan": "naik"}, headers={"X-Bagian": "bukti"})
    assert order(moved) == ["Laporan kedua", "Laporan pertama"]
    removed = filler.post(f"{url}{first.pk}/", {"tindakan": "hapus"}, headers={"X-Bagian": "bukti"})
    assert "“Laporan pertama” dihapus dari jawaban ini." in removed.text
    restored = filler.post(url, {"kembalikan": first.evidence_id}, headers={"X-Bagian": "bukti"})
    assert order(restored) == ["Laporan kedua", "Laporan pertama"]
    assert Tus(head).client.get(url).status_code == 403
