"""Table mode in Chromium: rows that save themselves, also after a dead line, and one form without scripts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer, Period
from tests import factories
from tests.browser.filling import UNIT, expect_accessible, expect_nothing_kept, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = f"{UNIT}tabel/"


@pytest.fixture
def page(visitor, scripted, address, assessment, operator):
    signed_in(visitor.page.context, address, operator)
    visitor.go(TABLE)
    return ready(visitor.page) if scripted else visitor.page


def ready(page):
    expect(page.locator("html[data-table=ready]")).to_have_count(1)
    return page


def row(page, number):
    return page.locator(f"[data-level-row][data-number='{number}']")


def choose(page, number, level):
    row(page, number).get_by_role("combobox").select_option(level)


def stored(number):
    return Answer.objects.with_parents().get(assessment__unit__code="DINKES", indicator__number=number)


def test_several_levels_are_saved(page, visitor, scripted):
    choose(page, 1, "3")
    choose(page, 3, "2")
    if not scripted:
        page.get_by_role("button", name="Simpan semua").click()
        visitor.sees("2 indikator disimpan.")
    else:
        for number in (1, 3):
            expect(row(page, number)).to_contain_text("Tersimpan pukul")
        expect(row(page, 1)).to_contain_text("Kurang: tulis penjelasan capaian")
        visitor.check()
    assert [stored(number).score for number in (1, 2, 3)] == [Decimal(3), None, Decimal(2)]


@pytest.fixture
def colleague(institution, unit):
    return factories.make_user("rekan@uji.local", "Operator Kedua", institution, "operator", unit)


def test_two_people_choose_for_the_same_row(page, visitor, scripted, colleague):
    answer = stored(2)
    workflow.save_answer(answer, by=colleague, seen=answer.versions, score=Decimal(4))

    choose(page, 2, "2")
    if scripted:
        expect(row(page, 2)).to_contain_text("Operator Kedua memilih 4")
        visitor.check()
        assert stored(2).score == Decimal(4)
        page.get_by_role("button", name="Pakai pilihan saya").click()
        expect(row(page, 2)).to_contain_text("Tersimpan pukul")
    else:
        page.get_by_role("button", name="Simpan semua").click()
        visitor.sees("Operator Kedua memilih 4 setelah halaman ini dibuka.")
        page.get_by_role("button", name="Simpan semua").click()
    assert stored(2).score == Decimal(2)


@pytest.mark.parametrize("scripted", [True])
def test_choice_made_without_a_line_arrives_later(page, visitor, colleague):
    page.context.set_offline(True)
    choose(page, 1, "5")
    expect(row(page, 1)).to_contain_text("Luring")
    assert stored(1).score is None

    page.context.set_offline(False)
    visitor.troubles.clear()
    page.reload()
    ready(page)
    expect_nothing_kept(page)

    assert stored(1).score == Decimal(5)
    expect(row(page, 1).get_by_role("combobox")).to_have_value("5")


@pytest.mark.parametrize("scripted", [True])
def test_reload_that_overtakes_the_queue_shows_the_new_choice(page):
    """The server reads the page before the choice arrives; the browser hears of the choice before it shows the page."""
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)

    def overtaken(route):
        early = route.fetch()
        choose(other, 1, "4")
        expect(row(other, 1)).to_contain_text("Tersimpan pukul")
        route.fulfill(response=early)

    page.route("**/tabel/", overtaken, times=1)
    page.reload()
    ready(page)

    expect(row(page, 1).get_by_role("combobox")).to_have_value("4")
    expect(row(page, 1)).to_contain_text("Draf")
    choose(page, 1, "2")
    expect(row(page, 1)).to_contain_text("Tersimpan pukul")
    assert stored(1).score == Decimal(2)


@pytest.mark.parametrize("scripted", [True])
def test_deadline_passes_while_the_table_is_open(page, visitor):
    choose(page, 1, "4")
    expect(row(page, 1)).to_contain_text("Tersimpan pukul")
    Period.objects.update(fill_closes_at=timezone.now() + timedelta(seconds=6))
    checks = page.context.new_page()
    checks.goto(page.url.replace("tabel", "periksa"))
    page.reload()
    ready(page)
    expect(row(page, 1).get_by_role("combobox")).to_be_enabled()

    for tab in (page, checks):
        strip = tab.locator(".deadline-strip")
        expect(strip).to_contain_text("Tenggat telah lewat. Isian hanya dapat dibaca.", timeout=10_000)
        expect(strip.get_by_role("link", name="Ajukan perpanjangan")).to_be_visible()
    expect(row(page, 1).get_by_role("combobox")).to_be_disabled()
    expect(page.get_by_role("button", name="Simpan semua")).to_be_disabled()
    expect(page.locator("[data-table-spoken]")).to_contain_text("Tenggat telah lewat.")
    visitor.check()
    assert stored(1).score == Decimal(4)


@pytest.mark.parametrize("width", [320, 390, 412])
def test_rows_are_far_enough_apart_for_a_thumb(browser, address, assessment, operator, width):
    factories.fill_all(assessment, operator)
    context = browser.new_context(viewport={"width": width, "height": 844}, has_touch=True, is_mobile=True)
    page = signed_in(context, address, operator).new_page()
    page.goto(f"{address}{TABLE}")
    ready(page)

    expect(row(page, 1)).to_contain_text("Lengkap")
    expect_accessible(page)
    for link in page.locator("[data-level-row] a").all():
        assert link.bounding_box()["height"] >= 24
    context.close()
