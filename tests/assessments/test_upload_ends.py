"""What becomes of a file that came in pieces: stored once, refused, cancelled, too late, or tried again (U14, A8)."""

import errno
import io
import os
import re
import stat
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import grace, intake, storage, transfers, uploads
from assessments.models import Citation, Evidence, Period, Upload
from assessments.validators.rejection import SENTENCES
from tests import factories
from tests.assessments.filling import actions, answer_url
from tests.assessments.sending import ENDPOINT, Tus, metadata
from tests.assessments.staging import PDF, staged, stored
from tests.corpus import HOSTILE, content_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


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


def test_upload_that_began_in_time_is_cited_in_the_grace(tus, answer, begun):
    now = timezone.now()
    Period.objects.update(fill_closes_at=now - timedelta(minutes=5))
    Upload.objects.update(created_at=now - timedelta(minutes=6))

    assert tus.patch(begun, PDF, 0).status_code == 204

    assert tus.outcome(begun)["is_cited"]


@pytest.mark.parametrize(("opened", "is_cited"), [(timedelta(minutes=6), True), (timedelta(minutes=4), False)])
def test_file_chosen_in_time_is_cited_in_the_grace_though_the_line_was_dead(tus, answer, operator, opened, is_cited):
    now = timezone.now()
    izin = grace.issue(operator, answer.assessment, now - opened)
    Period.objects.update(fill_closes_at=now - timedelta(minutes=5))
    given = metadata(filename="Laporan.pdf", answer=answer.pk, key="dipilih-tadi", izin=izin)
    url = tus.create(answer, "Laporan.pdf", len(PDF), Upload_Metadata=given)["Location"]

    assert tus.patch(url, PDF, 0).status_code == 204

    assert tus.outcome(url)["is_cited"] == is_cited
    assert Evidence.objects.count() == 1


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
