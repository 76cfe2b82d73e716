"""Two officers at the same indicator: different fields meet without a word, the same field is a choice."""

import pytest
from playwright.sync_api import expect

from accounts.models import Membership
from assessments import workflow
from assessments.models import Answer, Revision
from tests import factories
from tests.assessments.filling import seen_of
from tests.browser.filling import SAVED, expect_accessible, expect_nothing_kept, expect_state, opened, signed_in, text

pytestmark = pytest.mark.django_db(transaction=True)

MINE = "Seluruh 41 aplikasi berada di pusat data provinsi sejak Februari."
THEIRS = "Seluruh 39 aplikasi berada di pusat data provinsi sejak Februari."
BOTH = "Seluruh 41 aplikasi, 39 di antaranya milik dinas, berada di pusat data."


@pytest.fixture
def colleague(institution, unit):
    return factories.make_user("rekan@uji.local", "Rekan Dinas Kesehatan", institution, Membership.Role.OPERATOR, unit)


@pytest.fixture
def two(browser, address, period, operator, colleague):
    """The browsers of both."""
    contexts = [browser.new_context(viewport={"width": 1366, "height": 768}) for _ in range(2)]
    yield [signed_in(context, address, user) for context, user in zip(contexts, (operator, colleague), strict=True)]
    for context in contexts:
        context.close()


def stored(number):
    return Answer.objects.get(assessment__unit__code="DINKES", indicator__number=number)


def both_write(two, address, number):
    """Both had the page open; the colleague's text was first."""
    mine, theirs = (opened(context, address, number) for context in two)
    text(theirs).fill(THEIRS)
    text(theirs).blur()
    expect_nothing_kept(theirs)
    text(mine).fill(MINE)
    text(mine).blur()
    expect_state(mine, "Ada perubahan dari Rekan Dinas Kesehatan. Bandingkan")
    return mine, theirs


def dialog_of(page):
    """It opens by itself for whoever is at that field."""
    dialog = page.get_by_role("dialog", name="Penjelasan capaian diubah dua orang")
    expect(dialog).to_be_visible()
    return dialog


def compare(page):
    page.get_by_role("button", name="Bandingkan").click()
    return dialog_of(page)


def test_different_fields_meet_and_each_page_learns_of_the_other(two, address):
    mine, theirs = (opened(context, address) for context in two)
    theirs.locator("label[for=id_score_3]").click()
    expect_state(theirs, SAVED)
    text(mine).fill(MINE)
    text(mine).blur()
    expect_nothing_kept(mine)

    answer = stored(1)
    assert (answer.score, answer.explanation) == (3, MINE)
    expect(mine.locator("[data-newer]")).to_contain_text("Isian diperbarui oleh")
    expect(theirs.locator("[data-presence-line]")).to_contain_text(
        "Operator Dinas Kesehatan juga membuka indikator ini"
    )
    mine.get_by_role("button", name="Muat ulang").click()
    expect(mine.locator("#id_score_3")).to_be_checked()
    expect(text(mine)).to_have_value(MINE)


def test_same_field_is_decided_in_a_dialog(two, address):
    mine, _ = both_write(two, address, 1)
    dialog = dialog_of(mine)
    expect(dialog.get_by_role("heading")).to_be_focused()  # no key that was meant for the text chooses a version
    expect(dialog.locator("mark")).to_have_text(["41", "39"])
    for width, height in ((390, 844), (1366, 768)):
        mine.set_viewport_size({"width": width, "height": height})
        expect_accessible(mine)
    mine.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(mine.get_by_role("button", name="Bandingkan")).to_be_focused()

    with mine.expect_response(lambda answered: "score=2" in (answered.request.post_data or "")):
        mine.locator("label[for=id_score_2]").click()
    assert (stored(1).score, stored(1).explanation) == (2, THEIRS), "other fields go on"
    text(mine).press("End")
    text(mine).press_sequentially(" Ya.", delay=5)

    dialog = compare(mine)
    expect(dialog).to_contain_text("Februari. Ya.")
    dialog.get_by_role("button", name="Pakai versi saya").click()
    expect_state(mine, SAVED)
    expect_nothing_kept(mine)
    assert stored(1).explanation == f"{MINE} Ya."
    lost = Revision.objects.filter(answer=stored(1), is_used=False)
    assert MINE in set(lost.values_list("explanation", flat=True))
    assert Revision.objects.filter(answer=stored(1), is_used=True, explanation=THEIRS).exists()


def test_their_version_or_both_together(two, address):
    mine, _ = both_write(two, address, 2)
    dialog_of(mine).get_by_role("button", name="Pakai versi Rekan Dinas Kesehatan").click()
    expect(text(mine)).to_have_value(THEIRS)
    expect_state(mine, SAVED)
    expect_nothing_kept(mine)
    assert stored(2).explanation == THEIRS

    mine, _ = both_write(two, address, 3)
    mine.reload()
    expect(text(mine)).to_have_value(MINE)
    dialog = compare(mine)
    dialog.get_by_role("button", name="Sunting gabungan").click()
    box = dialog.get_by_role("textbox", name="Gabungan yang disimpan")
    expect(box).to_have_value(MINE)
    box.fill(BOTH)
    dialog.get_by_role("button", name="Simpan gabungan").click()
    expect_state(mine, SAVED)
    expect_nothing_kept(mine)
    assert stored(3).explanation == BOTH


def test_levels_are_compared_as_chips(two, address):
    mine, theirs = (opened(context, address) for context in two)
    theirs.locator("label[for=id_score_4]").click()
    expect_nothing_kept(theirs)
    expect_state(theirs, SAVED)
    mine.locator("label[for=id_score_2]").click()
    expect_state(mine, "Ada perubahan dari Rekan Dinas Kesehatan. Bandingkan")
    dialog = mine.get_by_role("dialog", name="Tingkat kematangan diubah dua orang")
    expect(dialog.locator(".level-number")).to_have_text(["2", "4"])
    expect(dialog.get_by_role("button", name="Sunting gabungan")).to_be_hidden()
    dialog.get_by_role("button", name="Pakai versi saya").click()
    expect_state(mine, SAVED)
    expect_nothing_kept(mine)
    assert stored(1).score == 2


def test_whoever_went_on_elsewhere_is_not_interrupted(two, address):
    mine, theirs = (opened(context, address) for context in two)
    text(theirs).fill(THEIRS)
    text(theirs).blur()
    expect_nothing_kept(theirs)
    mine.clock.install()
    text(mine).fill(MINE)
    mine.locator("[data-library]").focus()
    expect_state(mine, "Ada perubahan dari Rekan Dinas Kesehatan. Bandingkan")
    mine.clock.run_for(5000)
    expect(mine.locator("dialog[open]")).to_have_count(0)

    text(mine).focus()
    mine.clock.run_for(5000)
    dialog_of(mine)


def test_what_this_device_sent_late_appears_on_the_page_that_was_read_before(two, address, operator):
    """A reload can overtake the queue: the page takes over what arrived after it, and typing goes on from there."""
    page = opened(two[0], address)
    row = stored(1)
    workflow.save_answer(row, by=operator, seen=row.versions, explanation=MINE)

    expect(text(page)).to_have_value(MINE)
    expect(page.locator("[data-newer]")).to_be_hidden()
    text(page).fill(BOTH)
    text(page).blur()
    expect_nothing_kept(page)

    assert stored(1).explanation == BOTH
    assert not Revision.objects.filter(is_used=False).exists()


def test_words_about_a_proof_are_told_beside_it_with_both_versions(two, address, operator, period):
    """A colleague wrote the title meanwhile: shown beside the field although its part was folded, and written over
    only by whoever has read it."""
    answer = Answer.objects.with_parents().get(assessment__unit__code="DINKES", indicator__number=3)
    citation = workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator)
    page = opened(two[0], address, 3)
    workflow.describe_evidence(citation, by=operator, seen=seen_of(citation), title="Judul dari jendela lain")

    page.get_by_label("Halaman bukti a").fill("4-6")
    page.get_by_label("Halaman bukti a").blur()
    expect_nothing_kept(page)
    row = page.locator(f"#bukti-{citation.pk}")
    row.get_by_text("Jenis, nomor, dan tanggal dokumen").click()
    title = row.get_by_label("Judul", exact=True)
    title.fill("Judul saya")
    row.get_by_text("Jenis, nomor, dan tanggal dokumen").click()
    fault = row.get_by_text("Anda di jendela lain menulis “Judul dari jendela lain” sejak halaman ini dibuka.")
    expect(fault).to_be_visible()
    citation.refresh_from_db()
    assert (citation.pages, citation.evidence.title) == ("4-6", "Judul dari jendela lain")

    title.fill("Judul bersama")
    title.blur()
    expect(fault).to_be_hidden()
    expect_nothing_kept(page)
    citation.evidence.refresh_from_db()
    assert citation.evidence.title == "Judul bersama"
