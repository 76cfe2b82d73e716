"""Files that wait: three at once, and the time left; where they may be dropped; what a scan found meanwhile."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Citation, Evidence
from tests import factories
from tests.browser.filling import (
    SAVED,
    document,
    drop,
    expect_nothing_kept,
    expect_question_at_closing,
    expect_state,
    kept_on_device,
    opened,
    stored,
    text,
)

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Seluruh aplikasi berada di pusat data provinsi sejak Februari."
NO_ROOM_FOR_FILES = """() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (row) {
    if (row.blob) throw new DOMException('full', 'QuotaExceededError');
    return put.call(this, row);
  };
}"""
IS_KEPT_FROM_THE_BROWSER = """() => {
  const data = new DataTransfer();
  data.items.add(new File(['x'], 'a.pdf'));
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  const send = (kind) => !document.querySelector('h1').dispatchEvent(new DragEvent(kind, how));
  return [send('dragover'), send('drop')];
}"""


@pytest.fixture
def page(laptop, address):
    return opened(laptop, address)


def names(page):
    return page.locator("#evidence-list .evidence-name")


def test_three_files_go_at_once_and_the_others_wait_their_turn(page):
    held, closed = [], [True]

    def gate(route):
        if closed and route.request.method == "PATCH":
            held.append(route)
        else:
            route.continue_()

    page.route("**/unggah/*/", gate)
    assert drop(page, *(document(f"Berkas {number}.pdf", 20_000) for number in range(1, 6)))
    page.wait_for_timeout(2000)

    assert len(held) == 3
    expect(page.locator(".upload-row", has_text="Menunggu giliran")).to_have_count(2)
    closed.clear()
    for route in held:
        route.continue_()
    expect(names(page)).to_have_count(5, timeout=20_000)
    expect_nothing_kept(page, "files")


def test_slow_line_tells_the_part_that_is_there_and_the_time_that_is_left(laptop, page):
    line = laptop.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 50, "downloadThroughput": 200_000, "uploadThroughput": 150_000}
    line.send("Network.emulateNetworkConditions", slow)
    assert drop(page, document("Laporan.pdf", 900_000))

    expect(page.locator(".upload-row")).to_contain_text(re.compile(r"Mengunggah [1-9]\d?% · ± \d+ detik lagi"))

    expect(names(page)).to_have_text(["Laporan"], timeout=20_000)


def test_file_that_is_dropped_over_a_dialog_goes_nowhere(page):
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Pintasan papan ketik")).to_be_visible()

    assert not drop(page, document("Laporan.pdf", 20_000))

    assert page.evaluate(IS_KEPT_FROM_THE_BROWSER) == [True, True]
    expect(page.locator(".upload-row")).to_have_count(0)
    assert kept_on_device(page, "files") == 0


def test_file_too_large_for_the_device_leaves_the_texts_there(laptop, page):
    page.evaluate(NO_ROOM_FOR_FILES)
    laptop.set_offline(True)
    text(page).fill(WORDS)
    assert drop(page, document("Laporan.pdf", 20_000))
    expect(page.locator(".upload-row")).to_contain_text("Laporan.pdf")
    expect_state(page, "Luring – 1 perubahan")
    assert (kept_on_device(page), kept_on_device(page, "files")) == (1, 0)

    expect_question_at_closing(page)
    laptop.set_offline(False)
    expect(names(page)).to_have_text(["Laporan"], timeout=20_000)
    expect_state(page, SAVED)
    assert stored(1).explanation == WORDS


def test_what_the_scanner_found_is_shown_without_a_reload(laptop, address, answer, operator):
    proof = factories.cite_file(answer, operator, title="Laporan").evidence
    Evidence.objects.filter(pk=proof.pk).update(scan=Evidence.Scan.WAITING)
    page = opened(laptop, address)
    expect(page.locator("#evidence-list")).to_contain_text("Belum dipindai")
    text(page).fill(WORDS)

    Evidence.objects.filter(pk=proof.pk).update(scan=Evidence.Scan.INFECTED, scanned_at=timezone.now())

    expect(page.locator("#evidence-list")).to_contain_text("Mengandung virus", timeout=15_000)
    expect(text(page)).to_have_value(WORDS)
    assert Citation.objects.get(answer=answer).evidence == proof
