"""All work of an operator without a mouse: every step is a key, and the focus is never lost."""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer, Assessment, Revision
from tests import factories
from tests.browser.filling import SAVED, document, expect_nothing_kept, expect_state, opened, signed_in, text

pytestmark = pytest.mark.django_db(transaction=True)

MOST_TABS = 120
MINE = "Seluruh 41 aplikasi berada di pusat data provinsi sejak Februari."
THEIRS = "Seluruh 39 aplikasi berada di pusat data provinsi sejak Februari."


@pytest.fixture
def scripted():
    return True


@pytest.fixture
def laptop(browser, address, operator, period, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield signed_in(context, address, operator)
    context.close()


def stored(number):
    return Answer.objects.with_parents().get(assessment__unit__code="DINKES", indicator__number=number)


def tab_to(page, target, key="Tab"):
    """Tab until the target has the focus; what cannot be reached so is out of reach for many."""
    target = target.first
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return target
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached by {key}")


def press(page, target, key="Enter", by="Tab"):
    tab_to(page, target, by)
    page.keyboard.press(key)


def test_whole_journey_by_keyboard(visitor, assessment, operator):
    page = visitor.page
    page.goto(visitor.address + "/masuk/")
    tab_to(page, page.get_by_label("Surel"))
    page.keyboard.type(operator.email)
    tab_to(page, page.locator("input[type=password]"))
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(visitor.address + "/")
    tab_to(page, page.get_by_role("link", name="Mulai mengisi"))
    page.keyboard.press("Enter")

    for number in (1, 2, 3):
        page.wait_for_url(f"**/indikator/{number}/")
        page.locator("html[data-autosave=ready]").wait_for()
        tab_to(page, page.locator("#id_score_1"))
        page.keyboard.press("1")
        assert page.locator("#id_score_1").is_checked()
        tab_to(page, page.get_by_label("Penjelasan capaian"))
        page.keyboard.type(f"{factories.EXPLANATION} {number}")
        page.keyboard.press("Control+Enter")

    page.wait_for_url("**/periksa/")
    visitor.check()
    tab_to(page, page.get_by_label("Saya menyatakan"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Kirim penilaian"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/tanda-terima/")

    assert Assessment.objects.get(pk=assessment.pk).status == Assessment.Status.SUBMITTED
    assert re.search(r"TT-2023-DINKES-\d{5}", page.locator("main").inner_text())
    tab_to(page, page.get_by_role("link", name="Unduh tanda terima"))


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


def test_next_unfinished_by_f8(laptop, address, operator):
    """Returned, then begun, then empty; at the ends it says so; and it counts with what was typed just now."""
    Answer.objects.filter(indicator__number=2).update(status=Answer.Status.RETURNED)
    workflow.save_answer(stored(3), by=operator, seen=stored(3).versions, score=Decimal(2))
    page = opened(laptop, address, 2)
    for number in (3, 1):
        page.keyboard.press("F8")
        page.wait_for_url(f"**/indikator/{number}/")
        page.locator("html[data-autosave=ready]").wait_for()
    page.keyboard.press("F8")
    message = page.locator("[data-bar-message]")
    expect(message).to_contain_text("Tidak ada lagi yang belum lengkap setelah indikator ini.")

    text(page).fill(MINE)  # a draft from now on, so that 3 lies behind it
    page.keyboard.press("F8")
    page.wait_for_url("**/indikator/3/")
    page.locator("html[data-autosave=ready]").wait_for()
    for number in (1, 2):
        page.keyboard.press("Shift+F8")
        page.wait_for_url(f"**/indikator/{number}/")
        page.locator("html[data-autosave=ready]").wait_for()
    page.keyboard.press("Shift+F8")
    expect(message).to_contain_text("Tidak ada lagi yang belum lengkap sebelum indikator ini.")
    for key, name in (("F8", "Lompat ke yang belum lengkap"), ("Ctrl Enter", "Simpan dan lanjut")):
        assert key in page.get_by_role("button", name=name).inner_text(), "every key has a button that shows it"


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


def test_list_of_keys_opens_everywhere_and_no_letter_is_a_key(visitor, period, operator, address):
    page = visitor.page
    signed_in(page.context, address, operator)
    for path in ("/", "/penilaian/lampung-2023/DINKES/tabel/", "/penilaian/lampung-2023/DINKES/indikator/1/"):
        visitor.go(path)
        page.keyboard.press("Control+/")
        keys = page.get_by_role("dialog", name="Pintasan papan ketik")
        expect(keys).to_contain_text("F8")
        visitor.check()
        page.keyboard.press("Escape")
        expect(keys).to_be_hidden()
        before = page.url
        for key in "abcdefghijklmnopqrstuvwxyz0123456789?/":
            page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.url == before
    expect(page.locator("input[name=score]:checked")).to_have_count(0)  # digits choose only on a focused choice
