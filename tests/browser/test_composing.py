"""The composer in its dialog, the ladder that follows, and names that follow their proofs."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments import workflow
from assessments.models import Answer
from tests import factories
from tests.assessments.filling import refreshed, seen_of
from tests.browser.filling import SAVED, expect_accessible, expect_state, opened, text

pytestmark = pytest.mark.django_db(transaction=True)

BLANKS = {
    "Bentuk dokumen": "Peraturan Gubernur",
    "Pasal": "5",
    "Isi pasal": "enam domain arsitektur",
    "Unsur yang terpenuhi": "seluruh unsur",
}
SAID = (
    "Pengaturan Hal 1 dimuat dalam Peraturan Gubernur Nomor 12 Tahun 2022 tentang Arsitektur, Pasal 5 halaman 4-6 "
    "mengenai enam domain arsitektur; lihat {}. Ketentuan tersebut telah mengatur seluruh unsur."
)


@pytest.fixture
def instrument(db):
    return factories.make_instrument("permenpanrb-59-2020")


@pytest.fixture
def decree(answer, operator):
    evidence = factories.stored_file(answer.assessment.unit, operator, title="Arsitektur")
    evidence.document_number = "12 Tahun 2022"
    return workflow.cite(answer, evidence, by=operator, pages="4-6")


def fits(page, *places):
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        expect_accessible(page)
        for place in places:
            assert page.locator(place).evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    page.set_viewport_size({"width": 1366, "height": 768})


def mark(page, level):
    """The switch by which the first proof supports a level."""
    return page.locator("#evidence-list input[type=checkbox]").nth(level - 1)


STORED = """() => document.dispatchEvent(new CustomEvent(
  "evidence:stored", { detail: { url: document.getElementById("answer-form").dataset.url } },
))"""


def changed(page):
    """Tell the page what an upload tells it when the proofs are others now."""
    with page.expect_response("**/keadaan/"):
        page.evaluate(STORED)


def test_composed_text_goes_into_the_field_and_follows_its_proofs(laptop, address, answer, operator, decree):
    factories.fill(refreshed(Answer.objects.get(assessment=answer.assessment, indicator__number=2)), operator)
    page = opened(laptop, address)
    page.locator("label[for=id_score_3]").click()
    expect(mark(page, 3)).to_be_checked()
    expect(page.locator("#ladder")).to_contain_text("Sudah ada Arsitektur.")
    expect(page.locator("#ladder")).to_contain_text("Naik ke tingkat 4: Belum ada bukti yang ditandai")

    page.get_by_role("link", name="Susun dari templat").click()
    dialog = page.get_by_role("dialog", name="Susun penjelasan")
    preview = dialog.locator("[data-composer-text]")
    expect(preview).to_contain_text("dalam ‹bentuk dokumen› Nomor 12 Tahun 2022 tentang Arsitektur, Pasal ‹pasal›")
    for label, value in BLANKS.items():
        dialog.get_by_label(label, exact=True).fill(value)
    expect(preview).to_have_text(SAID.format("1.Arsitektur.pdf"))
    fits(page, "#composer-dialog")
    dialog.get_by_role("button", name="Sisipkan ke penjelasan").click()

    expect(dialog).to_be_hidden()
    expect(text(page)).to_be_focused()
    expect(text(page)).to_have_value(SAID.format("1.Arsitektur.pdf"))
    expect_state(page, SAVED)
    expect(page.locator("#aspect-done")).to_contain_text("Aspek Aspek A1 lengkap. Periksa jawaban aspek ini")
    saved = refreshed(answer)
    assert saved.explanation == SAID.format(f"[[bukti:{decree.evidence_id}]]") and saved.status == "complete"

    decree.answer = saved
    workflow.describe_evidence(decree, by=operator, seen=seen_of(decree), title="Pergub Arsitektur")
    changed(page)
    expect(text(page)).to_have_value(SAID.format("1.Pergub-Arsitektur.pdf"))

    page.locator("label[for=id_score_4]").click()
    expect(page.locator("#ladder")).to_contain_text("Tingkat 4 memerlukan 2 bukti")
    expect(page.locator("#ladder")).to_contain_text("Belum ada bukti yang ditandai untuk tingkat 4.")
    mark(page, 4).check(force=True)
    expect(page.locator("#ladder")).to_contain_text("Sudah ada Pergub Arsitektur.")
    review = factories.stored_file(answer.assessment.unit, operator, title="Reviu")
    review.document_kind, review.document_date = "review", timezone.localdate()
    workflow.cite(refreshed(answer), review, by=operator, levels=[4])
    changed(page)
    expect(page.locator("#ladder")).to_contain_text("Lengkap Sudah ada Pergub Arsitektur dan Reviu.")
    expect(page.locator("#text-advice")).to_contain_text("Saran: Sebutkan juga “1.b.Reviu.pdf”")
    expect(text(page)).to_have_value(SAID.format("1.a.Pergub-Arsitektur.pdf"))

    text(page).press_sequentially(" ")
    text(page).fill(SAID.format("1.a.Pergub-Arsitektur.pdf") + " Lihat 1.c.Notula.pdf.")
    expect(page.locator("#text-advice .is-blocking")).to_contain_text("Tambahkan “1.c.Notula.pdf” sebagai bukti")
    expect(page.locator("#aspect-done p")).to_have_count(0)
    assert f"lihat [[bukti:{decree.evidence_id}]]." in refreshed(answer).explanation
    fits(page, "html")


def test_slots_left_empty_are_named_beside_the_field_and_a_chosen_proof_fills_its_facts(
    laptop, address, answer, decree
):
    page = opened(laptop, address)
    page.goto(f"{page.url}susun/?tingkat=2")
    fits(page, "html")
    title = page.get_by_label("Judul", exact=True)
    title.fill("")
    page.get_by_label("Bukti", exact=True).select_option("")
    expect(page.locator("[data-composer-text]")).to_contain_text("lihat ‹bukti›.")
    page.get_by_label("Bukti", exact=True).select_option(label="1.Arsitektur.pdf")
    expect(title).to_have_value("Arsitektur")
    page.get_by_label("2. Analisis").uncheck()
    expect(page.locator("[data-composer-text]")).not_to_contain_text("Ketentuan")

    page.get_by_role("button", name="Sisipkan ke penjelasan").click()

    expect(text(page)).to_have_value(
        "Pengaturan Hal 1 dimuat dalam ‹bentuk dokumen› Nomor 12 Tahun 2022 tentang Arsitektur, Pasal ‹pasal› "
        "halaman 4-6 mengenai ‹isi pasal›; lihat 1.Arsitektur.pdf."
    )
    expect(page.locator("#text-advice")).to_contain_text("Isi bagian ‹bentuk dokumen›, ‹pasal›, dan 1 lainnya")
