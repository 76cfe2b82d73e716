"""What is typed saves itself, and the page tells so: status, what is missing, progress, keys."""

import re

import pytest
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer
from tests import factories
from tests.browser.filling import (
    SAVED,
    UNIT,
    expect_accessible,
    expect_nothing_kept,
    expect_state,
    opened,
    ready,
    text,
)

pytestmark = pytest.mark.django_db(transaction=True)

WINDOWS = ((1366, 768), (390, 844))
WORDS = "Ketentuan ini berlaku bagi seluruh perangkat daerah sejak tahun 2021."


def stored(number=1):
    return Answer.objects.get(assessment__unit__code="DINKES", indicator__number=number)


def saves(page):
    """The bodies of the saves that this page sends from now on."""
    found = []
    page.on("request", lambda sent: sent.method == "POST" and "idempotency-key" in sent.headers and found.append(sent))
    return found


def accessible(page):
    for width, height in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        expect_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.set_viewport_size({"width": WINDOWS[0][0], "height": WINDOWS[0][1]})


def test_typing_saves_itself_and_tells_what_is_missing(laptop, address, answer, operator):
    factories.cite_file(answer, operator)
    page = opened(laptop, address)
    sent = saves(page)
    expect_state(page, "Belum ada yang disimpan")

    page.locator("label[for=id_score_3]").click()
    expect_state(page, SAVED)
    assert stored().score == 3
    expect(page.locator("[data-answer-status]")).to_contain_text("Draf")
    expect(page.locator("[data-missing]")).to_be_visible()
    expect(page.locator("[data-save-spoken]")).to_contain_text(SAVED)
    assert "score=3" in sent[0].post_data and "explanation" not in sent[0].post_data

    text(page).press_sequentially("Sementara", delay=5)
    text(page).fill("")
    text(page).press_sequentially(WORDS[:20], delay=5)
    with page.expect_response(lambda answered: answered.request in sent):
        text(page).fill(WORDS)
    page.get_by_label("Halaman bukti a").fill("4-6")
    page.get_by_label("Halaman bukti a").blur()
    toggles = page.locator("label.level-toggle input")
    assert [toggle.is_checked() for toggle in toggles.all()] == [False, False, True, False, False], (
        "marked by the server"
    )
    with page.expect_response(lambda answered: answered.request in sent and "levels=2" in answered.request.post_data):
        page.locator("label.level-toggle").filter(has_text="2").first.click()

    expect(page.locator("[data-answer-status]")).to_contain_text("Lengkap")
    expect(page.locator("[data-missing]")).to_be_hidden()
    expect(page.locator(".sidebar > .completion")).to_contain_text("1 / 3 lengkap")
    expect(page.locator(".aspect-group[open] .aspect-count")).to_have_text("1/2")
    expect_nothing_kept(page)
    assert stored().explanation == WORDS
    citation = answer.citations.get()
    assert (citation.pages, citation.levels) == ("4-6", [2, 3])


def test_text_that_was_typed_and_undone_is_not_sent(laptop, address, answer, operator):
    workflow.save_answer(answer, by=operator, seen=answer.versions, explanation=WORDS)
    page = opened(laptop, address)
    sent = saves(page)

    text(page).press("End")
    text(page).press_sequentially("xy", delay=5)
    text(page).press("Backspace")
    text(page).press("Backspace")
    page.wait_for_function("text => document.getElementById('id_explanation').value === text", arg=WORDS)
    text(page).blur()
    with page.expect_response(lambda answered: answered.request in sent):
        page.locator("label[for=id_score_2]").click()
    expect(page.locator("[data-answer-status]")).to_contain_text("Draf")
    expect_nothing_kept(page)

    assert [("explanation" in one.post_data, "score=2" in one.post_data) for one in sent] == [(False, True)]


def test_keys_save_and_go(laptop, address, period):
    page = opened(laptop, address)
    text(page).fill(WORDS)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/indikator/2/")
    assert stored(1).explanation == WORDS

    text(ready(page)).fill(WORDS)
    page.keyboard.press("F8")
    page.wait_for_url("**/indikator/3/")
    assert stored(2).explanation == WORDS
    ready(page)
    page.keyboard.press("F8")
    expect(page.locator("[data-bar-message]")).to_contain_text(
        "Tidak ada lagi yang belum lengkap setelah indikator ini"
    )
    assert page.url.endswith("/indikator/3/")
    page.keyboard.press("Shift+F8")
    page.wait_for_url("**/indikator/2/")

    ready(page)
    text(page).focus()
    page.keyboard.press("3")
    assert text(page).input_value() == f"3{WORDS}" and not page.locator("#id_score_3").is_checked()
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Pintasan papan")).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(text(page)).to_be_focused()


def test_states_of_saving_are_told_in_words(laptop, address, answer):
    page = opened(laptop, address)
    laptop.set_offline(True)
    text(page).fill(WORDS)
    expect_state(page, "Luring – 1 perubahan disimpan di perangkat ini")
    expect(page.locator("[data-save-spoken]")).to_contain_text("Luring")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-bar-message]")).to_contain_text("halaman ini tetap terbuka")
    accessible(page)

    page.route("**/indikator/1/", lambda route: route.fulfill(status=503, body=""))
    laptop.set_offline(False)
    expect_state(page, "Gagal menyimpan. Coba lagi")
    page.unroute("**/indikator/1/")
    page.get_by_role("button", name="Gagal menyimpan. Coba lagi").click()
    expect_state(page, SAVED)
    expect(page.locator("[data-save-spoken]")).to_contain_text(SAVED)
    assert stored().explanation == WORDS

    page.route("**/indikator/1/", lambda route: None)
    text(page).fill(f"{WORDS} Lagi.")
    expect_state(page, "Menyimpan…")
    assert re.fullmatch(r"\S.*", page.title())
    assert page.url.endswith(f"{UNIT}indikator/1/")
