"""The whole journey by thumb on a phone: nothing scrolls sideways, and what is tapped is big and in sight."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Answer, Assessment, Period
from tests import factories
from tests.browser.filling import SAVED, document, expect_accessible, expect_nothing_kept, expect_state, ready, text

pytestmark = pytest.mark.django_db(transaction=True)

LEAST = 44  # pixels that a thumb hits
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HIDDEN = """() => {
  const bar = document.querySelector(".action-bar");
  const parts = document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)");
  const shown = [...parts].filter((one) => one.checkVisibility() && !one.disabled && one.type !== "hidden");
  const covered = (one) => {
    one.focus();
    const box = one.getBoundingClientRect();
    const low = bar && !bar.contains(one) ? bar.getBoundingClientRect().top : innerHeight;
    return document.activeElement === one && box.height < low && (box.bottom > low + 1 || box.top < -1);
  };
  return shown.filter(covered).map((one) => one.outerHTML.slice(0, 120));
}"""


class Thumb:
    """One person with a phone."""

    def __init__(self, browser, address):
        self.context = browser.new_context(**PHONE)
        self.page, self.address, self.small = self.context.new_page(), address, []

    def sign_in(self, user):
        self.page.goto(self.address + "/masuk/")
        self.fits()
        self.page.get_by_label("Surel").fill(user.email)
        self.page.locator("input[type=password]").fill(factories.PASSWORD)
        self.tap(self.page.get_by_role("button", name="Masuk", exact=True))
        self.page.wait_for_url(self.address + "/")

    def tap(self, target):
        target = target.first
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        if box["height"] < LEAST:
            self.small.append(f"{target.evaluate('one => one.outerHTML.slice(0, 90)')}: {box['height']:.0f} px")
        target.tap()

    def fits(self):
        """Nothing is wider than the window, nothing with the focus lies behind the bar, and axe has no word to say."""
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth") == 390, self.page.url
        for _ in range(50):  # room for a bar that grew is made with the next picture that is painted
            if not (hidden := self.page.evaluate(HIDDEN)):
                break
            self.page.wait_for_timeout(100)
        assert hidden == [], self.page.url
        expect_accessible(self.page)


@pytest.fixture
def thumbs(browser, address, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    made = []

    def make():
        made.append(Thumb(browser, address))
        return made[-1]

    yield make
    for thumb in made:
        thumb.context.close()


def test_whole_journey_on_a_phone(thumbs, assessment, operator, head):
    """Two answers are complete, the third is filled here; the head then approves and sends from another phone."""
    Period.objects.update(needs_head_approval=True)
    for answer in assessment.answers.with_parents().exclude(indicator__number=2):
        factories.fill(answer, operator)
    mine = thumbs()
    _fill(mine, operator)
    _ask(mine)
    theirs = thumbs()
    _approve(theirs, head)

    assert Assessment.objects.get(pk=assessment.pk).status == Assessment.Status.SUBMITTED
    small = mine.small + theirs.small
    assert not small, "\n".join(small)


def _fill(mine, operator):
    page = mine.page
    mine.sign_in(operator)
    mine.fits()
    mine.tap(page.get_by_role("link", name=re.compile("Lanjutkan|Mulai mengisi")))
    page.wait_for_url("**/indikator/2/")
    ready(page)
    mine.fits()
    mine.tap(page.locator(".level-card").nth(2))
    mine.tap(text(page))
    page.keyboard.insert_text(factories.EXPLANATION)
    with page.expect_file_chooser() as chooser:
        mine.tap(page.get_by_role("button", name="Pilih berkas"))
    chooser.value.set_files(document("Laporan.pdf", 20_000))
    expect(page.locator("#evidence-list .evidence-name")).to_have_text(["Laporan"])
    mine.tap(page.locator("label.level-toggle").filter(has_text="2"))
    mine.tap(page.get_by_label("Halaman bukti a"))
    page.keyboard.insert_text("4-6")
    text(page).focus()
    expect_state(page, SAVED)
    expect_nothing_kept(page)
    mine.fits()
    answer = Answer.objects.get(assessment__unit__code="DINKES", indicator__number=2)
    assert (answer.status, answer.citations.get().pages) == (Answer.Status.COMPLETE, "4-6")
    assert answer.citations.get().levels == [2, 3]


def _ask(mine):
    page = mine.page
    mine.tap(page.get_by_role("button", name="Lompat ke yang belum lengkap"))
    link = page.get_by_role("link", name="Periksa jawaban", exact=True)
    expect(link).to_be_visible()
    mine.fits()  # also while the bar has more to say
    mine.tap(link)
    page.wait_for_url("**/periksa/")
    mine.fits()
    mine.tap(page.get_by_role("button", name="Minta persetujuan Kepala PD"))
    expect(page.get_by_role("button", name="Minta persetujuan Kepala PD")).to_have_count(0)
    mine.fits()


def _approve(theirs, head):
    page = theirs.page
    theirs.sign_in(head)
    theirs.fits()
    theirs.tap(page.get_by_role("link", name="Periksa dan setujui"))
    page.wait_for_url("**/periksa/")
    theirs.fits()
    theirs.tap(page.locator("label[for=id_setuju]"))
    theirs.tap(page.get_by_role("button", name="Setujui dan kirim"))
    page.wait_for_url("**/tanda-terima/")
    theirs.fits()
    with page.expect_download():
        theirs.tap(page.get_by_role("link", name="Unduh tanda terima"))
