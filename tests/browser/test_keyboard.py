"""From signing in to the receipt without a mouse: every step is a key, and the focus is never lost."""

import re

import pytest

from assessments.models import Assessment
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

MOST_TABS = 120


def tab_to(page, target, key="Tab"):
    """Tab until the target has the focus; what cannot be reached so is out of reach for many."""
    target = target.first
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return target
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached by {key}")


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_whole_journey_by_keyboard(visitor, assessment, operator):
    page = visitor.page
    page.goto(visitor.address + "/masuk/")
    tab_to(page, page.get_by_label("Surel"))
    page.keyboard.type(operator.email)
    tab_to(page, page.locator("input[type=password]"))
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(visitor.address + "/")
    tab_to(page, page.get_by_role("link", name="Mulai mengisi"))
    page.keyboard.press("Enter")

    for number in (1, 2, 3):
        page.wait_for_url(f"**/indikator/{number}/")
        page.locator("html[data-autosave=ready]").wait_for()
        tab_to(page, page.locator("#id_score_1"))
        page.keyboard.press("1")
        assert page.locator("#id_score_1").is_checked()
        tab_to(page, page.get_by_label("Penjelasan capaian"))
        page.keyboard.type(f"{factories.EXPLANATION} {number}")
        page.keyboard.press("Control+Enter")

    page.wait_for_url("**/periksa/")
    visitor.check()
    tab_to(page, page.get_by_label("Saya menyatakan"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Kirim penilaian"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/tanda-terima/")

    assert Assessment.objects.get(pk=assessment.pk).status == Assessment.Status.SUBMITTED
    assert re.search(r"TT-2023-DINKES-\d{5}", page.locator("main").inner_text())
    tab_to(page, page.get_by_role("link", name="Unduh tanda terima"))
