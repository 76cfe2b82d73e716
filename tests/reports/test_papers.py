"""The two papers as people get them: read back with python-docx, from a result that was closed like any other."""

import io
import re
import zipfile
from datetime import date

import pytest
from docx import Document

from assessments import workflow
from assessments.models import SignedDocument, TeamMember
from reports import publishing
from reports.papers.making import paper_of
from reports.spelled import spelled, spelled_day
from tests import factories

pytestmark = pytest.mark.django_db

WRITTEN = {
    "number": "100.3.7/041/2023",
    "date": "2023-07-28",
    "place": "Bandar Lampung",
    "guideline": "Pedoman Menteri PANRB Nomor 3 Tahun 2024",
    "letter_number": "B/77/PE.03/2023",
    "letter_date": "2023-05-02",
    "decree_number": "G/221/V.18/2023",
    "decree_date": "2023-02-01",
    "methods": ["documents", "visit"],
    "notes": "Nilai <b>sementara</b> & “kutipan” 5 > 4.",
    "signatory_name": "Koordinator SPBE Uji",
    "signatory_nip": "19700101 199503 1 001",
    "signatory_position": "Sekretaris Daerah",
    "responsible_name": "Penanggung Jawab Uji",
    "responsible_nip": "19750101 200003 1 002",
    "responsible_position": "Kepala Biro Organisasi",
    "consent_place": "Kotabumi",
    "consent_date": "2023-07-31",
    "stamp": True,
}


@pytest.fixture
def frozen(reviewed, coordinator, unit):
    TeamMember.objects.create(
        period=reviewed, name="Anggota Tim <Satu>", employee_number="1980", position="Auditor & Penilai", unit=unit
    )
    result = workflow.close_period(reviewed, by=coordinator)
    publishing.register(result)
    return result


def texts(content):
    """Everything that is written on the paper, heads and feet included."""
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    parts = [document.element.body, section.header._element, section.footer._element]
    return "\n".join(
        "".join("\t" if node.tag.endswith("}tab") else node.text or "" for node in paragraph.iter())
        for part in parts
        for paragraph in part.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    )


class TestMinutes:
    def test_says_everything_that_it_must(self, frozen):
        said = texts(paper_of(frozen, SignedDocument.Kind.MINUTES, WRITTEN))

        facts = [
            "PEMERINTAH PROVINSI UJI", "Kode instansi: LAMPUNG", "Nomor: 100.3.7/041/2023",
            "Jumat, tanggal dua puluh delapan, bulan Juli, tahun dua ribu dua puluh tiga",
            "bertempat di Bandar Lampung",
            "Evaluasi", "Tahun 2023", "Peraturan Presiden Nomor 95 Tahun 2018", "Peraturan contoh",
            "Pedoman Menteri PANRB Nomor 3 Tahun 2024", "B/77/PE.03/2023", "2 Mei 2023", "G/221/V.18/2023",
            "1 Februari 2023", "Anggota Tim <Satu>", "NIP 1980", "Auditor & Penilai", "Dinas Kesehatan",
            "Pengisian perangkat daerah", "☒ Pengumpulan dokumen", "☐ Interviu internal", "☒ Kunjungan",
            "5 (lima)", "2 (dua)", "6 (enam)", "Indeks Uji", "3,30", "Baik", "Domain Domain D1", "Aspek Aspek A3",
            "hasil mandiri, belum hasil resmi", "Indikator pada tingkat 1: tidak ada.",
            "Indikator tanpa bukti dukung: tidak ada.",
            "Nilai yang diubah dari penilaian perangkat daerah: 3 (1 indikator).", "Sanggahan: tidak ada.",
            "Nilai <b>sementara</b> & “kutipan” 5 > 4.", "telah diperiksa, diverifikasi, dan divalidasi",
            "Koordinator SPBE,", "Penanggung Jawab,", "Koordinator SPBE Uji", "Kepala Biro Organisasi",
            "NIP 19700101 199503 1 001", "Instrumen uji", frozen.digest, "revisi 1",
            "Lampiran I.", "Lampiran II.", "Lampiran III.", "Tingkat Kematangan Hal 5", "1-3", "Dinas Pendidikan",
            "DATA CONTOH",
        ]  # fmt: skip
        assert [fact for fact in facts if fact not in said] == []

    def test_annexes_hold_one_row_for_each(self, frozen):
        tables = Document(io.BytesIO(paper_of(frozen, SignedDocument.Kind.MINUTES, WRITTEN))).tables

        levels, proofs, units = tables[-3:]

        # 3 · 10 %, 3 · 20 %, 4 · 30 %, 3 · 15 %, 3 · 25 %: 0.3 + 0.6 + 1.2 + 0.45 + 0.75 = 3.3.
        assert [cell.text for cell in levels.columns[4].cells] == [
            "Nilai tertimbang", "0,3000", "0,6000", "1,2000", "0,4500", "0,7500",
        ]  # fmt: skip
        assert len(proofs.rows) == 7 and len(units.rows) == 3

    def test_without_a_team_points_to_the_decree(self, result):
        said = texts(paper_of(result, SignedDocument.Kind.MINUTES, WRITTEN))

        assert "Susunan tim sebagaimana surat keputusan di atas." in said

    def test_tells_exceptions_and_why_it_is_a_new_revision(self, frozen, coordinator):
        workflow.reopen_period(frozen.period, by=coordinator, reason=factories.REASON)
        period = frozen.period
        period.assessments.first().answers.get(indicator__number=2).citations.all().delete()

        second = workflow.close_period(period, by=coordinator, exceptions="Buktinya menyusul dari Dinas Kesehatan.")
        said = texts(paper_of(second, SignedDocument.Kind.MINUTES, WRITTEN))

        assert "indikator 2 bernilai 3 tanpa bukti yang dapat dibuka" in said
        assert "Alasan: Buktinya menyusul dari Dinas Kesehatan." in said
        assert "Indikator tanpa bukti dukung: 2 (1 indikator)." in said
        assert f"Revisi ini dibuat karena: {factories.REASON}" in said and "revisi 2" in said


class TestConsent:
    def test_says_everything_that_it_must(self, frozen):
        said = texts(paper_of(frozen, SignedDocument.Kind.CONSENT, WRITTEN))

        facts = [
            "Koordinator SPBE Uji", "19700101 199503 1 001", "Sekretaris Daerah", "Pemerintah Provinsi Uji",
            "Nomor 100.3.7/041/2023 tanggal 28 Juli 2023", "Evaluasi SPBE Tahun 2023",
            "benar dan dapat dipertanggungjawabkan", "memublikasikan hasil Evaluasi SPBE Pemerintah Provinsi Uji",
            "indeks, nilai domain, nilai aspek, dan tingkat kematangan", "tidak dipublikasikan",
            "Kotabumi, 31 Juli 2023", "Meterai", frozen.digest, "1 (hasil mandiri, belum hasil resmi)", "DATA CONTOH",
        ]  # fmt: skip
        assert [fact for fact in facts if fact not in said] == []


@pytest.mark.parametrize("kind", SignedDocument.Kind)
def test_the_same_result_gives_the_same_bytes_without_a_clock(frozen, kind):
    content = paper_of(frozen, kind, WRITTEN)

    assert content == paper_of(frozen, kind, WRITTEN)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert frozen.closed_at.strftime("%Y-%m-%dT%H:%M:%S") in core and "python-docx" not in core


@pytest.mark.parametrize("kind", SignedDocument.Kind)
def test_nothing_is_left_to_be_filled(frozen, kind):
    said = texts(paper_of(frozen, kind, WRITTEN))

    assert not re.search(r"[{}‹›]|\bNone\b|\bNaN\b|\.{4,}|_{3,}", said)


@pytest.mark.parametrize("kind", SignedDocument.Kind)
def test_every_page_carries_code_and_digest(frozen, kind):
    document = Document(io.BytesIO(paper_of(frozen, kind, WRITTEN)))

    footer = document.sections[0].footer
    assert len(document.sections) == 1 and not document.sections[0].different_first_page_header_footer
    assert len(footer._element.xpath(".//pic:pic")) == 1
    assert frozen.digest in footer.tables[0].rows[0].cells[1].text


def test_what_xml_cannot_hold_is_left_out(frozen):
    said = texts(paper_of(frozen, SignedDocument.Kind.MINUTES, WRITTEN | {"place": "Bandar\x0b\x00 Lampung\ud800"}))

    assert "bertempat di Bandar Lampung," in said


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (1, "satu"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"), (19, "sembilan belas"),
        (20, "dua puluh"), (21, "dua puluh satu"), (47, "empat puluh tujuh"), (99, "sembilan puluh sembilan"),
        (100, "seratus"), (101, "seratus satu"), (111, "seratus sebelas"), (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"), (1000, "seribu"), (1001, "seribu satu"),
        (1100, "seribu seratus"), (1998, "seribu sembilan ratus sembilan puluh delapan"), (2000, "dua ribu"),
        (2026, "dua ribu dua puluh enam"), (11_000, "sebelas ribu"), (1_000_000, "satu juta"),
        (2_345_678, "dua juta tiga ratus empat puluh lima ribu enam ratus tujuh puluh delapan"),
    ],
)  # fmt: skip
def test_numbers_in_words(number, words):
    assert spelled(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000_000])
def test_numbers_without_words(number):
    with pytest.raises(ValueError, match="no words"):
        spelled(number)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "Selasa, tanggal dua puluh empat, bulan November, tahun dua ribu dua puluh enam"),
        (date(2024, 2, 29), "Kamis, tanggal dua puluh sembilan, bulan Februari, tahun dua ribu dua puluh empat"),
        (date(2023, 1, 1), "Minggu, tanggal satu, bulan Januari, tahun dua ribu dua puluh tiga"),
    ],
)
def test_days_in_words(day, words):
    assert spelled_day(day) == words
