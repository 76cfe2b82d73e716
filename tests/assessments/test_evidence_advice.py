"""What is said beside a proof: each rule on, below and above its edge, with the rules of PermenPANRB 59/2020."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from assessments import pages
from assessments.evidence_advice import advice_of

PERIOD = SimpleNamespace(
    fill_closes_at=datetime(2024, 6, 30, 9, tzinfo=UTC), institution=SimpleNamespace(zone=ZoneInfo("Asia/Jakarta"))
)
PROOF = {
    "scan": "clean",
    "dead_at": None,
    "document_kind": "",
    "document_status": "",
    "document_date": date(2024, 1, 2),
    "valid_until": None,
    "has_text_layer": True,
    "page_count": 12,
    "media_type": "application/pdf",
    "is_file": True,
}


def codes(number=1, levels=(4,), score=None, cited="1-2", slug="permenpanrb-59-2020", told="code", **proof):
    indicator = SimpleNamespace(number=number, instrument=SimpleNamespace(slug=slug))
    citation = SimpleNamespace(
        evidence=SimpleNamespace(**PROOF | proof),
        levels=list(levels),
        pages=cited,
        answer=SimpleNamespace(score=score),
    )
    return [getattr(advice, told) for advice in advice_of(citation, indicator, PERIOD)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"document_kind": "review", "document_date": date(2022, 7, 1)}, []),
        ({"document_kind": "review", "document_date": date(2022, 6, 30)}, ["BUKTI_LAMA"]),
        ({"document_kind": "review", "document_date": date(2022, 6, 30), "levels": [3]}, []),
        ({"document_kind": "review", "document_date": date(2022, 6, 30), "levels": [], "score": Decimal(4)},
         ["BUKTI_LAMA"]),
        ({"document_kind": "review", "document_date": date(2022, 6, 30), "levels": [], "score": Decimal(3)}, []),
        ({"document_kind": "review", "document_date": date(2022, 6, 30), "slug": "uji"}, []),
        ({"document_kind": "audit", "number": 29, "levels": [1], "document_date": date(2022, 6, 30)}, ["BUKTI_LAMA"]),
        ({"document_kind": "review", "document_date": None}, ["TANPA_TANGGAL"]),
        ({"document_kind": "policy", "document_date": None}, []),
        ({"document_status": "draft", "levels": [2]}, ["RANCANGAN"]),
        ({"document_status": "draft", "levels": [1]}, []),
        ({"document_status": "draft", "levels": [2], "number": 11}, []),
        ({"document_status": "issued", "levels": [2]}, []),
        ({"valid_until": date(2024, 6, 29)}, ["LEWAT_BERLAKU"]),
        ({"valid_until": date(2024, 6, 30)}, []),
        ({"cited": ""}, ["TANPA_HALAMAN"]),
        ({"cited": "", "page_count": 1}, []),
        ({"cited": "", "media_type": "image/png"}, []),
        ({"cited": "", "is_file": False, "media_type": ""}, []),
        ({"cited": "11-13"}, ["HALAMAN"]),
        ({"cited": "11-12"}, []),
        ({"has_text_layer": False}, ["TAK_DAPAT_DICARI"]),
        ({"has_text_layer": None}, []),
        ({"is_file": False, "dead_at": datetime(2024, 1, 1, tzinfo=UTC)}, ["TAUTAN_MATI"]),
        ({"scan": "infected", "has_text_layer": False}, ["VIRUS", "TAK_DAPAT_DICARI"]),
        ({"scan": "waiting"}, []),
    ],
)  # fmt: skip
def test_advice(given, expected):
    assert codes(**given) == expected


def test_scan_that_cannot_be_searched_is_a_warning_so_the_check_page_tells_it():
    """R5.8; what is only a hint stays beside the proof."""
    assert codes(has_text_layer=False, cited="", told="weight") == ["warning", "hint"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4–6", "4-6"),
        (" 4 — 6 ,9", "4-6, 9"),
        ("hlm. 4-6; 9", "4-6, 9"),
        ("halaman 12", "12"),
        ("bab III", "bab III"),
        ("Bab  III", "Bab III"),
        ("menit 2.10 – 3.00", "menit 2.10-3.00"),
        ("Lembar A – B", "Lembar A – B"),
        ("", ""),
        (",", ","),
    ],
)
def test_pages_are_tidied_and_never_refused(typed, kept):
    assert pages.tidied(typed) == kept


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("", False),
        ("4-6, 9", False),
        ("bab III", False),
        ("Pasal 5 ayat 2", False),
        ("seluruhnya", True),
        ("6-4", True),
        ("0", True),
        ("4-6-9", True),
    ],
)
def test_doubt_about_pages(text, doubted):
    assert bool(pages.doubt(text)) is doubted
