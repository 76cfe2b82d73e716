"""Every good file is accepted, every trick is refused with its own sentence (reliability.md U4 to U7)."""

import re

import pytest

from assessments.validators.inspection import EXTENSIONS, Inspection, inspect
from assessments.validators.rejection import KINDS, SENTENCES, Rejected
from tests.corpus import EXE, GOOD, HOSTILE, HTML, content_of, pdfs
from tests.corpus.documents import archive, docx, xlsx
from tests.corpus.pdfs import TEXT, flate, object_streams, pdf, stream
from tests.corpus.pictures import picture

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def inspected(tmp_path):
    def inspected(name, content):
        path = tmp_path / "staged"
        path.write_bytes(content)
        return inspect(path, name)

    return inspected


@pytest.mark.parametrize("name", GOOD)
def test_good_file_is_accepted(inspected, name):
    found = inspected(name, content_of(GOOD[name]))

    assert found.media_type == EXTENSIONS[name.rpartition(".")[2].lower()]
    assert EXTENSIONS[found.extension] == found.media_type


@pytest.mark.parametrize("trick", HOSTILE)
def test_hostile_file_is_refused(inspected, trick):
    name, content, code = HOSTILE[trick]

    with pytest.raises(Rejected) as refusal:
        inspected(name, content_of(content))

    assert refusal.value.code == code


def test_corpus_covers_the_refusals_that_a_file_can_earn():
    assert len(GOOD) >= 12
    assert len(HOSTILE) >= 40
    assert {code for _, _, code in HOSTILE.values()} == SENTENCES.keys() - {"big", "many", "full", "virus"}


def test_refused_kind_is_told_every_kind_that_is_accepted():
    told = "Jenis berkas harus PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, atau JPG"

    assert SENTENCES["type"] == told
    assert {kind.lower() for kind in KINDS} | {"jpeg"} == EXTENSIONS.keys()


@pytest.mark.parametrize("code", SENTENCES)
def test_refusal_is_a_sentence_that_says_what_to_do(code):
    sentence = SENTENCES[code]

    assert sentence[0].isupper() or sentence[0] == "{"
    assert not sentence.endswith(".")
    assert not re.search(r"maaf|ups|mohon|valid|submit|upload|review|\blevel\b", sentence, re.I)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("notulen.pdf", picture("PNG"), "isinya gambar PNG. Simpan ulang sebagai PDF, atau ganti namanya menjadi .png"),
        ("rekap.docx", xlsx(), "isinya lembar kerja Excel (XLSX). Simpan ulang sebagai DOCX, atau ganti namanya"),
        ("foto.jpeg", pdf(), "isinya dokumen PDF. Simpan ulang sebagai JPEG, atau ganti namanya menjadi .pdf"),
        ("foto.jpg", picture("GIF"), "isinya gambar GIF. Simpan ulang sebagai JPG, lalu unggah lagi"),
        ("foto.png", picture("WEBP"), "isinya gambar WebP. Simpan ulang sebagai PNG, lalu unggah lagi"),
        ("foto.jpg", b"\0\0\0 ftypheic" + bytes(90), "isinya foto HEIC. Simpan ulang sebagai JPG, lalu unggah lagi"),
        ("laman.pdf", HTML, "isinya laman web (HTML). Simpan ulang sebagai PDF, lalu unggah lagi"),
        ("surat.pdf", archive({"a.txt": "a"}), "isinya arsip ZIP. Keluarkan isinya, lalu unggah berkasnya satu per"),
        (
            "surat.docx",
            OLD_OFFICE,
            "isinya dokumen Office lama (DOC, XLS, atau PPT). Simpan ulang sebagai DOCX, lalu unggah",
        ),
        ("surat.pdf", EXE, "isinya program komputer. Unggah dokumen yang asli"),
        ("surat.pdf", b"tanpa tanda", "isinya bukan PDF. Simpan ulang sebagai PDF, lalu unggah lagi"),
    ],
)
def test_refusal_names_what_the_file_is_and_what_to_do(inspected, name, content, sentence):
    with pytest.raises(Rejected) as refusal:
        inspected(name, content)

    given = name.partition(".")[2]
    assert refusal.value.message.startswith(f"Berkas ini bernama .{given} tetapi {sentence}")


def test_pdf_tells_its_pages_and_its_text(inspected):
    assert inspected("a.pdf", pdf()) == Inspection("application/pdf", "pdf", has_text_layer=True, page_count=1)
    assert inspected("a.pdf", pdfs.scanned_page()).has_text_layer is False


@pytest.mark.parametrize("with_text", [0, 1, 2, 3])
def test_text_layer_means_text_on_at_least_half_of_the_pages(inspected, with_text):
    content = pdfs.many_pages([TEXT] * with_text + [b"0 0 9 9 re f"] * (3 - with_text))

    assert inspected("a.pdf", content).has_text_layer == (with_text >= 2)


@pytest.mark.parametrize(
    "document",
    [
        pdf(flate(b"/Type /XObject /Subtype /Form", TEXT), content=b"/X Do"),
        pdf(pdfs.form_of_form(7), pdfs.form_of_form(8), flate(b"/Subtype /Form", TEXT), content=b"/X Do"),
        pdf(content=b"BT /F1 12 Tf [(Per) -20 (aturan)] TJ ET"),
        object_streams(pdf()),
        pdfs.with_ascii85_content(),
    ],
    ids=["form", "form-in-form", "kerned", "object-stream", "ascii85"],
)
def test_text_is_found_where_producers_put_it(inspected, document):
    assert inspected("a.pdf", document).has_text_layer is True


@pytest.mark.parametrize(
    "document",
    [
        pdf(pdfs.form_of_form(6), content=b"/X Do"),
        pdf(stream(b"/Subtype /Form /Filter /FlateDecode", b"damaged"), content=b"/X Do"),
        pdf(stream(b"/Subtype /Form /Filter /LZWDecode", b"?"), content=b"/X Do"),
        pdf(content=b"% (Peraturan) Tjx"),
    ],
    ids=["form-of-itself", "damaged-form", "old-packing", "no-operator"],
)
def test_no_text_is_no_reason_to_refuse(inspected, document):
    assert inspected("a.pdf", document).has_text_layer is False


def test_name_may_end_in_capitals_and_have_many_dots(inspected):
    assert inspected("Peraturan.No.7.Final.DOCX", docx()).extension == "docx"


def test_parser_that_breaks_on_a_file_refuses_it(inspected, monkeypatch):
    def break_down(path):
        raise RuntimeError("boom")

    monkeypatch.setattr("assessments.validators.pdf.inspect_pdf", break_down)

    with pytest.raises(Rejected) as refusal:
        inspected("a.pdf", pdf())

    assert refusal.value.code == "unreadable"


def test_workbook_of_a_real_writer_may_hold_words_that_look_like_functions(inspected):
    assert inspected("a.xlsx", xlsx('="DDE(a) | WEBSERVICE(b)"&A1')).extension == "xlsx"
