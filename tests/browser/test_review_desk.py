"""The desk of several people: sharing out, accepting together, and one answer open to two assessors."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.models import Answer, Event, Review, ReviewAssignment, ReviewLock
from tests import factories
from tests.browser.filling import AXE_OPTIONS, expect_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = ((1366, 768), (1920, 1080), (390, 844))
TYPED = "Kriteria tingkat ketiga belum terbukti pada halaman yang dirujuk."


@pytest.fixture
def second_assessor(institution, other_unit):
    return factories.make_user("asesor.disdik@uji.local", "Asesor Pendidikan", institution, "assessor", other_unit)


@pytest.fixture
def sent(last_year, period, unit, operator):
    """Dinas Kesehatan sent 1 and 2 as last year's, and 3 with another text."""
    assessment = period.assessments.get(unit=unit)
    for answer in Answer.objects.filter(assessment=assessment).with_parents().order_by("indicator__number"):
        if answer.indicator.number == 3:
            factories.fill(answer, operator)
            continue
        saved = workflow.copy_answer(answer, earlier_answer(answer), by=operator, seen=answer.versions)
        workflow.reuse_evidence(saved, earlier_answer(answer), by=operator)
    workflow.confirm_all_copies(assessment, by=operator)
    return factories.submit(assessment, by=operator)


@pytest.fixture
def desk(browser, address):
    """A tab of a person, in a browser of the person's own."""
    opened = []

    def tab(person, path):
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        opened.append(context)
        page = signed_in(context, address, person).new_page()
        page.goto(address + path)
        return page

    yield tab
    for context in opened:
        context.close()


def passes(page):
    """Axe at all sizes, and nothing wider than the window."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        expect_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (page.url, width)
    page.set_viewport_size({"width": 1366, "height": 768})


def notice_passes(page):
    """The notice only: the page around it has a test of its own."""
    found = Axe().run(page, context=".review-held", options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()


def test_sharing_out_and_accepting_together(sent, desk, coordinator, assessor, own_assessor):
    page = desk(coordinator, "/kelola/periode/lampung-2023/")
    page.get_by_role("link", name="Pembagian reviu").click()
    page.get_by_label("Asesor", exact=True).select_option(label="Asesor Dinas Kesehatan")
    page.get_by_label("Perangkat daerah", exact=True).select_option(label="Dinas Kesehatan")
    page.get_by_role("button", name="Tambah bagian").click()
    expect(page.locator(".field-error")).to_contain_text("berasal dari Dinas Kesehatan")
    page.get_by_label("Asesor", exact=True).select_option(label="Asesor Inspektorat")
    page.get_by_role("button", name="Tambah bagian").click()
    expect(page.get_by_role("row", name="Asesor Inspektorat")).to_contain_text("Dinas Kesehatan")
    passes(page)
    page.get_by_role("link", name="Usulkan bagi rata").click()
    passes(page)
    assert ReviewAssignment.objects.get().assessor == assessor

    page = desk(assessor, "/reviu/")
    expect(page.get_by_role("heading", name="3 jawaban ditugaskan kepada Anda")).to_be_visible()
    page.get_by_role("link", name="Terima yang tidak berubah").click()
    button = page.locator("[data-bulk-submit]")
    expect(button).to_be_hidden()
    page.get_by_label("Pilih semua di halaman ini").check()
    expect(button).to_have_text("Terima 2 jawaban")
    passes(page)
    button.click()
    expect(page.get_by_role("heading", name="Terima 2 jawaban?")).to_be_visible()
    passes(page)
    page.get_by_role("button", name="Terima 2 jawaban").click()
    expect(page.locator("main")).to_contain_text("2 jawaban diterima")
    assert Review.objects.filter(answer__assessment=sent, verdict="accept").count() == 2


def test_lock_and_taking_over(sent, desk, assessor, second_assessor):
    answer = Answer.objects.get(assessment=sent, indicator__number=3)
    path = f"/reviu/{answer.pk}/"
    first = desk(assessor, "/reviu/")
    first.clock.install()
    first.goto(first.url.removesuffix("/reviu/") + path)
    first.get_by_text("Minta perbaikan").click()
    first.get_by_role("textbox", name="Alasan").first.fill(TYPED)

    second = desk(second_assessor, path)
    expect(second.locator(".review-held")).to_contain_text("Asesor Inspektorat sedang mereviu jawaban ini sejak")
    expect(second.locator("[data-main-submit]")).to_have_count(0)
    notice_passes(second)
    second.get_by_role("button", name="Ambil alih").click()
    expect(second.locator("[data-main-submit]")).to_be_visible()
    assert ReviewLock.objects.get().holder == second_assessor

    first.clock.fast_forward(61_000)
    first.mouse.wheel(0, 10)
    notice = first.locator("[data-hold]")
    expect(notice).to_contain_text("Asesor Pendidikan sedang mereviu jawaban ini sejak")
    first.locator("[data-main-submit]").click()
    expect(first.locator(".review-held")).to_contain_text("Keputusan Anda belum tersimpan")
    expect(first.get_by_role("textbox", name="Alasan").first).to_have_value(TYPED)
    assert not Review.objects.filter(answer=answer).exists()
    notice_passes(first)

    second.goto("about:blank")  # leaving lets go, so that the first goes on as before
    for _ in range(50):
        if not ReviewLock.objects.exists():
            break
        second.wait_for_timeout(100)
    assert not ReviewLock.objects.exists()
    first.get_by_role("button", name="Ambil alih dan simpan").click()
    first.wait_for_url(lambda url: path not in url)
    assert Review.objects.get(answer=answer).reason == TYPED
    assert Event.objects.filter(action="review.taken_over").count() == 1
