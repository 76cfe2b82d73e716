"""Uploads in pieces: the protocol, and who may speak it (U14, T5)."""

import errno
import os
import shutil
from types import SimpleNamespace

import pytest
from django.test import Client

from assessments import transfers
from assessments.models import Citation, Evidence, Upload
from assessments.validators.rejection import SENTENCES
from tests.assessments.filling import actions, answer_url
from tests.assessments.sending import ENDPOINT, Cut, Tus, metadata
from tests.assessments.staging import PDF, staged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


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
