"""All work of an operator and of the head without a mouse: every step is a key, and the focus is never lost."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer, Assessment, Period, Revision
from tests import factories
from tests.browser.filling import (
    SAVED,
    document,
    expect_nothing_kept,
    expect_state,
    opened,
    press,
    ready,
    signed_in,
    stored,
    tab_to,
    text,
)

pytestmark = pytest.mark.django_db(transaction=True)

MINE = "Seluruh 41 aplikasi berada di pusat data provinsi sejak Februari."
THEIRS = "Seluruh 39 aplikasi berada di pusat data provinsi sejak Februari."
REPLY = "Halaman 4 laporan kini memuat hasil reviu yang diminta asesor."


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_whole_journey_by_keyboard(visitor, assessment, operator, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    page = visitor.page
    page.goto(visitor.address + "/masuk/")
    tab_to(page, page.get_by_label("Surel"))
    page.keyboard.type(operator.email)
    tab_to(page, page.locator("input[type=password]"))
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(visitor.address + "/")
    press(page, page.get_by_role("link", name="Mulai mengisi"))

    for number in (1, 2, 3):
        page.wait_for_url(f"**/indikator/{number}/")
        _answer(ready(page), number)
        page.keyboard.press("Control+Enter")

    page.wait_for_url("**/periksa/")
    visitor.check()
    _send(page, "Kirim penilaian")
    assert Assessment.objects.get(pk=assessment.pk).status == Assessment.Status.SUBMITTED
    answers = Answer.objects.filter(assessment=assessment)
    assert [(answer.score, answer.citations.get().levels) for answer in answers] == [(3, [3])] * 3
    tab_to(page, page.get_by_role("link", name="Unduh tanda terima"))


def _answer(page, number):
    """Level 3 with a text and a proof of its own."""
    tab_to(page, page.locator("#id_score_1"))
    page.keyboard.press("3")
    expect(page.locator("#id_score_3")).to_be_checked()
    tab_to(page, page.get_by_label("Penjelasan capaian"))
    page.keyboard.type(f"{factories.EXPLANATION} {number}")
    with page.expect_file_chooser() as chooser:
        press(page, page.get_by_role("button", name="Pilih berkas"))
    chooser.value.set_files(document(f"Laporan {number}.pdf", 20_000))
    expect(page.locator("#evidence-list .evidence-name")).to_have_text([f"Laporan {number}"])
    expect(page.get_by_label("Mendukung tingkat 3").first).to_be_checked()
    tab_to(page, page.get_by_label("Halaman bukti a"))
    page.keyboard.type("4-6")


def _send(page, button):
    press(page, page.get_by_label("Saya menyatakan"), "Space")
    press(page, page.get_by_role("button", name=button))
    page.wait_for_url("**/tanda-terima/")
    assert re.search(r"TT-2023-DINKES-\d{5}", page.locator("main").inner_text())


def test_repairs_by_keyboard(laptop, address, submitted, assessor):
    returned = stored(1)
    workflow.send_back(returned, by=assessor, version=returned.version, reason=factories.REASON)
    page = laptop.new_page()
    page.goto(f"{address}/")
    press(page, page.locator("main").get_by_role("link", name=re.compile("perbaikan", re.IGNORECASE)))
    page.wait_for_url("**/perbaikan/")

    press(page, page.get_by_role("link", name="Perbaiki indikator 1"))
    page.wait_for_url("**/indikator/1/*")
    reply = ready(page).get_by_label("Tanggapan")
    tab_to(page, reply)
    page.keyboard.type(REPLY)
    expect(page.locator("[data-repaired]")).to_be_visible()
    expect_state(page, SAVED)
    expect(reply).to_be_focused()
    press(page, page.get_by_role("link", name="Lihat daftar perbaikan"), by="Shift+Tab")
    page.wait_for_url("**/perbaikan/")
    press(page, page.get_by_role("button", name="Kirim perbaikan"))
    page.wait_for_url("**/tanda-terima/")

    assert (stored(1).status, stored(1).reply) == (Answer.Status.WAITING, REPLY)
    assert Assessment.objects.get(pk=submitted.pk).status == Assessment.Status.SUBMITTED


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_approval_by_keyboard(visitor, address, assessment, operator, head):
    Period.objects.update(needs_head_approval=True)
    factories.fill_all(assessment, operator)
    factories.ask_approval(Assessment.objects.get(pk=assessment.pk), by=operator)
    page = visitor.page
    signed_in(page.context, address, head)
    visitor.go("/")

    press(page, page.get_by_role("link", name="Periksa dan setujui"))
    page.wait_for_url("**/periksa/")
    _send(page, "Setujui dan kirim")

    assert Assessment.objects.get(pk=assessment.pk).status == Assessment.Status.SUBMITTED


def test_proofs_by_keyboard(laptop, address):
    """Chosen, described, moved, taken off and brought back; whatever is pressed, the focus stays at hand."""
    page = opened(laptop, address)
    choose = page.get_by_role("button", name="Pilih berkas")
    names = page.locator("#evidence-list .evidence-name")
    for count, name in enumerate(("Keputusan", "Laporan"), start=1):
        with page.expect_file_chooser() as chooser:
            press(page, choose)
        chooser.value.set_files(document(f"{name}.pdf", 20_000))
        expect(names).to_have_count(count)
        expect(choose).to_be_focused()
    expect(names).to_have_text(["Keputusan", "Laporan"])

    press(page, page.locator("summary").filter(has_text="tanggal dokumen bukti a"))
    tab_to(page, page.get_by_label("Nomor dokumen").first)
    page.keyboard.type("12 Tahun 2022")
    tab_to(page, page.get_by_label("Tanggal dokumen").first)
    page.get_by_label("Tanggal dokumen").first.fill("2023-02-01")  # the parts of a date are in the order of the machine
    press(page, page.get_by_label("Mendukung tingkat 3").first, "Space")
    tab_to(page, page.get_by_label("Halaman bukti a"))
    page.keyboard.type("4-6")
    page.keyboard.press("Tab")
    expect_state(page, SAVED)
    expect_nothing_kept(page)
    cited = stored(1).citations.get(evidence__title="Keputusan")
    assert (cited.pages, cited.levels, cited.evidence.document_number) == ("4-6", [3], "12 Tahun 2022")
    assert cited.evidence.document_date == date(2023, 2, 1)

    press(page, page.get_by_role("button", name="Turunkan bukti a"))
    expect(names).to_have_text(["Laporan", "Keputusan"])
    press(page, page.get_by_role("button", name="Naikkan bukti b"), by="Shift+Tab")
    expect(names).to_have_text(["Keputusan", "Laporan"])
    press(page, page.get_by_role("button", name="Hapus bukti a"))
    expect(names).to_have_text(["Laporan"])
    expect(page.get_by_role("button", name="Hapus bukti a")).to_be_focused()
    press(page, page.get_by_role("button", name="Urungkan"), by="Shift+Tab")
    expect(names).to_have_text(["Keputusan", "Laporan"])  # where it stood
    expect(names.first).to_be_focused()


def test_conflict_and_history_by_keyboard(laptop, address, colleague):
    page = opened(laptop, address)
    dialog = page.get_by_role("dialog", name="Penjelasan capaian diubah dua orang")

    _clash(page, colleague, "satu")
    _stays_within(page, dialog)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(text(page)).to_be_focused()
    press(page, page.get_by_role("button", name="Bandingkan"))
    press(page, dialog.get_by_role("button", name="Pakai versi saya"))
    _settled(page, dialog, f"{MINE} satu")

    _clash(page, colleague, "dua")
    press(page, dialog.get_by_role("button", name="Pakai versi Rekan Dinas Kesehatan"))
    _settled(page, dialog, f"{THEIRS} dua")

    _clash(page, colleague, "tiga")
    press(page, dialog.get_by_role("button", name="Sunting gabungan"))
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Digabung.")
    press(page, dialog.get_by_role("button", name="Simpan gabungan"))
    _settled(page, dialog, f"{MINE} tiga Digabung.")

    press(page, page.get_by_role("link", name="Riwayat"), by="Shift+Tab")
    page.wait_for_url("**/riwayat/")
    lost = page.locator(".history-entry").filter(has_text="teks ini tidak hilang").first
    press(page, lost.get_by_role("button", name="Pulihkan"))
    expect(page.get_by_text("Versi itu dipulihkan")).to_be_visible()
    assert stored(1).explanation in {f"{MINE} {word}" for word in ("satu", "dua", "tiga")}


def _clash(page, colleague, word):
    """A colleague's text arrives first; the dialog opens by itself for whoever is at the field."""
    answer = stored(1)
    workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation=f"{THEIRS} {word}")
    tab_to(page, text(page))
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(f"{MINE} {word}")
    expect(page.get_by_role("dialog")).to_be_visible()


def _stays_within(page, dialog):
    """Tabbing round leads through the dialog and to nothing behind it."""
    reached = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('dialog')?.id || document.activeElement.tagName"))
    assert reached <= {"conflict-dialog", "BODY"} and "conflict-dialog" in reached


def _settled(page, dialog, words):
    expect(dialog).to_be_hidden()
    expect(text(page)).to_be_focused()
    expect(text(page)).to_have_value(words)
    expect_state(page, SAVED)
    expect_nothing_kept(page)
    assert stored(1).explanation == words
    assert Revision.objects.filter(answer=stored(1), is_used=False).exists()
