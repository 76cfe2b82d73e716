"""What comes between a person and a save: a full device, a cut answer, a failing server, a dialog that is put off."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from assessments.models import Answer, Event
from tests import factories
from tests.browser.filling import (
    SAVED,
    expect_nothing_kept,
    expect_question_at_closing,
    expect_state,
    opened,
    text,
)

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Ketentuan ini berlaku bagi seluruh perangkat daerah sejak tahun 2021."
FULL = "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"


@pytest.fixture
def page(laptop, address):
    return opened(laptop, address)


def stored():
    return Answer.objects.get(assessment__unit__code="DINKES", indicator__number=1).explanation


def sign_in(page, operator):
    dialog = page.get_by_role("dialog", name="Masuk lagi untuk menyimpan")
    dialog.get_by_label("Surel").fill(operator.email)
    dialog.get_by_label("Kata sandi").fill(factories.PASSWORD)
    dialog.get_by_role("button", name="Masuk", exact=True).click()
    expect(dialog).to_have_count(0)


def test_full_device_goes_on_sending_and_asks_before_the_tab_closes(page, laptop):
    page.evaluate(FULL)
    text(page).fill(WORDS)
    expect_state(page, SAVED)
    assert stored() == WORDS

    laptop.set_offline(True)
    text(page).fill(f"{WORDS} Lagi.")
    expect_state(page, "Luring – 1 perubahan")
    expect_question_at_closing(page)
    laptop.set_offline(False)
    expect_state(page, SAVED)
    assert stored() == f"{WORDS} Lagi."


def test_save_whose_answer_is_cut_is_repeated_with_its_key_and_done_once(page):
    """The server has it, the browser does not know: two seconds later, without anybody's doing, it asks again."""
    keys = []

    def cut(route):
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            return route.continue_()
        route.fetch()
        return route.abort()

    page.route("**/indikator/1/", cut)
    text(page).fill(WORDS)
    expect_state(page, "Luring – 1 perubahan")
    assert stored() == WORDS
    expect_state(page, SAVED)
    expect_nothing_kept(page)

    assert len(keys) == 2 and keys[0] == keys[1]
    assert Event.objects.filter(action="answer.saved").count() == 1


def test_failing_server_leaves_the_page_open_and_says_why(page):
    page.route("**/indikator/1/", lambda route: route.fulfill(status=500, body=""))
    text(page).fill(WORDS)
    page.keyboard.press("Control+Enter")

    expect(page.locator("[data-bar-message]")).to_contain_text("Gagal menyimpan, jadi halaman ini tetap terbuka.")
    assert page.url.endswith("/indikator/1/")
    page.unroute("**/indikator/1/")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/indikator/2/")
    assert stored() == WORDS


def test_text_goes_out_after_a_sign_in_that_was_put_off(page, operator):
    Session.objects.all().delete()
    text(page).fill(WORDS)
    page.get_by_role("button", name="Nanti saja").click()
    expect_state(page, "Gagal menyimpan. Coba lagi")
    expect(page.locator("[data-session-notice]")).to_contain_text("Masuk lagi")
    page.keyboard.press("F2")
    sign_in(page, operator)

    expect_state(page, SAVED)
    expect_nothing_kept(page)
    assert stored() == WORDS


def test_keys_of_a_text_never_go_into_the_password(page, operator):
    """The session is found to have ended while somebody goes on typing: the dialog waits for a pause."""
    Session.objects.all().delete()
    text(page).focus()
    with page.expect_response("**/indikator/1/") as refused:
        page.keyboard.insert_text(WORDS)
    assert refused.value.status == 401
    page.keyboard.type(" Dan masih terus ditulis tanpa berhenti.", delay=40)

    dialog = page.get_by_role("dialog", name="Masuk lagi untuk menyimpan")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Kata sandi")).to_have_value("")
    sign_in(page, operator)
    expect_state(page, SAVED)
    expect(text(page)).to_have_value(f"{WORDS} Dan masih terus ditulis tanpa berhenti.")
    expect_nothing_kept(page)
    assert stored() == f"{WORDS} Dan masih terus ditulis tanpa berhenti."
