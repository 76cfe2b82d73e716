"""The library of a unit: who sees it, what it finds, and the same as a table to take along."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import workflow
from assessments.csv_cells import plain
from assessments.models import Answer, Evidence
from tests import factories
from tests.assessments.filling import text

pytestmark = pytest.mark.django_db

DINKES = "/bukti/DINKES/"


def proof(unit, by, title="Laporan", **fields):
    """A stored row without bytes."""
    number = Evidence.objects.count()
    values = {
        "kind": "file",
        "stored_name": f"{number:032x}",
        "sha256": f"{number:064x}",
        "size": 1000 + number,
        "original_name": f"{title}.pdf",
        "media_type": "application/pdf",
    }
    return Evidence.objects.create(unit=unit, created_by=by, title=title, **values | fields)


@pytest.fixture
def shelf(unit, operator, assessment):
    """One proof in every state, by state."""
    today = timezone.localdate()
    made = {
        "berlaku": proof(unit, operator, "Keputusan", valid_until=today, document_kind="policy"),
        "lewat": proof(unit, operator, "Izin", valid_until=today - timedelta(days=1)),
        "virus": proof(unit, operator, "Terjangkit", scan="infected", scanned_at=timezone.now()),
        "belum-dipindai": proof(unit, operator, "Baru", scan="waiting"),
        "tautan-mati": factories.link(unit, operator, "Laman"),
        "dihapus": proof(
            unit, operator, "Keliru", removed_at=timezone.now(), removed_by=operator, removed_reason="other"
        ),
        "versi-lama": proof(unit, operator, "Rencana 2022"),
        "dipakai": proof(unit, operator, "Peta Rencana", document_number="12/2023", sha256="f" * 64),
    }
    made["tautan-mati"].save()
    workflow.mark_link(made["tautan-mati"], by=operator, dead=True)
    proof(unit, operator, "Rencana 2023", replaces=made["versi-lama"])
    for answer in assessment.answers.with_parents():
        workflow.cite(answer, made["dipakai"], by=operator, pages="4-6", levels=[3])
    return made


def titles(response):
    return {evidence.title for evidence, _ in response.context["rows"]}


def test_list_shows_every_proof_with_its_facts(filler, shelf, period):
    page = filler.get(DINKES)

    assert titles(page) == {row.title for row in shelf.values()} - {"Keliru"} | {"Rencana 2023"}
    said = text(page)
    assert "12/2023" in said and "Mengandung virus" in said and "Tautan mati" in said and "Lewat masa berlaku" in said
    for number in (1, 2, 3):
        assert f'href="/penilaian/{period.slug}/DINKES/indikator/{number}/"' in said


@pytest.mark.parametrize("state", ["lewat", "virus", "tautan-mati", "dihapus", "versi-lama"])
def test_filter_by_state_finds_just_that(filler, shelf, state):
    assert titles(filler.get(DINKES, {"keadaan": state})) == {shelf[state].title}


def test_filters_of_validity_use_and_scan(filler, shelf):
    assert "Izin" not in titles(filler.get(DINKES, {"keadaan": "berlaku"}))
    assert "Keputusan" in titles(filler.get(DINKES, {"keadaan": "berlaku"}))
    assert "Peta Rencana" not in titles(filler.get(DINKES, {"keadaan": "belum-dipakai"}))
    unscanned = titles(filler.get(DINKES, {"keadaan": "belum-dipindai"}))
    assert "Baru" in unscanned and "Terjangkit" not in unscanned and "Laman" not in unscanned


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"cari": "peta"}, {"Peta Rencana"}),
        ({"cari": "12/2023"}, {"Peta Rencana"}),
        ({"cari": "rencana 2022"}, {"Rencana 2022"}),
        ({"cari": "terjangkit.pdf"}, {"Terjangkit"}),
        ({"jenis": "policy"}, {"Keputusan"}),
        ({"jenis": "policy", "keadaan": "lewat"}, set()),
    ],
)
def test_search_and_kind(filler, shelf, query, found):
    assert titles(filler.get(DINKES, query)) == found


def test_order_and_unknown_filters(filler, shelf):
    ordered = [row.title for row, _ in filler.get(DINKES, {"urut": "judul"}).context["rows"]]

    assert ordered == sorted(ordered)
    assert len(titles(filler.get(DINKES, {"keadaan": "entah", "urut": "x", "jenis": "y", "halaman": "z"}))) == 8


def test_empty_library_and_nothing_found(filler, assessment, unit, operator):
    assert "Pustaka masih kosong" in text(filler.get(DINKES))
    proof(unit, operator)
    assert "Tidak ada bukti yang cocok" in text(filler.get(DINKES, {"cari": "entah"}))


def test_pages_keep_the_filters(filler, unit, operator):
    for number in range(26):
        proof(unit, operator, f"Laporan {number}", document_kind="other")

    page = filler.get(DINKES, {"jenis": "other", "halaman": 2})

    assert len(page.context["rows"]) == 1 and "?jenis=other&amp;halaman=1" in page.content.decode()


@pytest.mark.parametrize("part", ["", "csv/"])
def test_who_sees_a_library(client, shelf, head, assessor, coordinator, executive, neighbor, part):
    for person in (head, assessor, coordinator, executive):
        client.force_login(person)
        assert client.get(DINKES + part).status_code == 200
    client.force_login(neighbor)
    assert client.get(DINKES + part).status_code == 404
    client.logout()
    assert client.get(DINKES + part).status_code == 302


def test_unit_of_the_same_code_elsewhere_shows_its_own_library(client, shelf, outsider):
    unit = outsider.memberships.get().unit
    proof(unit, outsider, "Milik provinsi lain")
    client.force_login(outsider)

    assert titles(client.get(DINKES)) == {"Milik provinsi lain"}


def test_menu_leads_to_the_own_library(client, operator, head, assessor):
    for person, there in ((operator, True), (head, True), (assessor, False)):
        client.force_login(person)
        assert ('href="/bukti/DINKES/"' in client.get("/").content.decode()) is there


def test_list_reads_a_constant_number_of_queries(filler, unit, operator, period):
    def count():
        with CaptureQueriesContext(connection) as captured:
            assert filler.get(DINKES).status_code == 200
        return len(captured)

    answers = list(Answer.objects.filter(assessment__unit=unit).with_parents())
    workflow.cite(answers[0], proof(unit, operator), by=operator)
    filler.get(DINKES)
    few = count()
    for _ in range(19):
        row = proof(unit, operator)
        for answer in answers[:2]:
            workflow.cite(answer, row, by=operator)

    assert count() == few


def test_csv_holds_the_same_rows_and_no_formula(filler, shelf, unit, operator):
    proof(unit, operator, '=HYPERLINK("https://jahat.example";"klik")', document_number="+62", document_kind="audit")

    answered = filler.get(f"{DINKES}csv/", {"jenis": "audit"})

    assert answered["Content-Disposition"] == 'attachment; filename="pustaka-bukti-dinkes.csv"'
    assert answered["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][0].startswith("'=HYPERLINK") and rows[1][1] == "'+62"
    whole = list(csv.DictReader(io.StringIO(filler.get(f"{DINKES}csv/").content.decode("utf-8-sig"))))
    assert len(whole) == 9
    used = next(row for row in whole if row["Judul"] == "Peta Rencana")
    assert used["Dipakai pada"] == "indikator 1, 2, 3 (2023)" and used["SHA-256"] == "f" * 64


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "|calc", "＝1"])
def test_cell_that_a_spreadsheet_would_compute_becomes_text(cell):
    assert plain(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Laporan", "1 = 1", "a@b.go.id", "", 12])
def test_plain_cell_stays(cell):
    assert plain(cell) == str(cell)
