"""A8: that another unit has the same file is not to be noticed, and a fingerprint never stands for the bytes."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments import intake, storage, uploads, workflow
from assessments.models import Answer, Citation, Evidence
from tests.assessments.filling import answer_url, sent, told
from tests.assessments.sending import Tus
from tests.corpus.pdfs import TEXT, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]

FLEETING = ("X-Request-ID", "Set-Cookie")
THEIRS = pdf(content=TEXT + b" %% milik tetangga")
UNKNOWN = pdf(content=TEXT + b" %% belum dikenal")


@pytest.fixture
def theirs(period, other_unit, neighbor):
    answer = Answer.objects.with_parents().get(assessment__unit=other_unit, indicator__number=4)
    return intake.receive(uploads.stage("laporan.pdf", THEIRS), answer, by=neighbor)[0]


def shape(response):
    headers = {name: value for name, value in response.items() if name not in FLEETING}
    return response.status_code, headers, response.content


def mine(theirs):
    return Evidence.objects.exclude(unit=theirs.unit)


def test_upload_of_a_file_that_another_unit_has_looks_like_any_other(filler, answer, theirs, operator):
    seen = []
    for content in (THEIRS, UNKNOWN):
        file = SimpleUploadedFile("laporan.pdf", content)
        response = filler.post(f"{answer_url(answer)}bukti/", {"files": [file], "tindakan": "unggah"})
        seen.append((shape(response), told(response)[-1]))
        workflow.remove_citation(answer.citations.get(), by=operator)

    assert seen[0] == seen[1]
    assert mine(theirs).count() == 2
    own = mine(theirs).get(sha256=theirs.sha256)
    assert own.stored_name != theirs.stored_name, "the bytes were taken, not borrowed"
    assert storage.path_of(own.stored_name).read_bytes() == THEIRS


def test_upload_in_pieces_takes_every_byte_too(answer, operator, theirs):
    tus = Tus(operator)
    seen = []
    for content in (THEIRS, UNKNOWN[: len(THEIRS)].ljust(len(THEIRS))):
        created = tus.create(answer, "laporan.pdf", len(content))
        seen.append((created.status_code, created.content, sorted(created.headers)))
        assert tus.offset(created["Location"]) == 0
    assert seen[0] == seen[1]
    assert mine(theirs).count() == 0


def test_deleting_ones_own_leaves_the_other_units_file(client, answer, theirs, operator, neighbor):
    own, _ = intake.receive(uploads.stage("laporan.pdf", THEIRS), answer, by=operator)
    workflow.remove_citation(answer.citations.get(), by=operator)
    workflow.remove_proof(own, by=operator)

    client.force_login(neighbor)
    assert client.head(theirs.get_absolute_url()).status_code == 200
    assert storage.path_of(theirs.stored_name).read_bytes() == THEIRS
    assert client.get("/bukti/DISDIK/", {"keadaan": "dihapus"}).context["rows"] == []


def test_asking_by_fingerprint_tells_nothing_of_another_unit(filler, answer, theirs):
    url = reverse("assessments:known_file", args=[answer.assessment.period.slug, answer.assessment.unit.code, 1])
    asked = [filler.get(url, {"sidik": hashlib.sha256(content).hexdigest()}) for content in (THEIRS, UNKNOWN)]

    assert shape(asked[0]) == shape(asked[1])


@pytest.mark.parametrize("name", ["sha256", "sidik", "hash", "bukti", "evidence", "berkas", "files", "kembalikan"])
def test_no_address_takes_a_fingerprint_for_a_file(filler, answer, theirs, name):
    here = answer_url(answer)
    for url in (here, f"{here}bukti/", f"{here}pustaka/"):
        for value in (theirs.sha256, theirs.pk, theirs.stored_name):
            response = filler.post(url, sent(answer) | {name: value})
            assert response.status_code in (302, 404, 409, 422)

    assert mine(theirs).count() == 0 and Citation.objects.exclude(evidence=theirs).count() == 0
    assert theirs.citations.count() == 1


def test_page_of_anothers_proof_is_like_that_of_none(filler, theirs):
    answered = [filler.get(f"/bukti/DISDIK/{pk}/") for pk in (theirs.pk, 999_999)]

    assert [response.status_code for response in answered] == [404, 404]
