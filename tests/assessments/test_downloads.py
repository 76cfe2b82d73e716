"""A stored proof leaves the portal only whole, as an attachment, to those who may see it, and never unnoticed."""

from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import storage, workflow
from assessments.models import Event, Evidence
from tests import factories
from tests.assessments.filling import actions, answer_url, sent, text, without_ids
from tests.corpus import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]

NAMES = ["teks.pdf", "foto.jpg", "tangkapan.png", "surat.docx", "rekap.xlsx", "paparan.pptx", "surat.odt", "rekap.ods"]
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def add(client, answer, name):
    client.post(answer_url(answer), sent(answer, files=[SimpleUploadedFile(name, GOOD[name])]), follow=True)
    return Evidence.objects.get()


@pytest.fixture
def proof(filler, answer):
    return add(filler, answer, "teks.pdf")


def download(client, proof):
    """The response, read to its end into `received`."""
    response = client.get(f"/bukti/{proof.pk}/unduh/")
    if response.streaming:
        response.received = b"".join(response.streaming_content)
    return response


@pytest.mark.parametrize("name", NAMES)
def test_file_comes_back_byte_by_byte_with_every_header(filler, answer, name):
    proof = add(filler, answer, name)

    response = download(filler, proof)

    assert response.status_code == 200
    assert response.received == GOOD[name]
    assert {header: response[header] for header in HEADERS} == HEADERS
    assert response["Content-Type"] == proof.media_type
    assert response["Content-Length"] == str(len(GOOD[name]))
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "Set-Cookie" not in response


def test_type_comes_from_a_fixed_list(filler, proof):
    Evidence.objects.update(media_type="text/html")

    assert download(filler, proof)["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "shown", ['a"b;c.pdf', "Laporan Évaluasi – 2023.pdf", "a\r\nSet-Cookie: x=1.pdf", "‮fdp.exe.pdf"]
)
def test_name_cannot_break_the_header(filler, proof, shown):
    proof.original_name = storage.safe_display_name(shown)
    proof.save()

    header = download(filler, proof)["Content-Disposition"]

    assert header.startswith("attachment; filename")
    assert "\r" not in header and "\n" not in header
    assert "\\" not in header and header.count('"') in (0, 2)
    name = unquote(header.partition("utf-8''")[2]) if "utf-8''" in header else header.split('"')[1]
    assert name == proof.original_name


def test_download_is_told_in_the_trail_of_the_assessment(client, answer, proof, assessor):
    client.force_login(assessor)

    download(client, proof)

    event = Event.objects.chain_of(assessment=answer.assessment).last()
    assert (event.action, event.actor, event.target) == ("evidence.downloaded", assessor, f"evidence:{proof.pk}")
    assert event.data == {"sha256": proof.sha256}


def test_download_of_a_proof_that_nobody_cites_is_told_in_the_trail_of_the_institution(filler, answer, proof):
    answer.citations.all().delete()

    assert download(filler, proof).status_code == 200

    assert (
        Event.objects.chain_of(institution=answer.assessment.period.institution).last().action == "evidence.downloaded"
    )


@pytest.mark.parametrize("role", ["operator", "head", "assessor", "own_assessor", "coordinator", "executive"])
def test_those_who_see_the_answer_may_download(client, request, proof, role):
    client.force_login(request.getfixturevalue(role))

    assert download(client, proof).received == GOOD["teks.pdf"]


@pytest.mark.parametrize("role", ["neighbor", "outsider", "superuser"])
def test_strangers_find_nothing(client, request, answer, proof, role):
    client.force_login(request.getfixturevalue(role))

    refused, absent = download(client, proof), client.get("/bukti/999/unduh/")

    assert refused.status_code == 404
    assert without_ids(refused) == without_ids(absent)
    assert "evidence.downloaded" not in actions(answer.assessment)


def test_anonymous_is_led_to_sign_in(client, proof):
    client.logout()

    assert download(client, proof).url == f"/masuk/?next=/bukti/{proof.pk}/unduh/"


def test_asking_for_the_head_gives_no_bytes_and_is_no_download(filler, answer, proof):
    response = filler.head(f"/bukti/{proof.pk}/unduh/")

    assert (response.status_code, response.content) == (200, b"")
    assert {header: response[header] for header in HEADERS} == HEADERS
    assert "evidence.downloaded" not in actions(answer.assessment)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_not_allowed(filler, proof, method):
    assert getattr(filler, method)(f"/bukti/{proof.pk}/unduh/").status_code == 405


def test_removed_proof_and_link_are_not_found(filler, answer, proof, operator):
    link = workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator).evidence
    workflow.remove_citation(answer.citations.first(), by=operator)
    assert download(filler, proof).status_code == 200, "it is still in the library"

    workflow.remove_proof(proof, by=operator)

    assert download(filler, proof).status_code == 404
    assert download(filler, link).status_code == 404


def flip(path):
    path.chmod(0o640)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("damage", [flip, lambda path: path.unlink()])
def test_damaged_file_is_not_handed_out(filler, answer, proof, damage, caplog):
    damage(storage.path_of(proof.stored_name))

    response = download(filler, proof)

    assert response.status_code == 500
    assert "tidak lagi sama dengan yang dahulu diterima" in text(response)
    assert response["X-Request-ID"] in text(response)
    assert "evidence is not what was received" in caplog.text
    assert "evidence.downloaded" not in actions(answer.assessment)


def test_what_cannot_be_told_is_not_handed_out(filler, answer, proof, monkeypatch):
    def broken(evidence, by):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(workflow, "note_download", broken)

    with pytest.raises(RuntimeError):
        download(filler, proof)


@pytest.mark.parametrize("place", ["/media/", "/evidence/", "/static/../evidence/"])
def test_stored_files_have_no_address_of_their_own(filler, proof, place):
    assert filler.get(f"{place}{proof.stored_name}").status_code == 404
