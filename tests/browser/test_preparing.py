"""A coordinator prepares a period in five steps, assigns by keyboard, and opens it; every page at three widths."""

import re

import pytest
from playwright.sync_api import expect

from assessments.models import Assignment, Period, PeriodDraft, TeamMember
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = ((390, 844), (1366, 768), (1920, 1080))


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_from_the_first_step_to_the_opened_period(visitor, coordinator, instrument, unit, other_unit):
    page = visitor.page
    visitor.sign_in(coordinator)
    visitor.go("/kelola/periode/baru/")
    page.get_by_label("Tahun penilaian").fill("2031")
    page.get_by_label(instrument.title).check()
    expect(page.locator("[data-draft-state]")).to_have_text("Rancangan disimpan.")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.wait_for_url("**/2/")
    visitor.go("/kelola/periode/")
    page.get_by_role("link", name="Lanjutkan rancangan 2031").click()
    page.wait_for_url("**/2/")
    _at_every_width(visitor)
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.wait_for_url("**/3/")
    _at_every_width(visitor)
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.wait_for_url("**/kelola/penugasan/**")
    _at_every_width(visitor)
    _assign_by_keyboard(visitor)
    page.get_by_role("link", name="Lanjut: periksa").click()
    page.wait_for_url("**/5/")
    _at_every_width(visitor)
    page.get_by_role("button", name="Buka periode").click()
    page.wait_for_url("**/kelola/periode/lampung-2031/")
    visitor.check()
    assert Period.objects.get().is_open and not PeriodDraft.objects.exists()


def _assign_by_keyboard(visitor):
    """Down the five columns of the first unit: two presses make a lead; one is undone and done again."""
    page = visitor.page
    first = page.locator("[data-grid] button").first
    first.focus()
    for place in range(5):
        page.keyboard.press("Space")
        page.keyboard.press("Space")
        if place < 4:
            page.keyboard.press("ArrowRight")
    current = page.locator("[data-grid] button:focus")
    expect(current).to_have_attribute("aria-label", "Dinas Kesehatan, indikator 5, penanggung jawab")
    page.keyboard.press("Control+z")
    expect(current).to_have_attribute("aria-label", "Dinas Kesehatan, indikator 5, pendukung")
    expect(page.get_by_role("button", name="Simpan 5 perubahan")).to_be_enabled()
    page.keyboard.press("Space")
    page.keyboard.press("Home")
    expect(current).to_have_attribute("aria-label", "Dinas Kesehatan, indikator 1, penanggung jawab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Space")  # the lead goes over, and the old one supports
    expect(page.get_by_role("button", name="Dinas Kesehatan, indikator 1, pendukung")).to_have_text("P")
    assert page.locator("[data-grid] button[tabindex='0']").count() == 1
    page.get_by_role("button", name=re.compile("Simpan 6 perubahan")).click()
    expect(page.locator("[data-grid-status]")).to_have_text("6 perubahan disimpan.")
    assert Assignment.objects.filter(is_lead=True).count() == 5 and Assignment.objects.count() == 6
    visitor.check()


def _at_every_width(visitor):
    for width, height in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.check()
        visitor.fits()
    visitor.page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize("scripted", [True], indirect=True)
def test_team_and_files(visitor, coordinator, institution, unit):
    regulation = factories.make_instrument("permenpanrb-59-2020")
    draft = factories.make_period(institution, regulation, coordinator, opened=False)
    member = TeamMember.objects.create(period=draft, unit=unit, name="Anggota", functions=["hukum"])
    visitor.sign_in(coordinator)
    team = f"/kelola/periode/{draft.slug}/tim/"
    for path in (team, f"{team}{member.pk}/", f"/kelola/penugasan/{draft.slug}/impor/"):
        visitor.go(path)
        _at_every_width(visitor)
    content = b"Kode;1;2;3;4;5\nDINKES;PJ;Z;;;\n"
    _upload(visitor, content)
    visitor.sees("bukan isian yang dikenal")
    _upload(visitor, content.replace(b"Z", b"P"))
    visitor.page.get_by_role("button", name="Terapkan 2 perubahan").click()
    visitor.check()
    assert Assignment.objects.count() == 2


def _upload(visitor, content):
    file = {"name": "penugasan.csv", "mimeType": "text/csv", "buffer": content}
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.page.get_by_role("button", name="Periksa berkas").click()
    visitor.check()
