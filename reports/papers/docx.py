"""A formal paper as DOCX: A4, a foot with QR code and digest on each page, the same bytes for the same content.

Rows of tables are written as XML at once: python-docx looks through the whole table for each cell, which takes minutes
for the evidence of a province. Texts go through lxml, so that no character of them can act as markup.
"""

import io
import re
import zipfile
from datetime import UTC

import segno
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FONT, SIZE = "Arial", 10.5
UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
EPOCH = (1980, 1, 1, 0, 0, 0)
WIDTH = 16.5  # cm between the margins
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


class Paper:
    """Written from top to bottom; `content()` returns the bytes."""

    def __init__(self, title, made_at, author):
        self.document = Document()
        self._set_page()
        self._set_styles()
        facts = self.document.core_properties
        facts.title, facts.author, facts.last_modified_by = clean(title), clean(author), clean(author)
        facts.created = facts.modified = made_at.astimezone(UTC).replace(tzinfo=None)
        facts.language, facts.comments, facts.revision = "id-ID", "", 1

    def mark(self, text):
        """A line on top of each page."""
        self._run(self._only(self.document.sections[0].header), text, bold=True, size=9)
        self._only(self.document.sections[0].header).alignment = CENTER

    def foot(self, address, lines):
        """The QR code, and beside it what says which data this paper shows, on every page."""
        footer = self.document.sections[0].footer
        table = footer.add_table(1, 2, Cm(WIDTH))
        code, text = table.rows[0].cells
        code.width, text.width = Cm(2.1), Cm(WIDTH - 2.1)
        code.paragraphs[0].add_run().add_picture(_qr(address), width=Cm(1.75))
        for place, line in enumerate(lines):
            paragraph = text.paragraphs[0] if place == 0 else text.add_paragraph()
            self._run(paragraph, line, size=7)
        self._page_number(text.add_paragraph())
        first = footer.paragraphs[0]
        first._p.getparent().remove(first._p)
        self._run(footer.add_paragraph(), "", size=2)

    def heading(self, text, level=1):
        paragraph = self.document.add_heading(level=level)
        self._run(paragraph, text)
        if level == 1:
            paragraph.alignment = CENTER
        return paragraph

    def line(self, text, *, bold=False, center=False, size=None):
        paragraph = self.document.add_paragraph()
        paragraph.alignment = CENTER if center else JUSTIFY
        self._run(paragraph, text, bold=bold, size=size)
        return paragraph

    def points(self, texts, marks="1"):
        """A list that is numbered in its text: Word and LibreOffice count otherwise than one another."""
        for place, text in enumerate(texts):
            sign = f"{chr(ord('a') + place)}." if marks == "a" else f"{place + 1}."
            paragraph = self.line(f"{sign}\t{text}")
            paragraph.paragraph_format.left_indent = Cm(0.8)
            paragraph.paragraph_format.first_line_indent = Cm(-0.8)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))
            paragraph.paragraph_format.space_after = Pt(2)

    def facts(self, rows):
        """Label and value, without lines."""
        self._table([(label, f": {value}") for label, value in rows], (5.2, WIDTH - 5.2), lined=False)

    def table(self, head, rows, widths, *, size=9, numbers=()):
        self._table([head, *rows], widths, size=size, has_head=True, numbers=numbers)

    def signatures(self, people):
        """(lines above, name, line below) side by side, with room for the signature."""
        cells = [[*above, "", "", "", "", name, below] for above, name, below in people]
        width = WIDTH / len(cells)
        self._table([["\n".join(lines) for lines in cells]], [width] * len(cells), lined=False, size=10, keep=True)

    def page_break(self):
        self.document.add_page_break()

    def content(self):
        out = io.BytesIO()
        self.document.save(out)
        return _same_bytes(out.getvalue())

    def _table(self, rows, widths, *, lined=True, size=10, has_head=False, numbers=(), keep=False):
        table = self.document.add_table(0, len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        if lined:
            table.style = "Table Grid"
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for place, row in enumerate(rows):
            is_head = has_head and place == 0
            table._tbl.append(_row(row, widths, size, is_head, numbers, keep))
        gap = self.document.add_paragraph()
        gap.paragraph_format.space_after = Pt(4)

    def _set_page(self):
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.25)
        section.top_margin, section.bottom_margin = Cm(2), Cm(3.2)
        section.header_distance, section.footer_distance = Cm(0.9), Cm(0.6)

    def _set_styles(self):
        for name, size in (("Normal", SIZE), ("Heading 1", 13), ("Heading 2", 11)):
            style = self.document.styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            style.font.color.rgb = None
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(attribute), None)
            for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(attribute), FONT)
            style.paragraph_format.space_after = Pt(5)
            style.paragraph_format.space_before = Pt(10 if name == "Heading 2" else 0)
            if color := style.element.rPr.find(qn("w:color")):
                style.element.rPr.remove(color)

    def _run(self, paragraph, text, *, bold=None, size=None):
        run = paragraph.add_run(clean(text))
        run.bold = bold
        run.font.size = Pt(size) if size else None
        return run

    def _only(self, part):
        return part.paragraphs[0]

    def _page_number(self, paragraph):
        for text, field in (("Halaman ", "PAGE"), (" dari ", "NUMPAGES")):
            self._run(paragraph, text, size=7)
            element = OxmlElement("w:fldSimple")
            element.set(qn("w:instr"), field)
            element.append(_text_run("1", 7))
            paragraph._p.append(element)


def clean(text):
    """Without the characters that XML cannot hold; line breaks and tabs stay."""
    return UNSAYABLE.sub("", str(text))


def _row(cells, widths, size, is_head, numbers, keep):
    row = OxmlElement("w:tr")
    facts = OxmlElement("w:trPr")
    facts.append(OxmlElement("w:cantSplit"))
    if is_head:
        facts.append(OxmlElement("w:tblHeader"))
    row.append(facts)
    for place, (text, width) in enumerate(zip(cells, widths, strict=True)):
        row.append(_cell(text, width, size, is_head, "right" if place in numbers else "left", keep))
    return row


def _cell(text, width, size, is_head, side, keep):
    cell = OxmlElement("w:tc")
    facts = OxmlElement("w:tcPr")
    room = OxmlElement("w:tcW")
    room.set(qn("w:w"), str(round(width * 567)))
    room.set(qn("w:type"), "dxa")
    facts.append(room)
    cell.append(facts)
    for line in clean(text).split("\n"):
        cell.append(_paragraph(line, size, is_head, side, keep))
    return cell


def _paragraph(text, size, is_head, side, keep):
    paragraph = OxmlElement("w:p")
    facts = OxmlElement("w:pPr")
    if is_head or keep:
        facts.append(OxmlElement("w:keepNext"))
    space = OxmlElement("w:spacing")
    space.set(qn("w:after"), "0")
    facts.append(space)
    align = OxmlElement("w:jc")
    align.set(qn("w:val"), side)
    facts.append(align)
    paragraph.append(facts)
    paragraph.append(_text_run(text, size, bold=is_head))
    return paragraph


def _text_run(text, size, bold=False):
    run = OxmlElement("w:r")
    facts = OxmlElement("w:rPr")
    if bold:
        facts.append(OxmlElement("w:b"))
    points = OxmlElement("w:sz")
    points.set(qn("w:val"), str(round(size * 2)))
    facts.append(points)
    run.append(facts)
    run.text = text
    return run


def _qr(address):
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="png", scale=6, border=1)
    out.seek(0)
    return out


def _same_bytes(content):
    """The same archive with one time and one order: python-docx writes the clock into it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            kept.writestr(entry, made.read(name), compresslevel=6)
    return out.getvalue()
