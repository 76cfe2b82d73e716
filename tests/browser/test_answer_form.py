"""Small moves on the questionnaire page, with scripts and without: taking a level back, and citing a link."""

import pytest
from playwright.sync_api import expect

from assessments.models import Answer
from tests import factories
from tests.browser.filling import UNIT, expect_nothing_kept, expect_state, ready

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_strip_counts_what_is_left_and_the_bar_keeps_to_a_zoomed_window(visitor, period, operator):
    visitor.sign_in(operator)
    page = visitor.page
    page.set_viewport_size({"width": 683, "height": 600})
    visitor.go(f"{UNIT}indikator/1/")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 683
    strip = page.locator(".deadline-strip")
    expect(strip).to_contain_text("3 dari 3 indikator Anda belum lengkap.")

    page.locator("label[for=id_score_1]").click()
    page.get_by_label("Penjelasan capaian").fill(factories.EXPLANATION)

    expect(strip).to_contain_text("2 dari 3 indikator Anda belum lengkap.")


def test_level_is_taken_back_and_a_link_is_added(visitor, scripted, period, operator):
    visitor.sign_in(operator)
    page = visitor.page
    visitor.go(f"{UNIT}indikator/1/")
    clear = page.get_by_role("button", name="Kosongkan pilihan")
    expect(clear).to_be_hidden()
    page.locator("label[for=id_score_3]").click()
    if scripted:
        ready(page)
        expect_state(page, "Tersimpan pukul")
        clear.click()
        expect(page.locator("#id_score_3")).to_be_focused()
        expect_nothing_kept(page)
    else:
        page.get_by_role("button", name="Simpan", exact=True).last.click()
        clear.click()
    expect(page.locator("input[name=score]:checked")).to_have_count(0)
    expect(clear).to_be_hidden()
    assert Answer.objects.get(indicator__number=1, assessment__unit__code="DINKES").score is None

    link = page.get_by_label("Tautan (opsional)")
    if scripted:
        expect(link).to_be_hidden()
        page.get_by_role("button", name="Tambah tautan").click()
        expect(link).to_be_focused()
    link.fill("https://contoh.go.id/laporan-2023")
    visitor.check()
    page.get_by_role("button", name="Simpan tautan").click()
    expect(page.locator("#evidence-list")).to_contain_text("contoh.go.id/laporan-2023")
    visitor.check()
