"""After the sending: taken back and sent again, and an answer that came back, repaired and sent."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Answer, Assessment
from tests import factories
from tests.browser.filling import SAVED, UNIT, expect_state, ready, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

REPLY = "Halaman 4 laporan kini memuat hasil reviu yang diminta asesor."


def test_sending_is_withdrawn_returned_and_repaired(visitor, scripted, address, submitted, operator, assessor):
    _withdraw_and_send_again(visitor, address, operator)
    returned = _return_first(visitor, address, assessor)
    assert returned.status == Answer.Status.RETURNED

    _repair(visitor, scripted, address, operator)

    returned.refresh_from_db()
    assert (returned.status, returned.reply) == (Answer.Status.WAITING, REPLY)
    assert Assessment.objects.get(pk=submitted.pk).status == Assessment.Status.SUBMITTED


def _withdraw_and_send_again(visitor, address, operator):
    page = visitor.page
    signed_in(page.context, address, operator)
    visitor.go(f"{UNIT}tanda-terima/")
    page.locator("summary").filter(has_text="Tarik kembali").click()
    page.get_by_role("button", name="Tarik kembali penilaian").click()
    visitor.sees("Penilaian ditarik kembali.")
    visitor.check()
    visitor.go(f"{UNIT}periksa/")
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page).to_have_title(re.compile("^Galat: "))  # the statement is not ticked
    page.get_by_role("checkbox", name="Saya menyatakan").check()
    page.get_by_role("button", name="Kirim penilaian").click()
    assert re.search(r"Nomor tanda terima TT-2023-DINKES-\d{5}-2", page.locator("main").inner_text())


def _return_first(visitor, address, assessor):
    page, answer = visitor.page, Answer.objects.get(assessment__unit__code="DINKES", indicator__number=1)
    signed_in(page.context, address, assessor)
    visitor.go(f"/reviu/{answer.pk}/")
    page.get_by_role("radio", name="Minta perbaikan").check()
    page.get_by_label(re.compile("^Alasan")).fill(factories.REASON)
    page.get_by_role("button", name=re.compile("Simpan dan buka berikutnya")).click()
    page.wait_for_load_state()
    answer.refresh_from_db()
    return answer


def _repair(visitor, scripted, address, operator):
    page = visitor.page
    signed_in(page.context, address, operator)
    visitor.go("/")
    page.get_by_role("link", name=re.compile("perbaikan", re.IGNORECASE)).first.click()
    page.wait_for_url("**/perbaikan/")
    visitor.sees(factories.REASON)
    page.get_by_role("button", name="Kirim perbaikan").click()
    expect(page).to_have_title(re.compile("^Galat: "))
    visitor.check()
    page.get_by_role("link", name="Perbaiki indikator 1").click()
    visitor.sees(factories.REASON)
    if scripted:
        ready(page)
    page.get_by_label("Tanggapan").fill(REPLY)
    if scripted:
        expect_state(page, SAVED)
        expect(page.locator("[data-repaired]")).to_be_visible()
    else:
        page.get_by_role("button", name="Simpan", exact=True).last.click()
    visitor.check()
    page.get_by_role("link", name="Lihat daftar perbaikan").click()
    page.get_by_role("button", name="Kirim perbaikan").click()
    visitor.sees("Perbaikan terkirim")
    visitor.check()
