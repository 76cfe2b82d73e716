"""The job over a stored file: scanned before anybody else may have it, looked through, pictured, and never lost."""

import io

import pikepdf
import pytest
from django.utils import timezone
from PIL import Image

from assessments import checking, permissions, previews, storage
from assessments.models import Event, Evidence
from jobs import runner
from jobs.models import Job
from tests import factories
from tests.assessments import clamd
from tests.corpus import GOOD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.PREVIEW_ROOT = tmp_path / "previews"
    settings.EVIDENCE_ROOT.mkdir()


@pytest.fixture
def scanner(settings):
    with clamd.running() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server


def add(answer, by, content=GOOD["teks.pdf"], media_type="application/pdf"):
    citation = factories.cite_file(answer, by, content=content)
    Evidence.objects.filter(pk=citation.evidence_id).update(media_type=media_type)
    citation.evidence.refresh_from_db()
    return citation.evidence


def work(proof):
    """Does what a worker does with the messages of all live jobs; pauses are over at once."""
    Job.objects.live().update(run_after=timezone.now())
    for pk in Job.objects.live().values_list("pk", flat=True):
        runner.run(pk)
    proof.refresh_from_db()
    return proof


def download(client, user, proof):
    client.force_login(user)
    response = client.get(f"/bukti/{proof.pk}/unduh/")
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def pictures(proof):
    return sorted(path.name for path in previews.folder_of(proof.stored_name).glob("*.jpg"))


def scanned_pages(blank, with_text):
    """A PDF of pages with and without text."""
    with pikepdf.open(io.BytesIO(GOOD["teks.pdf"])) as document:
        page = document.pages[0]
        while len(document.pages) < with_text:
            document.pages.append(page)
        for _ in range(blank):
            document.add_blank_page(page_size=(595, 842))
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def test_clean_file_is_checked_and_opened_to_reviewers(client, scanner, answer, operator, assessor):
    proof = add(answer, operator)
    assert (proof.scan, proof.is_checked) == (Evidence.Scan.WAITING, False)
    assert download(client, assessor, proof).status_code == 403

    work(proof)

    assert (proof.scan, proof.is_checked, proof.page_count, proof.has_text_layer) == ("clean", True, 1, True)
    assert proof.scanned_at
    assert scanner.seen == [GOOD["teks.pdf"]]
    assert pictures(proof) == ["1.jpg"]
    assert download(client, assessor, proof).status_code == 200


def test_infected_file_is_given_to_nobody_and_told_of(client, scanner, answer, operator, assessor, caplog):
    proof = work(add(answer, operator, GOOD["teks.pdf"] + clamd.EICAR))

    assert proof.scan == Evidence.Scan.INFECTED
    assert pictures(proof) == []
    for user in (operator, assessor):
        response = download(client, user, proof)
        assert response.status_code == 403
        assert "mengandung virus" in response.content.decode()
    event = Event.objects.chain_of(assessment=answer.assessment).get(action="evidence.infected")
    assert event.actor is None
    assert event.data == {"sha256": proof.sha256, "virus": "Eicar-Test-Signature"}
    assert "evidence holds a virus" in caplog.text
    assert storage.verify(proof.stored_name, proof.sha256), "kept for whoever looks into it"
    assert Job.objects.get().state == Job.State.DONE


def test_silent_scanner_leaves_the_file_waiting_with_its_own_unit(
    client, settings, answer, operator, head, assessor, own_assessor, coordinator
):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    proof = add(answer, operator)
    for _ in range(7):
        work(proof)

    assert (proof.scan, proof.scanned_at, proof.is_checked) == (Evidence.Scan.WAITING, None, False)
    assert proof.get_scan_display() == "Belum dipindai"
    assert Job.objects.get().state == Job.State.WAITING
    allowed = [download(client, user, proof).status_code for user in (operator, head)]
    assert allowed == [200, 200]
    for user in (assessor, own_assessor, coordinator):
        response = download(client, user, proof)
        assert response.status_code == 403
        assert "belum dipindai" in response.content.decode()

    settings.CLAMD_ADDRESS = ""  # whoever switches the scanner off does not open what waits for it
    assert work(proof).scan == Evidence.Scan.WAITING

    with clamd.running() as server:
        settings.CLAMD_ADDRESS = server.address
        assert work(proof).scan == Evidence.Scan.CLEAN


def test_neighbor_may_not_open_and_the_predicate_agrees(answer, operator, neighbor):
    proof = factories.cite_file(answer, operator).evidence
    for scan, verdicts in {"off": (True, True), "waiting": (True, False), "infected": (False, False)}.items():
        proof.scan = scan
        assert (bool(permissions.may_open(operator, proof)), bool(permissions.may_open(neighbor, proof))) == verdicts


def test_without_a_scanner_the_file_says_so_and_is_checked_all_the_same(client, answer, operator, assessor):
    proof = work(add(answer, operator))

    assert (proof.scan, proof.is_checked) == (Evidence.Scan.OFF, True)
    assert download(client, assessor, proof).status_code == 200


@pytest.mark.parametrize(("blank", "with_text", "searchable"), [(1, 1, True), (2, 1, False), (12, 1, False)])
def test_text_is_asked_of_more_than_half_of_the_pages(answer, operator, blank, with_text, searchable):
    proof = work(add(answer, operator, scanned_pages(blank, with_text)))

    assert (proof.page_count, proof.has_text_layer) == (blank + with_text, searchable)
    assert len(pictures(proof)) == min(blank + with_text, 10)


def test_pictures_are_small_and_say_nothing_about_the_file(answer, operator):
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    exif[0x0112] = 6  # lies on its side
    out = io.BytesIO()
    Image.new("RGB", (3000, 1500), "red").save(out, "JPEG", exif=exif, comment=b"catatan rahasia")

    proof = work(add(answer, operator, out.getvalue(), "image/jpeg"))

    path = previews.folder_of(proof.stored_name) / "1.jpg"
    assert b"ahasia" in out.getvalue() and b"ahasia" not in path.read_bytes()
    with Image.open(path) as picture:
        assert picture.size == (707, 1414)
        assert not picture.getexif()
    assert (proof.is_checked, proof.page_count, proof.has_text_layer) == (True, None, None)


def test_office_document_has_no_pictures(answer, operator):
    proof = work(add(answer, operator, GOOD["surat.docx"], "application/vnd.openxmlformats"))

    assert proof.is_checked
    assert pictures(proof) == []


def test_poison_keeps_the_verdict_and_the_file(client, scanner, answer, operator, assessor):
    proof = add(answer, operator, b"%PDF-1.4 rusak")
    for _ in range(6):
        work(proof)

    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.DEAD, 5)
    assert "tidak dapat diperiksa" in job.error
    assert (proof.scan, proof.is_checked) == (Evidence.Scan.CLEAN, False)
    assert len(scanner.seen) == 1
    assert download(client, assessor, proof).status_code == 200


def test_changed_file_is_not_shown_to_the_scanner(scanner, answer, operator):
    proof = add(answer, operator)
    path = storage.path_of(proof.stored_name)
    path.chmod(0o640)
    path.write_bytes(b"lain")

    work(proof)

    assert scanner.seen == []
    assert proof.scan == Evidence.Scan.WAITING
    assert "Tampered" in Job.objects.get().error


def test_worker_orders_what_nobody_ordered_and_what_was_never_scanned(scanner, settings, answer, operator):
    settings.CLAMD_ADDRESS = ""
    proof = factories.cite_file(answer, operator, content=GOOD["teks.pdf"]).evidence
    Job.objects.all().delete()
    checking.order_missing()
    checking.order_missing()
    assert work(proof).is_checked
    assert (proof.scan, Job.objects.count()) == (Evidence.Scan.OFF, 1)

    settings.CLAMD_ADDRESS = scanner.address
    checking.order_missing()
    assert Job.objects.count() == 1, "once a day is enough"
    Job.objects.update(created_at=timezone.now() - 2 * checking.DAY, key="kemarin")

    checking.order_missing()
    assert work(proof).scan == Evidence.Scan.CLEAN
    assert Job.objects.count() == 2
    Job.objects.update(created_at=timezone.now() - 2 * checking.DAY)
    checking.order_missing()
    assert Job.objects.count() == 2


def test_previews_are_gone_once_a_virus_was_found(scanner, answer, operator):
    proof = factories.cite_file(answer, operator, content=clamd.EICAR).evidence
    previews.keep(proof, [b"gambar"])

    work(proof)

    assert not previews.folder_of(proof.stored_name).exists()
