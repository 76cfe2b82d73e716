"""How numbers and times look on every page."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accounts.models import Institution
from spbe_portal.templatetags import portal

MOMENT = datetime(2023, 6, 30, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        (portal.index, Decimal("3.375"), "3,38"),
        (portal.index, "2.5985", "2,60"),
        (portal.index, None, ""),
        (portal.score, Decimal("4.000000"), "4"),
        (portal.score, Decimal("3.250000"), "3,25"),
        (portal.score, Decimal("1.166667"), "1,1667"),
        (portal.weight, Decimal("2.5000"), "2,50"),
        (portal.weight, Decimal("3.3333"), "3,3333"),
        (portal.signed, Decimal("0.61"), "+0,61"),
        (portal.signed, Decimal("-0.2"), "−0,20"),
        (portal.signed, Decimal("-0.001"), "0,00"),
        (portal.file_size, 2_400_000, "2,4 MB"),
        (portal.file_size, 748, "748 B"),
        (portal.file_size, None, ""),
    ],
)
def test_numbers(write, value, text):
    assert write(value) == text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "1 Juli 2023 pukul 00.30 WIB"),
        ("Asia/Makassar", "1 Juli 2023 pukul 01.30 WITA"),
        ("Asia/Jayapura", "1 Juli 2023 pukul 02.30 WIT"),
    ],
)
def test_times_are_those_of_the_institution(zone, text):
    assert portal.local_time(MOMENT, Institution(time_zone=zone)) == text
