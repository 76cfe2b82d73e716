"""The header with a long name: one line on a laptop, and a menu that stays inside the window of a phone."""

import pytest

from tests.browser.filling import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Operator Dinas Komunikasi, Informatika, Statistik, dan Persandian Provinsi"


@pytest.fixture
def page(browser, address, operator):
    operator.name = LONG
    operator.save()
    context = browser.new_context()
    yield signed_in(context, address, operator).new_page()
    context.close()


@pytest.mark.parametrize("menu, width, height", [(".user-menu", 1366, 768), (".site-menu", 390, 844)])
def test_long_name_neither_wraps_nor_pushes_the_menu_out(page, address, menu, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)

    assert page.locator("header").first.bounding_box()["height"] < 70
    page.locator(f"{menu} > summary").click()
    panel = page.locator(f"{menu} .menu-panel")
    box = panel.bounding_box()

    assert LONG in panel.inner_text()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
