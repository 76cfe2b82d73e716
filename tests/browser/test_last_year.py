"""J3: an indicator that did not change is done in four clicks and without an upload, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Answer, Evidence
from tests import factories
from tests.browser.filling import UNIT, expect_state, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

SENTENCE = " Pada tahun ini tidak ada perubahan."
COUNT = """addEventListener("click", (event) => {
  if (event.isTrusted && event.detail) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1;
}, true);"""


def test_unchanged_indicator_takes_four_clicks(last_year, visitor, scripted, address, answer, operator):
    page = visitor.page
    signed_in(page.context, address, operator)
    page.add_init_script(COUNT)
    visitor.go(f"{UNIT}indikator/1/")
    before = Evidence.objects.count()

    _press(visitor, "Salin penjelasan tahun lalu")
    visitor.sees("Disalin dari 2022, belum diperiksa")
    _press(visitor, "Pakai ulang 1 bukti")
    visitor.sees("Dipakai ulang, belum diperiksa")
    text = page.locator("textarea#id_explanation")
    text.click()
    text.press("Control+End")
    page.keyboard.type(SENTENCE)
    if scripted:
        expect_state(page, "Tersimpan pukul")
        expect(page.get_by_text("Disalin dari 2022, belum diperiksa")).to_have_count(0)
        page.keyboard.press("Control+Enter")
    else:
        page.get_by_role("button", name=re.compile("Simpan dan lanjut")).click()
    expect(page).to_have_url(re.compile("indikator/2/"))

    stored = Answer.objects.get(pk=answer.pk)
    assert stored.explanation == factories.EXPLANATION + SENTENCE
    assert (stored.status, stored.score, stored.is_copy_unchecked) == (Answer.Status.COMPLETE, 3, False)
    assert stored.citations.count() == 1 and Evidence.objects.count() == before
    if scripted:
        assert 0 < int(page.evaluate("sessionStorage.clicks")) <= 4


def test_typed_text_survives_the_copy_and_everything_is_confirmed_at_once(
    last_year, visitor, address, answer, operator
):
    page = visitor.page
    signed_in(page.context, address, operator)
    visitor.go(f"{UNIT}indikator/1/")
    page.locator("textarea#id_explanation").fill("Baru diketik, belum disimpan.")

    _press(visitor, "Salin penjelasan tahun lalu")
    assert Answer.objects.get(pk=answer.pk).explanation == "Baru diketik, belum disimpan."
    page.locator("summary", has_text="Salin penjelasan tahun lalu").click()
    visitor.check()
    _press(visitor, "Tambahkan di bawahnya")
    _press(visitor, "Pakai ulang 1 bukti")
    visitor.go(f"{UNIT}periksa/")
    visitor.sees("1 jawaban disalin dan belum diperiksa")
    _press(visitor, "Semuanya sudah saya periksa")

    stored = Answer.objects.get(pk=answer.pk)
    assert stored.explanation == f"Baru diketik, belum disimpan.\n\n{factories.EXPLANATION}"
    assert not stored.is_copy_unchecked and not stored.citations.filter(is_copy_unchecked=True).exists()


def _press(visitor, name):
    button = visitor.page.get_by_role("button", name=name, exact=True)
    with visitor.page.expect_navigation():
        button.click()
    visitor.check()
