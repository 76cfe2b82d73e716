"""When the page asks the server: one save at a time, not too late, not too often, and the deadline counted aloud."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Period
from tests.browser.filling import SAVED, expect_nothing_kept, expect_state, opened, ready, stored, text

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "**/indikator/1/"
SAID = """() => {
  window.said = [];
  const place = document.querySelector('[data-save-spoken]');
  new MutationObserver(() => window.said.push(place.textContent)).observe(place, { childList: true });
}"""


def saves(route):
    return route.request.method == "POST" and "explanation=" in (route.request.post_data or "")


@pytest.fixture
def page(laptop, address):
    return opened(laptop, address)


def stop_time(page):
    """From here on time passes by run_for alone."""
    page.clock.install()
    page.clock.pause_at(timezone.now() + timedelta(seconds=5))


def until_stored(page, words):
    for _ in range(400):
        if stored(1).explanation == words:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"The server has not got {words}")


def until(page, found, count):
    """Wait until so many were found, and no more."""
    for _ in range(400):
        if len(found) >= count:
            break
        page.wait_for_timeout(50)
    assert len(found) == count


def test_one_save_is_under_way_and_what_follows_goes_together(page):
    held = []
    page.route(ADDRESS, lambda route: held.append(route) if saves(route) else route.continue_())
    text(page).fill("Pertama.")
    until(page, held, 1)
    for words in ("Kedua.", "Ketiga.", "Keempat."):
        text(page).fill(words)
        page.wait_for_timeout(1000)  # longer than the pause after which it would go
    assert len(held) == 1

    held[0].continue_()
    until(page, held, 2)
    held[1].continue_()

    expect_state(page, SAVED)
    expect_nothing_kept(page)
    assert len(held) == 2 and stored(1).explanation == "Keempat."


def test_who_types_without_a_pause_is_saved_after_ten_seconds(page):
    sent = []  # the first one is held: an answer that comes while somebody types on lets the next save follow at once

    def hold_first(route):
        if saves(route):
            sent.append(route)
        if not saves(route) or len(sent) > 1:
            route.continue_()

    stop_time(page)
    page.route(ADDRESS, hold_first)
    text(page).focus()
    for _ in range(19):
        page.keyboard.insert_text("kata ")
        page.clock.run_for(500)
    assert not sent

    for _ in range(3):
        page.keyboard.insert_text("kata ")
        page.clock.run_for(500)
    until(page, sent, 1)

    sent[0].continue_()
    page.clock.run_for(1000)
    until_stored(page, " ".join(["kata"] * 22))


def test_failed_save_is_tried_again_after_2_5_15_and_60_seconds(page):
    tried = []
    stop_time(page)
    page.route(ADDRESS, lambda route: (tried.append(route), route.abort()) if saves(route) else route.continue_())
    text(page).fill("Baris ini belum tersambung.")
    page.clock.run_for(1000)
    until(page, tried, 1)
    expect_state(page, "Luring")

    for count, wait in enumerate((2, 5, 15, 60, 60), start=2):
        page.clock.run_for(wait * 1000 - 500)
        page.wait_for_timeout(200)
        assert len(tried) == count - 1
        page.clock.run_for(600)
        until(page, tried, count)
        page.wait_for_timeout(200)  # until the page knows that this one failed too


def test_line_that_comes_back_is_used_at_once(laptop, page):
    stop_time(page)
    laptop.set_offline(True)
    text(page).fill("Baris ini belum tersambung.")
    page.clock.run_for(1000)
    expect_state(page, "Luring")

    laptop.set_offline(False)  # and no time passes

    expect_state(page, SAVED)
    assert stored(1).explanation == "Baris ini belum tersambung."


def test_only_the_first_save_is_spoken_of(page):
    page.evaluate(SAID)
    for words in ("Pertama.", "Kedua.", "Ketiga."):
        text(page).fill(words)
        until_stored(page, words)
        expect_nothing_kept(page)
    expect_state(page, SAVED)

    assert [re.sub(r"\d", "0", said) for said in page.evaluate("window.said")] == [f"{SAVED} 00.00"]


def test_deadline_is_spoken_of_at_60_15_and_5_minutes_only(laptop, address):
    Period.objects.update(fill_closes_at=timezone.now() + timedelta(minutes=62))
    page = laptop.new_page()
    page.clock.install(time=timezone.now())
    page.route("**/hadir/", lambda route: route.abort())  # the server would tell that no time has passed
    page.goto(f"{address}/penilaian/lampung-2023/DINKES/indikator/1/")
    ready(page)
    spoken, strip = page.locator("[data-deadline-spoken]"), page.locator("[data-deadline-left]")
    heard = []
    for _ in range(59):
        page.clock.run_for(60_000)
        if (now := spoken.text_content()) and now not in heard:
            heard.append(now)

    expect(strip).to_have_text(re.compile(r"Sisa 0 jam [23] menit\."))
    assert heard == [f"Sisa {minutes} menit sampai tenggat." for minutes in (60, 15, 5)]
