"""Nothing typed is lost: not by a dead line, a killed tab, an ended session, a passed deadline or a sign-out."""

import contextlib
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Error, expect

from assessments.models import Answer, Citation, Period
from tests import factories
from tests.browser.filling import (
    SAVED,
    UNIT,
    document,
    drop,
    expect_accessible,
    expect_nothing_kept,
    expect_question_at_closing,
    expect_somewhere,
    expect_state,
    kept_on_device,
    opened,
    signed_in,
    text,
)

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Ketentuan ini berlaku bagi seluruh perangkat daerah sejak tahun 2021."
LATER = "Ditulis tepat sebelum tab ditutup paksa, tanpa sesi."
ALL = (1, 2, 3, 4, 5)


@pytest.fixture
def period(institution, instrument, coordinator, unit):
    """Dinas Kesehatan leads everything."""
    return factories.make_period(institution, instrument, coordinator, leads=[(number, unit) for number in ALL])


def stored(number=1):
    return Answer.objects.get(assessment__unit__code="DINKES", indicator__number=number).explanation


def crash(page):
    """The process of the tab ends: no event tells it, and no last request leaves it."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


def shift_deadline(seconds):
    closes = timezone.now() + timedelta(seconds=seconds)
    Period.objects.update(fill_closes_at=closes)
    return closes


def test_five_indicators_edited_and_two_files_dropped_offline_arrive_later(laptop, address, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    tabs = [opened(laptop, address, number) for number in ALL]
    laptop.set_offline(True)
    for number, tab in zip(ALL, tabs, strict=True):
        text(tab).fill(f"{WORDS} Nomor {number}.")
        expect_state(tab, "Luring")
    assert drop(tabs[1], document("Laporan satu.pdf", 90_000), document("Laporan dua.pdf", 60_000))
    expect(tabs[1].locator(".upload-row")).to_contain_text(["Terputus pada 0%", "Terputus pada 0%"])
    expect_state(tabs[-1], "Luring – 5 perubahan disimpan di perangkat ini")
    for tab in tabs[1:]:
        tab.close(run_before_unload=False)
    with pytest.raises(Error):
        tabs[0].reload()
    # The last request of a dying tab is not held back by the emulation, so one of them may have got through.
    assert [stored(number) for number in ALL].count("") >= 3
    assert not Citation.objects.exists()

    laptop.set_offline(False)
    tabs[0].goto(f"{address}/penilaian/")
    expect_nothing_kept(tabs[0])
    expect_nothing_kept(tabs[0], "files")
    assert [stored(number) for number in ALL] == [f"{WORDS} Nomor {number}." for number in ALL]
    cited = Citation.objects.values_list("answer__indicator__number", "evidence__title")
    assert set(cited) == {(2, "Laporan satu"), (2, "Laporan dua")}
    expect(tabs[0].get_by_text("belum terkirim")).to_have_count(0)
    for number in ALL:
        tabs[0].goto(f"{address}{UNIT}indikator/{number}/")
        expect(text(tabs[0])).to_have_value(f"{WORDS} Nomor {number}.")
        names = tabs[0].locator("#evidence-list .evidence-name")
        expect(names).to_have_count(2 if number == 2 else 0)


def test_tab_killed_while_typing_comes_back_with_its_text(laptop, address, operator):
    page = opened(laptop, address)
    text(page).press_sequentially(WORDS, delay=1)
    expect_somewhere(page, WORDS, stored)
    page.close(run_before_unload=False)
    page = opened(laptop, address)
    expect(text(page)).to_have_value(WORDS)
    expect_nothing_kept(page)
    assert stored() == WORDS

    Session.objects.all().delete()
    text(page).fill(LATER)
    expect_somewhere(page, LATER, stored)
    crash(page)  # a closed tab could still send, with the cookie of the next session
    signed_in(laptop, address, operator)
    assert stored() == WORDS
    page = opened(laptop, address)
    expect(text(page)).to_have_value(LATER)
    expect_nothing_kept(page)
    assert stored() == LATER


def test_late_answer_to_the_old_session_leaves_the_new_one_alone(laptop, address, operator):
    """The answer is held until the same person has signed in again in another tab."""
    page, held = opened(laptop, address), []
    Session.objects.all().delete()

    def hold(route):
        """The first one only."""
        route.continue_() if held else held.append((route, route.fetch()))

    page.route(f"**{UNIT}indikator/1/", hold)
    text(page).fill(WORDS)
    for _ in range(200):
        if held:
            break
        page.wait_for_timeout(50)
    route, refused = held[0]
    assert refused.status == 401
    signed_in(laptop, address, operator)
    route.fulfill(response=refused)

    expect_nothing_kept(page)
    assert stored() == WORDS
    assert page.get_by_role("dialog", name="Masuk lagi untuk menyimpan").count() == 0


def test_session_that_ended_is_renewed_in_place(laptop, address, operator):
    page = opened(laptop, address)
    Session.objects.all().delete()
    text(page).fill(WORDS)
    dialog = page.get_by_role("dialog", name="Masuk lagi untuk menyimpan")
    expect(dialog).to_be_visible()
    assert kept_on_device(page) == 1
    expect_accessible(page)

    dialog.get_by_label("Surel").fill(operator.email)
    dialog.get_by_label("Kata sandi").fill("bukan-kata-sandinya")
    dialog.get_by_role("button", name="Masuk", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("Surel atau kata sandi tidak cocok")
    dialog.get_by_label("Kata sandi").fill(factories.PASSWORD)
    dialog.get_by_role("button", name="Masuk", exact=True).click()
    expect(dialog).to_have_count(0)
    expect_state(page, SAVED)
    expect_nothing_kept(page)
    assert stored() == WORDS

    text(page).fill(f"{WORDS} Lanjut.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/indikator/2/")
    assert stored() == f"{WORDS} Lanjut."


def test_another_person_who_signs_in_never_sends_or_sees_it(laptop, address, operator, coordinator):
    page = opened(laptop, address)
    Session.objects.all().delete()
    text(page).fill(WORDS)
    dialog = page.get_by_role("dialog", name="Masuk lagi untuk menyimpan")
    dialog.get_by_label("Surel").fill(coordinator.email)
    dialog.get_by_label("Kata sandi").fill(factories.PASSWORD)
    with page.expect_navigation():
        dialog.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.locator("header")).to_contain_text("Koordinator Penilaian")
    expect(text(page)).to_have_count(0)
    assert WORDS not in page.locator("body").inner_text()
    assert (stored(), kept_on_device(page)) == ("", 1)

    signed_in(laptop, address, operator)
    page.goto(f"{address}/penilaian/")
    expect_nothing_kept(page)
    assert stored() == WORDS


def test_session_is_extended_by_one_key_before_it_ends(laptop, address):
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=4))
    page = opened(laptop, address)
    notice = page.locator("[data-session-notice]")
    expect(notice).to_contain_text("Sesi berakhir dalam 4 menit. Isian Anda tetap tersimpan.")
    expect_accessible(page)
    text(page).fill(WORDS)
    text(page).press("F2")
    expect(notice).to_be_hidden()
    expect(text(page)).to_be_focused()
    expect(text(page)).to_have_value(WORDS)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(hours=1)


def test_form_without_autosave_outlives_the_session(laptop, address, operator):
    """The notice stands on every page where something is typed; the same key signs in again once it is too late."""
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=4))
    page = laptop.new_page()
    page.goto(f"{address}{UNIT}perpanjangan/")
    page.get_by_label("Alasan").fill(factories.REASON)
    notice = page.locator("[data-session-notice]")
    expect(notice).to_contain_text("Sesi berakhir dalam 4 menit. Perpanjang agar isian di halaman ini dapat disimpan.")
    notice.get_by_role("button", name="Perpanjang sesi").focus()
    page.keyboard.press("Enter")
    expect(notice).to_be_hidden()
    expect(page.get_by_label("Alasan")).to_be_focused()

    Session.objects.all().delete()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(notice).to_contain_text("Sesi Anda berakhir. Isian di halaman ini tetap ada.")
    expect_accessible(page)
    page.keyboard.press("F2")
    dialog = page.get_by_role("dialog", name="Masuk lagi untuk menyimpan")
    dialog.get_by_label("Surel").fill(operator.email)
    dialog.get_by_label("Kata sandi").fill(factories.PASSWORD)
    dialog.get_by_role("button", name="Masuk", exact=True).click()
    expect(notice).to_be_hidden()
    page.get_by_role("button", name="Ajukan perpanjangan").click()
    expect(page.get_by_text("Permohonan perpanjangan terkirim")).to_be_visible()


def test_deadline_that_passes_leaves_the_text_and_takes_the_last_words(laptop, address):
    closes = shift_deadline(5)
    page = opened(laptop, address)
    left = (closes - timezone.now()).total_seconds()
    page.wait_for_timeout(1000 * left - 500)  # less than the pause after which it would be sent anyway
    text(page).focus()
    page.keyboard.insert_text(WORDS)  # fill() would also say that the field was left
    strip = page.locator(".deadline-strip")
    expect(strip).to_contain_text("Tenggat telah lewat", timeout=10_000)
    expect_state(page, "Hanya baca")
    expect_nothing_kept(page)
    assert stored() == WORDS
    expect(text(page)).to_have_attribute("readonly", "")
    expect(page.locator("#id_score_3")).to_be_disabled()
    expect(strip.get_by_role("link", name="Ajukan perpanjangan")).to_have_attribute("href", f"{UNIT}perpanjangan/")
    expect_accessible(page)


def test_text_typed_in_time_arrives_when_the_line_comes_back(laptop, address):
    shift_deadline(4)
    page = opened(laptop, address)
    laptop.set_offline(True)
    text(page).fill(WORDS)
    kept = page.get_by_role("region", name="Isian yang belum terkirim")
    expect(kept).to_contain_text(WORDS, timeout=10_000)
    expect(text(page)).to_have_attribute("readonly", "")
    laptop.set_offline(False)
    expect(kept).to_have_count(0)
    expect_nothing_kept(page)
    assert stored() == WORDS


def test_text_that_comes_too_late_is_kept_to_be_copied(laptop, address):
    page = opened(laptop, address)
    shift_deadline(-3600)
    text(page).fill(WORDS)
    kept = page.get_by_role("region", name="Isian yang belum terkirim")
    expect(kept).to_contain_text(WORDS)
    expect_state(page, "Hanya baca")
    expect(text(page)).to_have_value(WORDS)
    laptop.grant_permissions(["clipboard-read", "clipboard-write"])
    kept.get_by_role("button", name="Salin teks").click()
    expect(kept.get_by_role("button", name="Disalin")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == WORDS

    page.reload()
    expect(page.get_by_role("region", name="Isian yang belum terkirim")).to_contain_text(WORDS)
    assert (stored(), kept_on_device(page)) == ("", 1)


def test_sign_out_warns_and_takes_the_queue_along(laptop, address):
    page = opened(laptop, address)
    shift_deadline(-3600)
    text(page).fill(WORDS)
    expect_state(page, "Hanya baca")
    page.goto(f"{address}/penilaian/")
    banner = page.get_by_role("region", name="Isian yang belum terkirim")
    expect(banner).to_contain_text("1 perubahan di perangkat ini belum terkirim.")
    listed = page.get_by_role("dialog", name="Perubahan yang belum terkirim")
    banner.get_by_role("button", name="Kirim sekarang").click()
    expect(listed).to_contain_text("Tenggat telah lewat.")
    page.keyboard.press("Escape")
    banner.get_by_role("button", name="Lihat").click()
    expect(listed).to_contain_text("1. Hal 1 · Penjelasan capaian")
    expect(listed).to_contain_text(WORDS)
    expect_accessible(page)
    page.keyboard.press("Escape")

    menu = page.locator("summary").filter(has_text="Operator Dinas Kesehatan").first
    menu.click()
    page.get_by_role("button", name="Keluar").first.click()
    warning = page.get_by_role("dialog", name="Keluar dan buang isian yang belum terkirim?")
    warning.get_by_role("button", name="Tetap masuk").click()
    assert kept_on_device(page) == 1
    menu.click()
    page.get_by_role("button", name="Keluar").first.click()
    warning.get_by_role("button", name="Buang dan keluar").click()
    page.wait_for_url("**/masuk/")
    assert (stored(), kept_on_device(page)) == ("", 0)


def test_device_that_keeps_nothing_asks_before_the_tab_closes(laptop, address):
    laptop.add_init_script("Object.defineProperty(window, 'indexedDB', { value: null })")
    page = opened(laptop, address)
    text(page).fill(WORDS)
    expect_state(page, SAVED)
    assert stored() == WORDS

    laptop.set_offline(True)
    text(page).fill(f"{WORDS} Lagi.")
    expect_state(page, "Luring – 1 perubahan")
    expect_question_at_closing(page)
