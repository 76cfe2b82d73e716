"""The coordinator's morning: who will be late, a reminder to them, and what was done, on three windows."""

import re

import pytest

from assessments.models import Reminder
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

WINDOWS = [(1366, 768), (1920, 1080), (390, 844)]


@pytest.fixture
def sent(period, other_unit, neighbor, operator, head):
    """One unit has sent; the other has not begun, and has people who can be reminded."""
    assessment = period.assessments.get(unit=other_unit)
    factories.fill_all(assessment, neighbor)
    return factories.submit(assessment, by=neighbor)


def fits_everywhere(visitor, path):
    for width, height in WINDOWS:
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.go(path)
        visitor.fits()
    visitor.page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_from_the_board_to_a_reminder_and_its_trace(visitor, sent, coordinator):
    page = visitor.page
    visitor.sign_in(coordinator)
    fits_everywhere(visitor, "/dasbor/kemajuan/")
    fits_everywhere(visitor, "/dasbor/kemajuan/pengingat/?pd=DINKES&pd=DISDIK")

    # The one at risk is ticked already; unticked, there is nobody to remind.
    page.get_by_role("navigation", name="Utama").get_by_role("link", name="Kemajuan").click()
    tick = page.get_by_role("checkbox", name="Ingatkan Dinas Kesehatan")
    button = page.locator("[data-chosen-button]")
    assert tick.is_checked() and button.inner_text() == "Kirim pengingat ke 1 PD"
    tick.press("Space")
    assert button.is_disabled()
    tick.press("Space")

    # Filters stay in the address.
    page.get_by_label("Keadaan").select_option("Terkirim")
    page.get_by_role("button", name="Saring").click()
    page.wait_for_url(re.compile("keadaan=terkirim"))
    assert page.locator(".board-table tbody tr").count() == 1
    page.get_by_label("Keadaan").select_option("Terlambat dan berisiko")
    page.get_by_role("button", name="Saring").click()
    page.wait_for_url(re.compile("keadaan=perlu-diingatkan"))

    # Preview, and nothing is sent before the second button.
    page.get_by_role("button", name="Kirim pengingat ke 1 PD").click()
    visitor.sees("1 perangkat daerah, 2 penerima. Belum ada yang terkirim.")
    assert page.locator("[data-copied-text]").is_visible()
    assert page.get_by_role("link", name="Buka di WhatsApp").get_attribute("href").startswith("https://wa.me/?text=")
    assert not Reminder.objects.exists()
    page.get_by_role("button", name="Kirim pengingat ke 1 PD").click()
    page.get_by_text("Pengingat dikirim ke 1 PD.").wait_for()
    visitor.check()
    assert Reminder.objects.count() == 1

    # What was done stands in the log.
    page.locator("main").get_by_role("link", name="Jejak audit").click()
    fits_everywhere(visitor, "/kelola/jejak/")
    page.get_by_label("Tindakan").select_option("Masuk dan penolakan")
    page.get_by_role("button", name="Saring").click()
    page.wait_for_url(re.compile("jenis=akses"))
    assert page.locator(".trail-table tbody th").all_inner_texts() == ["Koordinator Penilaian"]
    page.get_by_label("Tindakan").select_option("Ekspor, unduhan dokumen, dan pengingat")
    page.get_by_role("button", name="Saring").click()
    page.wait_for_url(re.compile("jenis=ekspor"))
    visitor.sees("Mengirim pengingat")
    page.locator(".trail-details summary").first.press("Enter")
    visitor.check()


@pytest.mark.parametrize("scripted", [False], indirect=True)
def test_reminding_works_without_scripts(visitor, sent, coordinator):
    page = visitor.page
    visitor.sign_in(coordinator)
    visitor.go("/dasbor/kemajuan/")

    page.get_by_role("button", name="Kirim pengingat ke PD yang dicentang").click()
    page.get_by_role("button", name="Kirim pengingat ke 1 PD").click()

    page.get_by_text("Pengingat dikirim ke 1 PD.").wait_for()
    assert Reminder.objects.count() == 1
