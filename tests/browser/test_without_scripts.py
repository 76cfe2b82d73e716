"""The whole of the work of an operator with scripts switched off: every step is a form, and no word is lost."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer, Assessment, Revision
from tests import factories
from tests.browser.filling import UNIT, document

pytestmark = pytest.mark.django_db(transaction=True)

MINE = "Seluruh 41 aplikasi berada di pusat data provinsi sejak Februari."
THEIRS = "Seluruh 39 aplikasi berada di pusat data provinsi sejak Februari."
BOTH = "Seluruh 41 aplikasi, 39 di antaranya milik dinas, berada di pusat data."


@pytest.fixture
def scripted():
    return False


@pytest.fixture(autouse=True)
def evidence_folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


def stored(number):
    return Answer.objects.with_parents().get(
        assessment__unit__code="DINKES", assessment__period__year=2023, indicator__number=number
    )


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).last.click()


def test_whole_work_without_scripts(last_year, visitor, assessment, operator, colleague):
    page = visitor.page
    visitor.sign_in(operator)
    page.get_by_role("link", name="Mulai mengisi").click()
    _copy(visitor)
    _settle(visitor, colleague)
    _prove(visitor)
    _choose_in_the_table(visitor)
    _send_and_take_back(visitor, assessment)


def _copy(visitor):
    """Indicator 1 did not change: text, level and proof of last year."""
    page = visitor.page
    page.wait_for_url("**/indikator/1/")
    press(page, "Salin penjelasan tahun lalu")
    press(page, "Pakai ulang 1 bukti")
    visitor.sees("Dipakai ulang, belum diperiksa")
    press(page, re.compile("Simpan dan lanjut"))
    page.wait_for_url("**/indikator/2/")
    assert (stored(1).score, stored(1).citations.count()) == (Decimal(3), 1)


def _settle(visitor, colleague):
    """Twice a colleague was faster: once theirs is taken, once both are written together."""
    page = visitor.page
    for choice, expected in (("Pakai versi Rekan", THEIRS), ("Sunting gabungan", BOTH)):
        page.locator("label[for=id_score_3]").click()
        page.get_by_label("Penjelasan capaian").fill(f"{MINE} {choice}")
        _write(colleague, f"{THEIRS} {choice}", then=THEIRS)
        press(page, "Simpan")
        visitor.sees("diubah dua orang")
        visitor.sees(f"{MINE} {choice}")
        page.get_by_role("radio", name=re.compile(choice)).check()
        if expected == BOTH:
            page.get_by_role("textbox").fill(BOTH)
        press(page, "Simpan pilihan")
        expect(page.get_by_label("Penjelasan capaian")).to_have_value(expected)
    assert (stored(2).explanation, stored(2).score) == (BOTH, Decimal(3))
    lost = Revision.objects.filter(answer=stored(2), is_used=False).values_list("explanation", flat=True)
    assert len([text for text in lost if text.startswith(MINE)]) == 2


def _write(colleague, *texts, then):
    for text in (*texts, then):
        answer = stored(2)
        workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation=text)


def _prove(visitor):
    """A file and a link; the link is taken off and brought back, the file moved below it and marked."""
    page = visitor.page
    page.locator("input[type=file]").set_input_files([document("Laporan.pdf", 20_000)])
    press(page, "Unggah bukti")
    page.get_by_label("Tautan (opsional)").fill("https://contoh.go.id/laporan")
    page.get_by_label("Judul bukti (opsional)").fill("Laman layanan")
    press(page, "Simpan tautan")
    names = page.locator("#evidence-list .evidence-name")
    expect(names).to_have_text(["Laporan", "Laman layanan"])
    press(page, "Hapus bukti b")
    expect(names).to_have_text(["Laporan"])
    page.locator("summary").filter(has_text="Bukti yang dihapus").click()
    press(page, "Kembalikan Laman layanan")
    press(page, "Turunkan bukti a")
    expect(names).to_have_text(["Laman layanan", "Laporan"])
    page.get_by_label("Halaman bukti b").fill("4-6")
    supported = page.get_by_role("group", name="Tingkat yang didukung bukti b")
    supported.get_by_label("Mendukung tingkat 2").check(force=True)
    press(page, re.compile("Simpan dan lanjut"))
    page.wait_for_url("**/indikator/3/")
    file = stored(2).citations.get(evidence__title="Laporan")
    assert (file.pages, file.levels, stored(2).status) == ("4-6", [2, 3], Answer.Status.COMPLETE)


def _choose_in_the_table(visitor):
    page = visitor.page
    visitor.go(f"{UNIT}tabel/")
    page.get_by_role("combobox", name="Tingkat indikator 3. Hal 3").select_option("1")
    press(page, "Simpan semua")
    visitor.sees("1 indikator disimpan.")
    visitor.go(f"{UNIT}indikator/3/")
    page.get_by_label("Penjelasan capaian").fill(factories.EXPLANATION)
    press(page, re.compile("Lompat ke yang belum lengkap"))
    page.wait_for_url("**/periksa/")


def _send_and_take_back(visitor, assessment):
    page = visitor.page
    press(page, "Semuanya sudah saya periksa")
    page.get_by_role("checkbox", name="Saya menyatakan").check()
    press(page, "Kirim penilaian")
    assert re.search(r"Nomor tanda terima TT-2023-DINKES-\d{5}", page.locator("main").inner_text())
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Unduh tanda terima").first.click()
    assert receipt.value.path().read_bytes().startswith(b"%PDF")
    assert Assessment.objects.get(pk=assessment.pk).status == Assessment.Status.SUBMITTED
    page.locator("summary").filter(has_text="Tarik kembali").click()
    press(page, "Tarik kembali penilaian")
    visitor.sees("Penilaian ditarik kembali.")
    assert Assessment.objects.get(pk=assessment.pk).status == Assessment.Status.DRAFT
