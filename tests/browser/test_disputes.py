"""A decision is disputed and ended, a sample is read again, and the ministry's scores come in: each in one walk."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer, Objection, Period, SecondReading, StageImport
from tests import factories
from tests.browser.filling import expect_accessible, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = ((1366, 768), (390, 844))
WORDS = "Pasal 7 halaman 12 bukti a sudah mengatur seluruh unsur."
ANSWER = "Pasal 7 memang mengatur seluruh unsur yang diminta kriteria."


@pytest.fixture
def second(institution):
    unit = factories.make_unit(institution, "BAPPEDA")
    return factories.make_user("asesor.kedua@uji.local", "Asesor Kedua", institution, "assessor", unit)


@pytest.fixture
def lowered(submitted, assessor):
    """Indicator 1 of Dinas Kesehatan: claimed at 3, set to 2; the others accepted."""
    answers = list(Answer.objects.filter(assessment=submitted).with_parents().order_by("indicator__number"))
    for answer in answers[1:]:
        workflow.accept(answer, by=assessor, version=answer.version)
    workflow.adjust(answers[0], by=assessor, version=answers[0].version, score=Decimal(2), reason=factories.REASON)
    return answers[0]


@pytest.fixture
def tab(browser, address):
    """A tab of a person, in a browser of the person's own."""
    opened = []

    def open_(person, path):
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        opened.append(context)
        page = signed_in(context, address, person).new_page()
        page.goto(address + path)
        return page

    yield open_
    for context in opened:
        context.close()


def passes(page):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        expect_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (page.url, width)
    page.set_viewport_size({"width": 1366, "height": 768})


def test_objection_is_filed_and_ended(lowered, operator, second, tab):
    unit = tab(operator, lowered.get_absolute_url())
    unit.get_by_role("link", name="Ajukan sanggahan").click()
    unit.get_by_role("button", name="Kirim sanggahan").click()
    expect(unit.get_by_role("alert")).to_contain_text("Tulis alasan paling sedikit 20 karakter")
    unit.get_by_label("Alasan sanggahan").fill(WORDS)
    passes(unit)
    unit.get_by_role("button", name="Kirim sanggahan").click()
    expect(unit.get_by_text("Menunggu keputusan")).to_be_visible()
    unit.get_by_label("Tulis komentar").fill("Halaman 12 sampai 14.")
    unit.get_by_role("button", name="Kirim komentar").click()
    expect(unit.locator("#komentar")).to_contain_text("Halaman 12 sampai 14.")
    passes(unit)

    desk = tab(second, "/reviu/sanggahan/")
    desk.get_by_role("link", name="Dinas Kesehatan").click()
    expect(desk.get_by_text(WORDS)).to_be_visible()
    desk.get_by_label("Sanggahan diterima, nilai berubah").check()
    desk.get_by_role("group", name="Tingkat sesudah sanggahan").get_by_text("3", exact=True).click()
    desk.get_by_role("textbox", name="Alasan").fill(ANSWER)
    passes(desk)
    desk.get_by_role("button", name="Simpan keputusan akhir").click()
    expect(desk.get_by_text("Tidak ada sanggahan yang menunggu.")).to_be_visible()
    passes(desk)

    unit.reload()
    expect(unit.get_by_text("Keputusan ini akhir.")).to_be_visible()
    assert Objection.objects.get().state == "granted"


def test_sample_is_drawn_and_read_blind(lowered, coordinator, second, tab):
    office = tab(coordinator, "/reviu/pembacaan/")
    office.get_by_label("Bagian jawaban yang dibaca kedua kali").fill("100")
    office.get_by_role("button", name="Pilih acak").click()
    expect(office.get_by_text("3 jawaban dipilih.")).to_be_visible()

    reader = tab(second, "/reviu/pembacaan/")
    reader.get_by_role("link", name="Dinas Kesehatan").first.click()
    expect(reader.get_by_text(factories.REASON)).to_have_count(0)
    reader.get_by_role("group", name="Tingkat menurut Anda").get_by_text("3", exact=True).click()
    reader.get_by_label("Dasar penilaian Anda").fill(ANSWER)
    passes(reader)
    reader.get_by_role("button", name="Simpan pembacaan").click()
    expect(reader.get_by_role("heading", name="Dinas Kesehatan, 1. Hal 1")).to_be_visible()
    reader.get_by_label("Putusan dipertahankan").check()
    reader.get_by_label("Penjelasan").fill(ANSWER)
    passes(reader)
    reader.get_by_role("button", name="Simpan hasil penyelarasan").click()
    expect(reader.get_by_text("1 sudah diselaraskan")).to_be_visible()
    assert SecondReading.objects.get(verdict="differs").settled_by == second


def test_scores_of_the_ministry_come_from_a_file(lowered, coordinator, tab, tmp_path):
    period = lowered.assessment.period
    workflow.close_period(period, by=coordinator, at_minimum=True, exceptions=ANSWER)
    Period.objects.filter(pk=period.pk).update(stage=Period.Stage.DOCUMENT)
    file = tmp_path / "nilai.csv"
    file.write_text("Indikator;Nilai;Catatan\n1;6;\n2;2;Bukti belum lengkap\n")

    office = tab(coordinator, f"/kelola/periode/{period.slug}/nilai-luar/")
    office.get_by_role("link", name="Impor penilaian dokumen").click()
    office.get_by_label("Berkas nilai").set_input_files(file)
    office.get_by_role("button", name="Periksa berkas").click()
    expect(office.get_by_role("alert").first).to_contain_text("Nilai harus antara 1 sampai 5")
    passes(office)
    file.write_text("Indikator;Nilai;Catatan\n1;4;\n2;2;Bukti belum lengkap\n")
    office.get_by_label("Berkas nilai").set_input_files(file)
    office.get_by_role("button", name="Periksa berkas").click()
    expect(office.get_by_role("heading", name="2 indikator berubah")).to_be_visible()
    passes(office)
    office.get_by_role("button", name="Simpan nilai tahap ini").click()
    expect(office.get_by_role("cell", name="nilai.csv")).to_be_visible()
    passes(office)
    assert StageImport.objects.get().scores.count() == 2
