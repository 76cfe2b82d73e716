"""Assignments that come in a file: one list of all faults, a preview of old and new, and one transaction."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import sheet_writing, sheets
from assessments import workflow
from assessments.models import Answer, Assignment, Event
from tests import factories
from tests.assessments.filling import text as text_of
from tests.assessments.plan_pages import plan_url

pytestmark = pytest.mark.django_db

HEADER = ["Kode", "Perangkat daerah", "1", "2", "3", "4", "5"]


def import_url(period):
    return f"{plan_url(period)}impor/"


def xlsx(*rows):
    return sheet_writing.as_xlsx("Penugasan", rows[0], rows[1:])


def upload(client, period, content, name="penugasan.xlsx"):
    return client.post(import_url(period), {"file": SimpleUploadedFile(name, content)})


def faults(response):
    return [(fault.cell, fault.text) for fault in response.context["faults"]]


def cells_of(period):
    rows = Assignment.objects.filter(period=period).values_list("unit__code", "indicator__number", "is_lead")
    return {(code, number): "PJ" if is_lead else "P" for code, number, is_lead in rows}


class TestExport:
    @pytest.mark.parametrize("form", ["xlsx", "csv"])
    def test_what_is_taken_home_can_be_brought_back(self, as_coordinator, period, form):
        response = as_coordinator.get(f"{plan_url(period)}ekspor/{form}/")

        assert f'filename="penugasan-{period.slug}.{form}"' in response["Content-Disposition"]
        sheet = sheets.read(io.BytesIO(response.content), [sheets.Column("code", "Kode")])
        assert [row["code"] for row in sheet.rows] == ["DINKES", "DISDIK"]
        back = upload(as_coordinator, period, response.content, f"penugasan.{form}")
        assert "Tidak ada yang perlu diganti" in text_of(back)

    def test_a_name_never_becomes_a_formula(self, as_coordinator, draft, institution):
        factories.make_unit(institution, "JAHAT", "=HYPERLINK(1)")

        content = as_coordinator.get(f"{plan_url(draft)}ekspor/csv/").content.decode("utf-8-sig")
        book = openpyxl.load_workbook(io.BytesIO(as_coordinator.get(f"{plan_url(draft)}ekspor/xlsx/").content))

        assert ";'=HYPERLINK(1);" in content
        assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value} == {"s"}

    def test_other_forms_do_not_exist(self, as_coordinator, draft):
        assert as_coordinator.get(f"{plan_url(draft)}ekspor/ods/").status_code == 404


class TestPreview:
    def test_shows_old_and_new_and_changes_nothing(self, as_coordinator, draft, coordinator, unit):
        for number in (1, 2):
            workflow.assign(draft, draft.instrument.indicators.get(number=number), by=coordinator, lead=unit)
        before, events = cells_of(draft), Event.objects.count()

        response = upload(as_coordinator, draft, xlsx(HEADER, ["dinkes", "", "PJ", "p", "PJ", "", "-"]))

        assert response.status_code == 200
        shown = [(d.row, d.cell, d.change.was, d.change.now) for d in response.context["differences"]]
        assert shown == [(2, "D2", "PJ", "P"), (2, "E2", "", "PJ")]
        assert cells_of(draft) == before and Event.objects.count() == events

    def test_confirming_changes_all_with_one_event(self, as_coordinator, draft, unit, other_unit):
        rows = (["DINKES", "", "PJ", "PJ", "PJ", "PJ", "PJ"], ["DISDIK", "", "P", "", "", "", "-"])
        plan = upload(as_coordinator, draft, xlsx(HEADER, *rows)).context["plan"]
        events = Event.objects.count()

        response = as_coordinator.post(import_url(draft), {"rencana": plan}, follow=True)

        assert "6 sel penugasan diganti dari berkas." in text_of(response)
        assert cells_of(draft) == {("DINKES", n): "PJ" for n in range(1, 6)} | {("DISDIK", 1): "P"}
        assert Event.objects.count() == events + 1
        assert Event.objects.order_by("-sequence").first().action == "assignment.imported"

    @pytest.mark.two_databases
    def test_a_stale_preview_is_refused(self, as_coordinator, draft, coordinator, unit, other_unit):
        plan = upload(as_coordinator, draft, xlsx(HEADER, ["DINKES", "", "PJ", "", "", "", ""])).context["plan"]
        workflow.assign(draft, draft.instrument.indicators.get(number=5), by=coordinator, lead=other_unit)

        response = as_coordinator.post(import_url(draft), {"rencana": plan})

        assert response.status_code == 409
        assert "Penugasan berubah sejak pratinjau dibuat. Tidak ada yang diganti" in text_of(response)
        assert cells_of(draft) == {("DISDIK", 5): "PJ"}

    def test_a_plan_that_nobody_previewed_is_refused(self, as_coordinator, draft, later, unit):
        plan = upload(as_coordinator, draft, xlsx(HEADER, ["DINKES", "", "PJ", "", "", "", ""])).context["plan"]

        for changed in ("", "x", plan[:-2] + "xx"):
            assert as_coordinator.post(import_url(draft), {"rencana": changed}).status_code == 422
        assert as_coordinator.post(import_url(later), {"rencana": plan}).status_code == 422
        assert cells_of(draft) == {}

    @pytest.fixture
    def later(self, institution, instrument, coordinator):
        return factories.make_period(institution, instrument, coordinator, year=2031, opened=False)

    @pytest.mark.two_databases
    def test_what_an_open_period_refuses_holds_up_all(self, as_coordinator, period, unit, other_unit, operator):
        factories.fill(Answer.objects.get(assessment__unit=unit, indicator__number=1), operator)
        before = cells_of(period)
        moved = [before.get(("DISDIK", n), "") for n in range(1, 6)]
        own = [before.get(("DINKES", n), "") for n in range(1, 6)]
        rows = (["DINKES", "", "", "P", *own[2:]], ["DISDIK", "", "PJ", "PJ", *moved[2:]])
        plan = upload(as_coordinator, period, xlsx(HEADER, *rows)).context["plan"]

        response = as_coordinator.post(import_url(period), {"rencana": plan})

        assert response.status_code == 422
        assert "sudah mengisi indikator ini" in text_of(response)
        assert cells_of(period) == before

    @pytest.mark.parametrize(
        ("who", "status"),
        [("operator", 403), ("head", 403), ("assessor", 403), ("executive", 403), ("outsider", 404)],
    )
    def test_others(self, client, request, period, who, status):
        client.force_login(request.getfixturevalue(who))

        assert client.get(import_url(period)).status_code == status
        assert client.post(import_url(period), {}).status_code == status
        assert client.get(f"{plan_url(period)}ekspor/csv/").status_code == status


class TestFaults:
    """Every fault of a file at once, with the cell that it stands in; nothing is changed."""

    def check(self, as_coordinator, period, content, expected, name="penugasan.xlsx"):
        before = cells_of(period)
        response = upload(as_coordinator, period, content, name)

        assert response.status_code == 422
        assert faults(response) == expected
        assert all(cell in text_of(response) for cell, _ in expected)
        assert cells_of(period) == before

    def test_many_at_once(self, as_coordinator, draft, unit, other_unit):
        rows = [
            ["DINKES", "Dinas Kesehatan", "PJ", "X", "", "", ""],
            ["DISDIK", "", "PJ", "", "", "", ""],
            ["TIDAKADA", "", "PJ", "", "", "", ""],
            ["disdik", "", "", "P", "", "", ""],
            ["", "", "P", "", "", "", ""],
        ]
        expected = [
            ("C2", "Indikator 1 mempunyai dua penanggung jawab; lihat juga C3."),
            ("D2", "“X” bukan isian yang dikenal. Isi PJ, P, atau kosongkan."),
            ("C3", "Indikator 1 mempunyai dua penanggung jawab; lihat juga C2."),
            ("A4", "Kode perangkat daerah “TIDAKADA” tidak ada."),
            ("A5", "Perangkat daerah disdik sudah ada pada baris 3."),
            ("A6", "Kolom “Kode” wajib diisi."),
        ]
        response = upload(as_coordinator, draft, xlsx(HEADER, *rows))

        assert response.status_code == 422
        assert faults(response) == expected
        assert cells_of(draft) == {}

    def test_wrong_columns(self, as_coordinator, draft, unit):
        header = ["Kode", "1", "1", "2", "Entah", "4", "5"]
        expected = [
            ("", "Kolom “3” tidak ada pada baris judul."),
            ("C1", "Kolom “1” ada dua kali."),
            ("E1", "Kolom “Entah” tidak dikenal. Pakai judul kolom dari templat."),
        ]
        self.check(as_coordinator, draft, xlsx(header, ["DINKES"]), expected)

    def test_formulas_and_errors(self, as_coordinator, draft, unit):
        book = openpyxl.Workbook()
        for row in (HEADER, ["DINKES", "", '="P"&"J"', "#REF!", "", "", ""]):
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        expected = [("C2", "Sel ini memuat rumus. Tempel nilainya saja."), ("D2", "Sel ini memuat galat #REF!.")]
        self.check(as_coordinator, draft, file.getvalue(), expected)

    def test_formula_in_csv(self, as_coordinator, draft, unit):
        content = b"Kode;1;2;3;4;5\nDINKES;=PJ;;;;\n"
        expected = [("B2", "Sel ini memuat rumus. Tempel nilainya saja.")]
        self.check(as_coordinator, draft, content, expected, "penugasan.csv")

    def test_ten_thousand_rows(self, as_coordinator, draft, unit):
        content = xlsx(HEADER, *(["DINKES", "", "PJ", "", "", "", ""] for _ in range(10_000)))
        expected = [("", "Berkas ini memuat lebih dari 201 baris. Bagi menjadi beberapa berkas.")]
        self.check(as_coordinator, draft, content, expected)

    def test_the_old_format(self, as_coordinator, draft, unit):
        content = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2_000)
        text = "Berkas ini berformat Excel lama (.xls) atau bersandi. Simpan sebagai .xlsx tanpa sandi."
        self.check(as_coordinator, draft, content, [("", text)], "penugasan.xls")

    def test_another_encoding_names_its_cells(self, as_coordinator, draft, unit):
        content = "Kode,Nama,1,2,3,4,5\nDINKES,Dinas é,X,,,,\n".encode("latin-1")
        expected = [
            ("B2", "Huruf pada sel ini tidak terbaca. Simpan berkas sebagai CSV UTF-8."),
            ("C2", "“X” bukan isian yang dikenal. Isi PJ, P, atau kosongkan."),
        ]
        self.check(as_coordinator, draft, content, expected, "penugasan.csv")

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_the_ways_in_which_csv_is_saved(self, as_coordinator, draft, unit, delimiter, encoding):
        content = "Kode,1,2,3,4,5\r\nDINKES,PJ,,,,\r\n".replace(",", delimiter).encode(encoding)

        response = upload(as_coordinator, draft, content, "penugasan.csv")

        assert [d.cell for d in response.context["differences"]] == ["B2"]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "Berkas ini kosong."),
            (b"PK\x03\x04 rusak", "Berkas Excel ini rusak"),
            (b"\x00\x01\x02", "Berkas ini bukan tabel."),
            (b"Kode;1;2;3;4;5\n", "Belum ada baris di bawah judul kolom."),
            (b"x" * 3_000_001, "Berkas terlalu besar"),
        ],
    )
    def test_what_is_no_table(self, as_coordinator, draft, content, sentence):
        response = upload(as_coordinator, draft, content)

        assert response.status_code == 422
        assert sentence in text_of(response)

    def test_no_file_at_all(self, as_coordinator, draft):
        response = as_coordinator.post(import_url(draft), {})

        assert response.status_code == 422
        assert "Pilih berkas .xlsx atau .csv." in text_of(response)

    def test_an_open_period_keeps_its_leads(self, as_coordinator, period):
        response = upload(as_coordinator, period, xlsx(HEADER, ["DINKES", "", "", "", "", "", ""]))

        assert ("C1", "Indikator 1 kehilangan penanggung jawab, padahal periode sudah dibuka.") in faults(response)

    def test_a_unit_that_is_no_longer_active(self, as_coordinator, draft, unit):
        unit.is_active = False
        unit.save()

        response = upload(as_coordinator, draft, xlsx(HEADER, ["DINKES", "", "PJ", "", "", "", ""]))

        assert faults(response) == [("C2", "DINKES sudah tidak aktif.")]
