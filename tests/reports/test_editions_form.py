"""What holds for every edition: its form as a document, and that no text from people breaks it."""

import io
from html.parser import HTMLParser

import page
import pdfua
import pikepdf
import pytest

from reports import pdf_process
from reports.rendering import render_in_process
from tests.reports.pdf_documents import (
    EDITIONS,
    html_of,
    load,
    pages_in,
    pdf_of,
    text_in,
    text_of,
    typed_over,
)

EDITION = pytest.mark.parametrize(("name", "kind", "unit"), EDITIONS)
HOSTILE = '<script>alert(1)</script><img src=x onerror=a()> <b style="color:red">tebal</b> {{ 7 }} &amp; \'"'
LONG_WORD = "Penyelenggaraanpemerintahanberbasiselektronik" * 4
UNCOVERED = "日本 عربى 😀 \u202eterbalik\u202c \x00\x07 \ud800 café"
ELEMENTS = {
    "html", "head", "meta", "title", "body", "section", "div", "p", "h1", "h2", "h3", "b", "span", "br", "ol", "li",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td",
    "svg", "desc", "rect", "line", "text", "circle", "polygon", "path", "g",
}  # fmt: skip


class Markup(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.attributes = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}


def conformance_faults(pdf):
    """What the validator finds, without its false alarm about the length of a stream."""
    failures = page.validate_pdf_bytes(pdf, profile="ua1").failures
    return [(failure.rule_id, failure.message) for failure in failures if "STREAM-LENGTH" not in failure.rule_id]


def boxes_of(html):
    """(page width, words, right edge) of every text in the laid-out document."""
    pdf_process.render("<html lang=id><title>siapkan pustaka</title>")
    from weasyprint import CSS, HTML  # noqa: PLC0415  needs pango, as in the renderer

    def texts(box):
        if getattr(box, "text", ""):
            yield box.text, box.position_x, box.position_x + box.width
        for child in getattr(box, "children", ()):
            yield from texts(child)

    stylesheet = CSS(string=pdf_process.STYLESHEET.read_text())
    for sheet in HTML(string=html).render(stylesheets=[stylesheet]).pages:
        yield from ((sheet.width, *text) for text in texts(sheet._page_box))


class TestEveryEdition:
    @EDITION
    def test_it_conforms_to_pdf_ua(self, name, kind, unit, tmp_path):
        pdf = pdf_of(name, kind, unit)
        path = tmp_path / "document.pdf"
        path.write_bytes(pdf)

        assert conformance_faults(pdf) == []
        assert [f for f in pdfua.validate(path).findings if "error" in str(f.severity).lower()] == []

    @EDITION
    def test_headings_are_scoped_and_decoration_is_silent(self, name, kind, unit):
        with pikepdf.open(io.BytesIO(pdf_of(name, kind, unit))) as pdf:
            elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"]
            reachable = list(_elements_below(pdf.Root.StructTreeRoot.K))
            marked = sum(_marked_on(sheet) for sheet in pdf.pages)
            told = sum(isinstance(kid, int) for e in reachable for kid in e.K)

            assert {str(e.A.Scope) for e in elements if e.S == "/TH"} == {"/Column", "/Row"}
            assert all("/Alt" in e for e in reachable if e.S == "/Figure")
            assert marked == told

    @EDITION
    def test_every_page_says_that_nobody_signed_and_that_it_is_sample_data(self, name, kind, unit):
        for sheet in pages_in(pdf_of(name, kind, unit)):
            text = sheet.extract_text()
            assert "BELUM DITANDATANGANI" in text
            assert "DATA CONTOH" in text

    @EDITION
    def test_it_is_stamped(self, name, kind, unit):
        text = text_of(name, kind, unit)

        assert "K7QX-94MD" in text
        assert "24 Juli 2023 pukul 14.05 WIB" in text
        assert "https://spbe.contoh.example/verifikasi/K7QX94MD/" in text
        assert f"Halaman 1 dari {len(pages_in(pdf_of(name, kind, unit)))}" in text

    @EDITION
    def test_the_page_holds_no_inline_style_and_nothing_active(self, name, kind, unit):
        markup = Markup(html_of(load(name), kind, unit))

        assert markup.elements <= ELEMENTS
        assert not {a for a in markup.attributes if a == "style" or a.startswith("on") or a in ("href", "src")}

    @pytest.mark.parametrize(("name", "kind", "unit"), [EDITIONS[0], EDITIONS[1], EDITIONS[3], EDITIONS[7]])
    def test_no_text_sticks_out(self, name, kind, unit):
        html = html_of(load(name), kind, unit)

        assert [words for width, words, _, right in boxes_of(html) if right > width - 30] == []


class TestTextFromPeople:
    @pytest.mark.parametrize(("kind", "unit"), [("province", None), ("executive", None), ("unit", "BPKAD")])
    def test_markup_is_shown_and_never_obeyed(self, kind, unit):
        data = typed_over(load("result_337"), HOSTILE)

        markup = Markup(html_of(data, kind, unit))

        assert markup.elements <= ELEMENTS
        assert not {a for a in markup.attributes if a == "style" or a.startswith("on") or a in ("href", "src")}

    def test_markup_is_printed_as_typed(self):
        data = load("result_pemdi")
        data["indicators"][0]["short_name"] = HOSTILE

        printed = text_in(render_in_process(html_of(data, "province")))

        assert "<script>alert(1)</script><img src=x onerror=a()>" in printed

    @pytest.mark.parametrize("words", [LONG_WORD, "kata yang panjang sekali " * 8], ids=["one word", "many words"])
    @pytest.mark.parametrize(("kind", "unit"), [("executive", None), ("unit", "BPKAD")])
    def test_long_words_stay_on_the_sheet(self, words, kind, unit):
        html = html_of(typed_over(load("result_337"), words), kind, unit)

        assert [text for width, text, _, right in boxes_of(html) if right > width - 30] == []

    @pytest.mark.parametrize("words", [HOSTILE, LONG_WORD, UNCOVERED, "kata yang panjang sekali " * 8])
    @pytest.mark.parametrize("name", ["result_337", "result_pemdi"])
    def test_the_executive_edition_stays_on_one_page(self, words, name):
        pdf = render_in_process(html_of(typed_over(load(name), words), "executive"))

        assert len(pages_in(pdf)) == 1
        assert conformance_faults(pdf) == []

    def test_characters_without_a_glyph_become_boxes(self):
        data = load("result_337")
        data["institution"]["name"] = UNCOVERED

        html = html_of(data, "executive")

        assert "□□ □□□□ □ □terbalik□ □□ □ café" in html


def _elements_below(kids):
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from _elements_below(kid.get("/K", pikepdf.Array()))


def _marked_on(sheet):
    """How many pieces of the page claim to be told by the document's tree."""
    operators = [o for o in pikepdf.parse_content_stream(sheet) if str(o.operator) == "BDC"]
    return sum("/MCID" in o.operands[1] for o in operators)
