"""J7 by keyboard alone: twenty answers decided in one walk, with the keystrokes counted."""

import pytest
from playwright.sync_api import expect

from assessments.models import Answer, Assessment, Review
from tests import factories
from tests.assessments.bulk import waiting_answers
from tests.browser.filling import expect_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "pedoman belum ditetapkan, bukti 1 halaman 3."


class Keyboard:
    """Presses keys and counts them; a chord is one stroke of each of its keys."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.count += len(key.split("+"))

    def write(self, words):
        self.page.keyboard.insert_text(words)


@pytest.fixture
def desk(browser, address, period, operator, assessor):
    waiting_answers(period, 20, operator)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = signed_in(context, address, assessor).new_page()
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    yield page
    context.close()


def test_twenty_answers_by_keyboard(desk, address, assessor):
    desk.goto(address + "/reviu/")
    desk.get_by_text("Buka yang teratas").click()
    first = desk.url

    # Off by default: a letter does nothing, until the switch that stands on the page is pressed.
    desk.keyboard.press("t")
    expect(desk.locator(".picks-accept")).not_to_be_checked()
    desk.locator("#letter-keys").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#letter-keys")).to_have_attribute("aria-checked", "true")
    assessor.refresh_from_db()
    assert assessor.has_letter_keys
    expect_accessible(desk)

    keys = Keyboard(desk)
    decide_otherwise(desk, keys)
    ask_for_repair(desk, keys)
    strokes = [accept(desk, keys) for _ in range(18)]

    assert max(strokes) <= 3, strokes
    made = Review.objects.filter(assessor=assessor)
    assert made.count() == 20
    assert Answer.objects.filter(status="accepted").count() == 18
    expect(desk.get_by_text("Anda sampai di akhir antrean ini.")).to_be_visible()
    assert desk.troubles == [] and first != desk.url
    take_the_last_one_back(desk)


def moved_on(page, act):
    before = page.url
    act()
    page.wait_for_url(lambda address: address != before)
    page.wait_for_load_state("networkidle")


def accept(page, keys):
    started = keys.count
    keys.press("t")
    expect(page.locator(".picks-accept")).to_be_checked()
    moved_on(page, lambda: keys.press("Control+Enter"))
    return keys.count - started


def decide_otherwise(page, keys):
    """Ticks by arrow keys, the level by its digit, and a reason that begins with the criterion that is not met."""
    page.locator("[name=tick_2][value=yes]").focus()
    keys.press("Space")
    page.locator("[name=tick_3][value=yes]").focus()
    keys.press("ArrowRight")
    expect(page.locator("[name=tick_3][value=no]")).to_be_checked()
    expect(page.locator("#proven b").first).to_have_text("2")

    keys.press("l", "2")
    expect(page.locator("[name=score][value='2']")).to_be_checked()
    reason = page.locator("#id_reason")
    expect(reason).to_have_value("Kriteria tingkat 3 belum terpenuhi: ")
    expect(page.locator("#id_recommendation")).to_have_value(
        "Untuk mencapai tingkat 3, lengkapi: Kriteria 1 tingkat 3."
    )
    keys.press("Tab")
    expect(reason).to_be_focused()
    keys.press("t")  # in a text a letter is a letter
    expect(page.locator(".picks-adjust")).to_be_checked()
    keys.press("Backspace")
    keys.write(REASON)
    expect_accessible(page)
    moved_on(page, lambda: keys.press("Control+Enter"))

    review = Review.objects.latest("pk")
    assert (review.verdict, review.score, review.ticks) == ("adjust", 2, {"2": "yes", "3": "no"})
    assert review.reason == f"Kriteria tingkat 3 belum terpenuhi: {REASON}"


def ask_for_repair(page, keys):
    """Skips on and back first; then the check list begins with what was ticked as not met."""
    here = page.url
    moved_on(page, lambda: keys.press("n"))
    moved_on(page, lambda: keys.press("p"))
    assert page.url == here
    page.locator("[name=tick_2][value=no]").check(force=True)
    keys.press("r")
    expect(page.locator("[name=missing][value='2']")).to_be_checked()
    expect(page.locator("#id_missing input").first).to_be_focused()
    moved_on(page, lambda: keys.press("Control+Enter"))

    review = Review.objects.latest("pk")
    assert review.verdict == "send_back" and review.due_at and any("Tingkat 2" in item for item in review.missing)


def take_the_last_one_back(page):
    last = Review.objects.filter(verdict="accept").order_by("-pk").first()
    expect(page.get_by_role("button", name="Urungkan")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Keputusan diurungkan.")).to_be_visible()
    assert page.url.endswith(f"/reviu/{last.answer_id}/")
    expect(page.locator(".picks-accept")).to_be_checked()
    assert Answer.objects.get(pk=last.answer_id).status == "waiting"


@pytest.fixture
def plain(browser, address, period, operator, assessor):
    """Without scripts, on a phone."""
    waiting_answers(period, 1, operator)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield signed_in(context, address, assessor).new_page()
    context.close()


def test_decision_and_its_undo_without_scripts(plain, address):
    answer = Answer.objects.get(status="waiting")
    plain.goto(f"{address}/reviu/{answer.pk}/")
    plain.locator("[name=tick_2][value=yes]").check(force=True)
    plain.locator(".picks-adjust").check(force=True)
    plain.locator("[name=score][value='2']").check(force=True)
    plain.get_by_role("button", name="Hitung dampak").click()
    expect(plain.locator("#id_reason")).to_have_value("Kriteria tingkat 3 belum terpenuhi: ")
    plain.locator("#id_reason").fill(f"Kriteria tingkat 3 belum terpenuhi: {REASON}")
    plain.get_by_role("button", name="Simpan dan buka berikutnya").click()
    plain.get_by_role("button", name="Urungkan").click()

    expect(plain.get_by_text("Keputusan diurungkan.")).to_be_visible()
    assert Answer.objects.get(pk=answer.pk).status == "waiting"
    assert Assessment.objects.get(pk=answer.assessment_id).status == "submitted" and factories.REASON
