"""Numbers and times as every page writes them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accounts.models import Institution
from spbe_portal.templatetags import portal

MOMENT = datetime(2023, 6, 30, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [("3.37", "3,37"), ("3.375", "3,38"), (Decimal("2.5985"), "2,60"), (4, "4,00"), (None, ""), ("", "")],
)
def test_index(value, text):
    assert portal.index(value) == text


def test_index_at_other_places():
    assert portal.index("2.5985", 4) == "2,5985"


@pytest.mark.parametrize(
    ("value", "text"),
    [("4.000000", "4"), ("3.25", "3,25"), ("1.166667", "1,1667"), (Decimal(10), "10"), (0, "0"), (None, ""), ("", "")],
)
def test_score(value, text):
    assert portal.score(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [("2.5000", "2,50"), ("3.3333", "3,3333"), (Decimal(3), "3,00"), (None, "")]
)
def test_weight(value, text):
    assert portal.weight(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [("0.61", "+0,61"), ("-0.2", "−0,20"), (0, "0,00"), ("-0.001", "0,00"), (None, "")]
)
def test_signed(value, text):
    assert portal.signed(value) == text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "1 Juli 2023 pukul 00.05 WIB"),
        ("Asia/Makassar", "1 Juli 2023 pukul 01.05 WITA"),
        ("Asia/Jayapura", "1 Juli 2023 pukul 02.05 WIT"),
        ("UTC", "30 Juni 2023 pukul 17.05 UTC"),
    ],
)
def test_local_time(zone, text):
    institution = Institution(time_zone=zone)

    assert portal.local_time(MOMENT, institution) == text
    assert portal.local_date(MOMENT, institution) == text.split(" pukul")[0]


def test_no_time_is_no_text():
    assert portal.local_time(None, Institution()) == portal.local_date(None, Institution()) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(2_400_000, "2,4 MB"), (25_000_000, "25 MB"), (1_500, "1,5 KB"), (999, "999 B"), (0, ""), (None, "")],
)
def test_file_size(value, text):
    assert portal.file_size(value) == text


def test_lookup():
    assert portal.lookup({1: "a"}, 1) == "a"
    assert portal.lookup({1: "a"}, 2) is None
    assert portal.lookup(None, 1) is None
