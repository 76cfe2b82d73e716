"""The page of one proof: what it tells, to whom, and describing it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import workflow
from assessments.models import Event, Evidence
from tests import factories
from tests.assessments.filling import text
from tests.assessments.proof_pages import described, library_events, second, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]

PARTS = ("", "keterangan/", "versi/", "hapus/", "tautan/")


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
