from pathlib import PurePosixPath
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.export_names import export_names, lost_name, shortened, slug
from assessments.models import Citation, Evidence
from indicators.models import Indicator, Instrument

PATTERNS = ("{number}.{letter}.{title}", "indikator{number}{letter}")
titles = st.text(max_size=200) | st.text("aX9 -_./", max_size=200)


def indicator(number=1, pattern=PATTERNS[0], limit=55):
    return Indicator(number=number, instrument=Instrument(filename_pattern=pattern, max_filename=limit))


def cited(*proofs):
    """Citations in order of (title, file name) and perhaps the document status; without a file name it is a link."""
    citations = []
    for position, (title, file, *status) in enumerate(proofs, 1):
        kind = Evidence.Kind.LINK if file is None else Evidence.Kind.FILE
        evidence = Evidence(
            pk=position, kind=kind, title=title, original_name=file or "", document_status="".join(status)
        )
        evidence.url = "https://contoh.go.id/laporan" if file is None else ""
        citations.append(Citation(evidence=evidence, position=position))
    return citations


def names(*proofs, **options):
    return list(export_names(cited(*proofs), indicator(**options)).values())


def test_names_of_the_guide_come_out_as_printed():
    """process.md 8.2: the Pedoman's own examples."""
    assert names(("Pergub-1-2020", "scan.pdf")) == ["1.Pergub-1-2020.pdf"]
    assert names(("Pergub 1/2020", "a.PDF"), ("reviu_arsitektur", "b.pdf")) == [
        "1.a.Pergub-1-2020.pdf",
        "1.b.reviu_arsitektur.pdf",
    ]
    assert names(("Pergub Arsitektur SPBE", "a.pdf", "draft")) == ["1.R-Pergub-Arsitektur-SPBE.pdf"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Laporan Évaluasi – Tahun 2023", "Laporan-Evaluasi-Tahun-2023"),
        ("Pergub No. 1/2020 (salinan)", "Pergub-No-1-2020-salinan"),
        ("  dua   spasi__dan--tanda  ", "dua-spasi_dan-tanda"),
        ("Straße, Øresund", "Strasse-Oresund"),
        ("報告", ""),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slug_keeps_words_and_drops_the_rest(title, expected):
    assert slug(title) == expected


def test_letters_are_those_of_the_citations_and_links_keep_their_address():
    assert names(("Satu", "a.pdf"), ("Dua", None), ("Tiga", "c.xlsx")) == [
        "1.a.Satu.pdf",
        "https://contoh.go.id/laporan",
        "1.c.Tiga.xlsx",
    ]
    assert names(("Satu", None), ("Dua", None), ("Tiga", "c.jpeg")) == [
        "https://contoh.go.id/laporan",
        "https://contoh.go.id/laporan (2)",
        "1.Tiga.jpeg",
    ]
    many = names(*[("Berkas", "x.pdf")] * 28)
    assert (many[25], many[26], many[27]) == ("1.z.Berkas.pdf", "1.aa.Berkas.pdf", "1.ab.Berkas.pdf")


def test_titles_are_shortened_at_the_last_word_that_fits():
    title = "Peraturan Gubernur tentang Arsitektur dan Peta Rencana Pemerintahan Digital"
    assert names((title, "a.pdf")) == ["1.Peraturan-Gubernur-tentang-Arsitektur-dan-Peta.pdf"]
    assert shortened("satu-dua", 8) == "satu-dua" and shortened("satu-dua", 7) == "satu"
    assert shortened("satudua", 4) == "satu" and shortened("satu-dua", 4) == "satu"


def test_equal_names_are_told_apart_without_passing_the_limit():
    pattern = "{number}.{title}"
    assert names(("Sama", "a.pdf"), ("sama", "b.PDF"), ("Sama", "c.pdf"), pattern=pattern) == [
        "1.Sama.pdf",
        "1.sama-2.pdf",
        "1.Sama-3.pdf",
    ]
    long = names(("x" * 90, "a.pdf"), ("x" * 90, "b.pdf"), pattern=pattern)
    assert [len(name) for name in long] == [55, 55] and long[1].endswith("x-2.pdf")
    assert names(("Satu", "a.pdf"), ("Dua", "b.pdf"), number=7, pattern=PATTERNS[1]) == [
        "indikator7a.pdf",
        "indikator7b.pdf",
    ]
    assert names(("Satu", "a.pdf"), number=7, pattern=PATTERNS[1]) == ["indikator7.pdf"]


def test_untitled_and_already_named_files():
    assert names(("報告", "a.pdf")) == ["1.Bukti.pdf"]
    assert names(("1.a.Pergub-1-2020", "1.a.Pergub-1-2020.pdf")) == ["1.Pergub-1-2020.pdf"]
    assert names(("1.5 juta pengguna", "a.pdf")) == ["1.1-5-juta-pengguna.pdf"]


def test_lost_proof_is_called_without_its_letter():
    first, second = cited(("Satu", "a.pdf"), ("Dua", None))
    assert lost_name(first.evidence, indicator()) == "1.Satu.pdf"
    assert lost_name(second.evidence, indicator()) == "https://contoh.go.id/laporan"


@given(
    proofs=st.lists(
        st.tuples(titles, st.sampled_from(["a.pdf", "b.XLSX", "tanpa", "c.jpeg"]), st.sampled_from(["draft", ""])),
        min_size=1,
        max_size=40,
    ),
    number=st.integers(1, 99),
    limit=st.integers(30, 120),
    pattern=st.sampled_from([*PATTERNS, "{number}.{title}"]),
)
def test_file_names_are_ascii_short_and_distinct(proofs, number, limit, pattern):
    found = names(*proofs, number=number, limit=limit, pattern=pattern)

    assert found == names(*proofs, number=number, limit=limit, pattern=pattern)
    assert len({name.casefold() for name in found}) == len(found)
    assert all(set(name) <= {*ascii_letters, *digits, *"._-"} and len(name) <= limit for name in found)


@given(title=titles, status=st.sampled_from(["draft", ""]), number=st.integers(1, 99), letters=st.booleans())
def test_naming_a_file_after_its_own_export_name_changes_nothing(title, status, number, letters):
    others = [("Lain", "lain.pdf")] if letters else []
    name = names((title, "a.pdf", status), *others, number=number)[0]

    again = names((PurePosixPath(name).stem, "a.pdf", status), *others, number=number)[0]

    assert again == name and slug(slug(title)) == slug(title)
