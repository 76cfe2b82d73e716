"""An assessor reads proofs beside the decision: the cited page, other proofs, the panes, the way into the reason."""

import io
import re

import pikepdf
import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import expect

from assessments.models import Event, Evidence
from tests import factories
from tests.browser.conftest import Visitor
from tests.browser.filling import signed_in
from tests.corpus.pictures import picture

pytestmark = pytest.mark.django_db(transaction=True)


def document(pages):
    """A PDF whose pages say their number."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(1, pages + 1):
        page = made.add_blank_page(page_size=(595, 842))
        page.Contents = made.make_stream(b"BT /F1 24 Tf 60 760 Td (Isi halaman %d) Tj ET" % number)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    return _saved(made)


def scan():
    """A page as scanners make it: one JPEG 2000 picture, all red, which needs a decoder of its own."""
    packed = io.BytesIO()
    Image.new("RGB", (200, 280), "#d00000").save(packed, "JPEG2000")
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    image = made.make_stream(
        packed.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=200,
        Height=280,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.JPXDecode,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=image))
    page.Contents = made.make_stream(b"q 595 0 0 842 0 0 cm /X Do Q")
    return _saved(made)


def _saved(made):
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.fixture
def read(assessment, answer, operator, settings, tmp_path):
    """Four proofs of the first indicator, sent: a long PDF cited at 12-14, a picture, a scan and a broken PDF."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    files = {
        "Laporan": document(40),
        "Foto": picture("PNG", size=(900, 600)),
        "Pindaian": scan(),
        "Rusak": b"%PDF-1.7 x",
    }
    for title, content in files.items():
        factories.cite_file(answer, operator, content=content, title=title)
    Evidence.objects.filter(title="Foto").update(media_type="image/png", original_name="Foto.png")
    answer.citations.filter(evidence__title="Laporan").update(pages="12-14")
    factories.fill_all(assessment, operator)
    factories.submit(assessment, by=operator)
    return answer


@pytest.fixture
def reader(browser, address, assessor, read):
    """The assessor at the review page, at a laptop; whatever the console complains of fails."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    visitor = Visitor(signed_in(context, address, assessor).new_page(), address)
    visitor.go(f"/reviu/{read.pk}/")
    yield visitor
    context.close()


def viewed(title):
    return Event.objects.filter(action="evidence.viewed", target=f"evidence:{Evidence.objects.get(title=title).pk}")


def select_text(page, words):
    page.evaluate(
        """(words) => {
          const line = [...document.querySelectorAll(".textLayer span")].find((one) => one.textContent === words);
          document.getSelection().selectAllChildren(line);
        }""",
        words,
    )


def test_proofs_are_read_beside_the_decision(reader, read):
    page = reader.page
    first, number = page.locator("#part-proof-1"), page.locator("#part-proof-1 [data-page-number]")

    # on the cited page, drawn with its text and with who looks at it
    expect(first.locator(".viewer-page[data-number='12'][data-drawn]")).to_be_in_viewport()
    expect(first.locator(".viewer-page[data-number='12']")).to_have_class(re.compile("is-cited"))
    expect(first.get_by_text("Isi halaman 12", exact=True)).to_be_attached()
    expect(number).to_have_value("12")
    expect(first.locator("[data-page-count]")).to_have_text("dari 40")
    assert first.locator("canvas").count() < 8, "pages are drawn on demand"
    cover = first.locator(".viewer-page[data-number='12'] .viewer-mark")
    words = cover.get_attribute("data-words")
    style = cover.evaluate("one => [getComputedStyle(one).pointerEvents, getComputedStyle(one).backgroundImage]")
    assert re.match(r"Asesor internal · INSPEKTORAT · \d+ \w+ \d{4} pukul \d\d\.\d\d WIB$", words)
    assert style[0] == "none" and "Asesor%20internal" in style[1]
    assert viewed("Laporan").count() == 1
    reader.check()
    reader.fits()

    _go_through_pages(page, first, number)
    assert viewed("Laporan").count() == 1, "pages are no openings"
    _put_references_into_the_reason(page, first)
    _open_other_proofs(reader)
    _move_the_edges(page, reader.address, read)
    _narrow(reader)


def _go_through_pages(page, first, number):
    first.get_by_role("button", name="Halaman berikutnya").click()
    expect(number).to_have_value("13")
    number.fill("40")
    number.press("Enter")
    expect(first.locator(".viewer-page[data-number='40'][data-drawn]")).to_be_in_viewport()
    expect(first.locator(".viewer-page[data-number='12'] canvas")).to_have_count(0)
    expect(first.get_by_role("button", name="Halaman berikutnya")).to_be_disabled()
    first.get_by_role("button", name=re.compile("Dirujuk hlm. 12-14")).click()
    expect(number).to_have_value("12")
    fitted = first.locator(".viewer-page").first.bounding_box()["width"]
    first.get_by_role("button", name="Perbesar").click()
    expect(number).to_have_value("12")
    assert first.locator(".viewer-page").first.bounding_box()["width"] == pytest.approx(fitted * 1.25, abs=2)
    first.get_by_role("button", name="Sesuai lebar").click()
    assert first.locator(".viewer-page").first.bounding_box()["width"] == pytest.approx(fitted, abs=2)


def _put_references_into_the_reason(page, first):
    reason = page.locator("#id_reason")
    page.get_by_label("Tetapkan tingkat lain").check()
    reason.fill("Kriteria belum terbukti () pada laporan.")
    reason.evaluate("one => one.setSelectionRange(25, 25)")
    expect(first.get_by_text("Isi halaman 12", exact=True)).to_be_attached()
    select_text(page, "Isi halaman 12")
    page.locator(".viewer-bubble").click()
    expect(reason).to_have_value("Kriteria belum terbukti (bukti 1 hlm. 12) pada laporan.")
    reason.evaluate("one => one.setSelectionRange(one.value.length, one.value.length)")
    first.get_by_role("button", name="Halaman berikutnya").click()
    first.locator(".viewer-insert").click()
    expect(reason).to_have_value("Kriteria belum terbukti (bukti 1 hlm. 12) pada laporan. bukti 1 hlm. 13")


def _open_other_proofs(reader):
    page = reader.page
    assert not viewed("Foto").exists()
    page.keyboard.press("Alt+2")
    expect(page.get_by_role("tab", name="2 Foto")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#part-proof-2 img")).to_be_visible()
    expect(page.locator("#part-proof-2 .viewer-mark")).to_be_attached()
    expect(page.locator("#part-proof-1")).to_be_hidden()
    assert viewed("Foto").count() == 1 and page.locator("#id_reason").evaluate("one => one === document.activeElement")
    page.get_by_role("tab", name="2 Foto").press("ArrowRight")
    expect(page.get_by_role("tab", name="3 Pindaian")).to_be_focused()
    expect(page.locator("#part-proof-3 .viewer-page[data-drawn]")).to_be_visible()
    middle = "one => [...one.getContext('2d').getImageData(one.width / 2, one.height / 2, 1, 1).data].slice(0, 3)"
    red, green, blue = page.locator("#part-proof-3 canvas").evaluate(middle)
    assert red > 180 and green < 60 and blue < 60, "the scan is drawn, without WebAssembly"
    page.keyboard.press("Alt+4")
    expect(page.locator("#part-proof-4 [data-fault]")).to_contain_text("PDF ini rusak atau tidak lengkap")
    expect(page.locator("#part-proof-4 [data-fault] a")).to_have_attribute("href", re.compile(r"/unduh/$"))
    page.keyboard.press("Alt+5")
    expect(page.locator("#part-proof-5")).to_contain_text("tidak ditandai mati")
    expect(page.locator("#part-proof-5 a[target=_blank]")).to_be_visible()
    page.keyboard.press("Alt+0")
    expect(page.locator("#part-claim")).to_contain_text(factories.EXPLANATION)
    reader.check()
    page.keyboard.press("Alt+1")
    expect(page.locator("#part-proof-1 [data-page-number]")).to_have_value("13")
    assert viewed("Laporan").count() == 1, "the way back is no new opening"


def _move_the_edges(page, address, read):
    edge = page.get_by_role("separator", name="Lebar keputusan")
    before = page.locator(".review-decision").bounding_box()["width"]
    edge.focus()
    edge.press("ArrowLeft")
    edge.press("Shift+ArrowLeft")
    assert page.locator(".review-decision").bounding_box()["width"] == pytest.approx(before + 80, abs=1)
    expect(edge).to_have_attribute("aria-valuenow", str(round(before + 80)))
    queue = page.get_by_role("separator", name="Lebar antrean")
    box = queue.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] - 36, box["y"] + 100, steps=4)
    page.mouse.up()
    assert page.locator(".review-queue").bounding_box()["width"] == pytest.approx(312 - 40, abs=2)
    for pane in (".queue", "#part-proof-1 .viewer-stage", ".review-both"):
        assert page.locator(pane).evaluate("one => getComputedStyle(one).overflowY") == "auto", pane

    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator(".viewer-page[data-number='12'][data-drawn]")).to_be_in_viewport()
    assert page.locator(".review-decision").bounding_box()["width"] == pytest.approx(before + 80, abs=1)
    assert viewed("Laporan").count() == 2, "the page was opened again"
    page.get_by_role("separator", name="Lebar keputusan").press("Enter")
    assert page.locator(".review-decision").bounding_box()["width"] == pytest.approx(before, abs=1)


def _narrow(reader):
    page = reader.page
    page.set_viewport_size({"width": 1100, "height": 768})
    expect(page.locator(".review-queue")).to_be_hidden()
    drawer = page.get_by_role("button", name=re.compile("^Antrean"))
    drawer.click()
    expect(page.locator(".review-queue")).to_be_in_viewport()
    expect(drawer).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.querySelector('.review-queue').contains(document.activeElement)")
    reader.check()
    page.keyboard.press("Escape")
    expect(page.locator(".review-queue")).to_be_hidden()
    expect(drawer).to_be_focused()

    page.set_viewport_size({"width": 390, "height": 844})
    parts = page.get_by_role("navigation", name="Bagian reviu")
    expect(page.locator("#bukti")).to_be_visible()
    expect(page.locator(".review-decision")).to_be_hidden()
    reader.check()
    reader.fits()
    parts.get_by_role("link", name="Kriteria").click()
    expect(page.locator("#kriteria")).to_be_visible()
    expect(page.locator("#bukti")).to_be_hidden()
    expect(page.locator("#id_verdict")).to_be_hidden()
    parts.get_by_role("link", name="Keputusan").click()
    expect(page.locator("#id_verdict")).to_be_visible()
    expect(page.locator("#kriteria")).to_be_hidden()
    reader.check()
    reader.fits()
    parts.get_by_role("link", name="Bukti").click()
    expect(page.locator("#part-proof-1 .viewer-page[data-number='12'][data-drawn]")).to_be_attached()


def test_office_file_comes_in_when_its_pdf_is_made(browser, address, assessor, read, operator, settings, tmp_path):
    """The page asks for it by itself, and shows it where the assessor waits."""
    made = tmp_path / "made.pdf"
    made.write_bytes(document(3))
    script = tmp_path / "soffice"
    script.write_text(f'#!/bin/sh\nfor one in "$@"; do FILE="$one"; done\ncp {made} "${{FILE%.docx}}.pdf"\n')
    script.chmod(0o755)
    settings.SOFFICE_PATH, settings.PREVIEW_ROOT = str(script), tmp_path / "previews"
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    Evidence.objects.filter(title="Laporan").update(media_type=office, original_name="Laporan.docx")
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    visitor = Visitor(signed_in(context, address, assessor).new_page(), address)
    visitor.go(f"/reviu/{read.pk}/")
    page = visitor.page
    page.keyboard.press("Alt+1")
    expect(page.locator("#part-proof-1")).to_contain_text("Tampilan sedang disiapkan")

    call_command("work", "--once")

    expect(page.locator("#part-proof-1 .viewer-page[data-number='3'][data-drawn]")).to_be_in_viewport()
    visitor.check()
    assert viewed("Laporan").count() == 1
    context.close()


def test_without_scripts_proofs_are_cards(browser, address, assessor, read):
    context = browser.new_context(viewport={"width": 1366, "height": 768}, java_script_enabled=False)
    page = signed_in(context, address, assessor).new_page()
    page.goto(f"{address}/reviu/{read.pk}/")

    expect(page.locator(".evidence-card")).to_have_count(5)
    expect(page.locator(".evidence-card").first.get_by_role("link", name="Unduh")).to_be_visible()
    assert page.get_by_role("tab").count() == 0 and page.get_by_role("separator").count() == 0
    assert page.locator(".viewer-bar:visible, .viewer-insert:visible").count() == 0
    context.close()
