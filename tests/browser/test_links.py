"""A link that was written and not added yet: a dead line, a closed tab and a reload leave it where it was."""

import pytest
from playwright.sync_api import expect

from assessments.models import Evidence
from tests.browser.filling import opened

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "https://contoh.go.id/laporan/2023"


def fields(page):
    return page.get_by_label("Tautan (opsional)"), page.get_by_label("Judul bukti (opsional)")


def test_link_outlives_a_dead_line_and_a_closed_tab(laptop, address):
    page = opened(laptop, address)
    page.get_by_role("button", name="Tambah tautan").click()
    for field, value in zip(fields(page), (ADDRESS, "Laporan 2023"), strict=True):
        field.fill(value)
    laptop.set_offline(True)
    page.get_by_role("button", name="Simpan tautan").click()
    expect(page.locator("[data-bar-message]")).to_contain_text("halaman ini tetap terbuka")
    expect(fields(page)[0]).to_have_value(ADDRESS)
    page.close()
    laptop.set_offline(False)

    page = opened(laptop, address)
    for field, value in zip(fields(page), (ADDRESS, "Laporan 2023"), strict=True):
        expect(field).to_be_visible()
        expect(field).to_have_value(value)
    page.get_by_role("button", name="Simpan tautan").click()
    expect(page.locator("#evidence-list .evidence-name")).to_contain_text(["Laporan 2023"])
    assert Evidence.objects.get().url == ADDRESS

    opened(laptop, address, 2)
    page = opened(laptop, address)
    expect(fields(page)[0]).to_be_hidden()
    expect(fields(page)[0]).to_have_value("")


def test_nobody_finds_the_link_after_the_sign_out(laptop, address):
    page = opened(laptop, address)
    page.get_by_role("button", name="Tambah tautan").click()
    fields(page)[0].fill(ADDRESS)
    assert page.evaluate("Object.values(localStorage).join()").count(ADDRESS) == 1
    page.locator("summary", has_text="Operator Dinas Kesehatan").click()
    page.get_by_role("button", name="Keluar").first.click()
    page.wait_for_url("**/masuk/**")

    assert ADDRESS not in page.evaluate("Object.values(localStorage).join()")
