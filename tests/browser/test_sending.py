"""The guide beside the work, the head's word on a phone, and more time: as people do it, not as views are called."""

import re

import pytest

from assessments import workflow
from assessments.models import Answer, Assessment, Extension, Period
from tests import factories
from tests.browser.filling import document, drop

pytestmark = pytest.mark.django_db(transaction=True)

UNIT = "/penilaian/lampung-2023/DINKES/"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def waiting_for_head(assessment, operator):
    Period.objects.update(needs_head_approval=True)
    factories.fill_all(assessment, operator)
    return factories.ask_approval(Assessment.objects.get(pk=assessment.pk), by=operator)


@pytest.mark.parametrize("scripted", [True], indirect=True)
@pytest.mark.parametrize("window", [{"width": 1366, "height": 768}, PHONE], ids=["panel", "dialog"])
def test_guide_opens_beside_the_work_and_gives_the_focus_back(visitor, period, operator, window):
    visitor.page.set_viewport_size(window)
    visitor.sign_in(operator)
    visitor.go(f"{UNIT}indikator/1/")
    page = visitor.page
    link = page.get_by_role("link", name="Panduan indikator")

    link.press("Enter")
    guide = page.get_by_role("dialog", name="Panduan indikator 1")
    guide.get_by_text("Kriteria 1 tingkat 4.").wait_for()
    assert guide.get_by_text("Menilai hal 1.").is_visible()
    visitor.check()
    if window != PHONE:
        page.get_by_label("Penjelasan capaian").fill("Ditulis sambil membaca kriterianya di samping.")
        assert drop(page, document("Keputusan.pdf", 20_000))
        page.locator("#evidence-list .evidence-name").get_by_text("Keputusan").wait_for()
        page.keyboard.press("Control+/")
        keys = page.get_by_role("dialog", name="Pintasan papan ketik")
        keys.wait_for()
        page.keyboard.press("Escape")
        assert not keys.is_visible() and guide.is_visible()
    page.keyboard.press("Escape")

    assert not guide.is_visible()
    assert link.evaluate("element => element === document.activeElement")
    link.click()
    guide.get_by_role("button", name="Tutup").click()
    assert not guide.is_visible() and link.evaluate("element => element === document.activeElement")


@pytest.mark.parametrize("scripted", [False], indirect=True)
def test_guide_is_a_page_without_scripts(visitor, period, operator):
    visitor.sign_in(operator)
    visitor.go(f"{UNIT}indikator/1/")

    visitor.page.get_by_role("link", name="Panduan indikator").click()

    assert visitor.page.url.endswith("/instrumen/uji/1/")


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_head_reads_again_what_was_rewritten_while_the_page_was_open(visitor, waiting_for_head, answer, head, operator):
    visitor.page.set_viewport_size(PHONE)
    visitor.sign_in(head)
    visitor.go(f"{UNIT}periksa/")
    workflow.cancel_approval(waiting_for_head, by=operator)
    row = Answer.objects.with_parents().get(pk=answer.pk)
    workflow.save_answer(row, by=operator, seen=row.versions, explanation=factories.EXPLANATION + " Ditulis ulang.")
    factories.ask_approval(waiting_for_head, by=operator)
    page = visitor.page

    statement = page.get_by_label("Saya menyatakan isian dan bukti ini benar")
    statement.check()
    page.get_by_role("button", name="Setujui dan kirim").click()
    visitor.check()

    visitor.sees("Isian berubah sejak halaman ini dibuka.")
    visitor.sees("Hal 1: diubah Operator Dinas Kesehatan")
    visitor.sees("Ditulis ulang.")
    assert not statement.is_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    statement.check()
    page.get_by_role("button", name="Setujui dan kirim").click()
    page.wait_for_url("**/tanda-terima/")
    visitor.check()
    visitor.sees("Sidik isi")


def test_head_approves_on_a_phone_in_few_taps(visitor, waiting_for_head, head):
    """Sign-in apart: open, jump to the statement, tick it, send."""
    visitor.page.set_viewport_size(PHONE)
    visitor.sign_in(head)
    page = visitor.page

    page.get_by_role("link", name="Periksa dan setujui").click()
    visitor.check()
    page.get_by_role("link", name="Langsung ke persetujuan").click()
    page.get_by_label("Saya menyatakan").check()
    page.get_by_role("button", name="Setujui dan kirim").click()
    visitor.check()

    assert re.search(r"Nomor tanda terima TT-2023-DINKES-\d{5}", page.locator("main").inner_text())
    page.locator("summary").filter(has_text="Tarik kembali").click()
    page.get_by_role("button", name="Tarik kembali penilaian").click()
    visitor.check()
    visitor.sees("Penilaian ditarik kembali.")


def test_unit_asks_for_time_and_the_coordinator_grants_it(visitor, period, assessment, operator, coordinator):
    Period.objects.filter(pk=period.pk).update(**factories.windows(fill=(-10, -1)))
    visitor.sign_in(operator)
    visitor.go(UNIT)
    page = visitor.page
    page.get_by_role("link", name="Ajukan perpanjangan").click()
    page.get_by_label("Alasan").fill("Terlalu singkat")
    page.get_by_role("button", name="Ajukan perpanjangan").click()
    visitor.check()
    visitor.sees("Tulis alasan paling sedikit 20 karakter")
    page.get_by_label("Alasan").fill(factories.REASON)
    page.get_by_role("button", name="Ajukan perpanjangan").click()
    visitor.check()
    visitor.sees("Permohonan perpanjangan terkirim")

    visitor.sign_in(coordinator)
    visitor.go("/kelola/periode/lampung-2023/")
    visitor.sees(factories.REASON)
    page.get_by_role("button", name="Beri perpanjangan").click()
    visitor.check()

    visitor.sees("Tenggat Dinas Kesehatan diperpanjang.")
    assert Extension.objects.get().state == "granted"
    visitor.sign_in(operator)
    visitor.go(f"{UNIT}indikator/1/")
    assert page.get_by_label("Penjelasan capaian").is_editable()
    assert "Diperpanjang sampai" in page.locator(".deadline-strip").inner_text()
