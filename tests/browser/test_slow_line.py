"""A slow line: what comes from the server is awaited in words, can be asked for anew, and can be given up."""

import pytest
from playwright.sync_api import expect

from tests.browser.filling import UNIT, opened, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = {
    "guide": ("**/instrumen/uji/1/", "Panduan indikator", "Kriteria 1 tingkat 4."),
    "library": (f"**{UNIT}indikator/1/pustaka/", "Ambil dari pustaka bukti", "Pustaka masih kosong"),
}


@pytest.fixture
def page(browser, address, period, operator):
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    yield opened(signed_in(context, address, operator), address)
    context.close()


@pytest.mark.parametrize("part", ["guide", "library"])
def test_slow_part_says_so_and_is_asked_for_anew(page, part):
    address, opener, content = PARTS[part]
    held = []
    page.clock.install()
    page.route(address, lambda route: held.append(route) if len(held) < 2 else route.continue_())

    with page.expect_request(address):
        page.locator(f"[data-{part}]").click()
    page.clock.run_for(500)
    dialog = page.get_by_role("dialog", name=opener)
    expect(dialog.locator(".skeleton")).to_be_visible()
    page.clock.run_for(8000)
    expect(dialog.get_by_role("status")).to_have_text("Masih memuat…")
    with page.expect_request(address):
        dialog.get_by_role("button", name="Coba lagi").click()
    expect(dialog).to_be_visible()
    page.clock.run_for(8500)
    dialog.get_by_role("button", name="Coba lagi").click()

    expect(dialog).to_contain_text(content)
    expect(dialog.locator(".skeleton")).to_have_count(0)
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_slow_part_is_given_up_and_opened_later(page):
    address, opener, content = PARTS["library"]
    held = []
    page.clock.install()
    page.route(address, lambda route: route.continue_() if held else held.append(route))

    with page.expect_request(address):
        page.locator("[data-library]").click()
    page.clock.run_for(8500)
    page.get_by_role("button", name="Tutup", exact=True).click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator("[data-library]").click()

    expect(page.get_by_role("dialog", name=opener)).to_contain_text(content)
    assert page.url.endswith("/indikator/1/")
