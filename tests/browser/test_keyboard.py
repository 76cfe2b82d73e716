"""The keys of the questionnaire: the order of Tab, the levels by arrows, F8, and the list of all of them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer
from spbe_portal.help import KEYS
from tests.browser.filling import SAVED, expect_nothing_kept, expect_state, opened, signed_in, stored, tab_to, text

pytestmark = pytest.mark.django_db(transaction=True)

MINE = "Seluruh 41 aplikasi berada di pusat data provinsi sejak Februari."
# Where the button of a key is that the page as it opens does not show.
NOT_AT_FIRST = {"Tutup": "list", "Perpanjang sesi": "near", "Masuk lagi": "ended"}
# What a stop of Tab inside the page is called, and how far down it is.
STOP = """() => {
  const one = document.activeElement;
  if (!one.closest("main")) return null;
  const words = one.labels?.[0]?.innerText || one.innerText;
  return [words.replace(/\\s+/g, " ").trim(), Math.round(one.getBoundingClientRect().y + scrollY)];
}"""
ORDER = [
    *("Penilaian", "Dinas Kesehatan", "Riwayat", "Panduan indikator: penjelasan, kriteria, dan contoh bukti"),
    *("Penjelasan 2022", "Salin penjelasan tahun lalu", "Pakai ulang 1 bukti"),
    "1 Rintisan",
    "Penjelasan capaian",
    *("Pilih berkas", "Ambil dari pustaka bukti", "Tambah tautan"),
    *("Lompat ke yang belum lengkap F8", "Simpan", "Simpan dan lanjut Ctrl Enter"),
]


def test_tab_follows_the_page_from_top_to_bottom(browser, address, operator, last_year, period):
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = opened(signed_in(context, address, operator), address)
    tab_to(page, page.get_by_role("link", name="Langsung ke isi"))
    page.keyboard.press("Enter")

    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    context.close()

    assert [name for name, _ in stops] == ORDER
    heights = [height for _, height in stops]
    assert heights == sorted(heights), "Tab goes up the page"


def test_arrows_choose_a_level_that_is_saved(laptop, address):
    page = opened(laptop, address)
    tab_to(page, page.locator("#id_score_1"))

    for key, level in (("ArrowRight", 2), ("ArrowDown", 3), ("ArrowLeft", 2), ("ArrowRight", 3)):
        page.keyboard.press(key)
        choice = page.locator(f"#id_score_{level}")
        expect(choice).to_be_checked()
        expect(choice).to_be_focused()
        expect_state(page, SAVED)
        expect_nothing_kept(page)
        assert stored(1).score == level


def test_every_key_has_its_button(laptop, address):
    page = opened(laptop, address, 2)
    named = [name for key in KEYS for name in key.button.split("; ") if name != "–"]
    assert set(NOT_AT_FIRST) < set(named)

    _offers(page, [name for name in named if name not in NOT_AT_FIRST])
    page.keyboard.press("Control+/")
    _offers(page, [name for name in named if NOT_AT_FIRST.get(name) == "list"])
    page.keyboard.press("Escape")
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=4))
    page.reload()
    _offers(page, [name for name in named if NOT_AT_FIRST.get(name) == "near"])
    Session.objects.all().delete()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    _offers(page, [name for name in named if NOT_AT_FIRST.get(name) == "ended"])


def _offers(page, names):
    """Something to press is called so and in sight; a card of the levels is pressed by its choice."""
    for name in names:
        called = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
        target = page.locator(".level-card input[type=radio]") if name == "Kartu tingkat" else called
        expect(target.filter(visible=True).first).to_be_visible()


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


@pytest.mark.parametrize("scripted", [True], indirect=True)
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
