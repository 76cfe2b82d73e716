"""Rounding: half up for display, all decimals where they count, and down to the step of a scale."""

from decimal import Decimal

import pytest

from indicators import scoring
from tests.indicators.small_scheme import HUNDREDTHS, LEVELS


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("1.605", 2, "1.61"),
        ("4.515", 2, "4.52"),
        ("2.375", 2, "2.38"),
        ("2.5", 0, "3"),
        ("-0.005", 2, "-0.01"),
        ("3", 2, "3.00"),
        ("1.00005", 4, "1.0001"),
    ],
)
def test_display_rounds_halves_up(value, places, shown):
    assert str(scoring.display(Decimal(value), places)) == shown


def test_display_has_two_decimals_unless_told():
    assert str(scoring.display(Decimal("3.3745"))) == "3.37"


@pytest.mark.parametrize(
    ("value", "shown"), [("2.49850000", "2.4985"), ("3", "3.0000"), ("100", "100.0000"), ("2.599999", "2.599999")]
)
def test_unrounded_shows_all_decimals_and_at_least_four(value, shown):
    assert str(scoring.unrounded(Decimal(value))) == shown


@pytest.mark.parametrize(
    ("value", "text"), [("3.3700", "3.37"), ("4", "4"), ("10", "10"), ("0.00", "0"), ("100.0", "100"), ("-0.2", "-0.2")]
)
def test_plain_text_has_no_exponent_and_no_trailing_zeros(value, text):
    assert scoring.plain(Decimal(value)) == text


@pytest.mark.parametrize(
    ("scale", "value", "step"),
    [(LEVELS, "2.75", "2"), (LEVELS, "3", "3"), (LEVELS, "4.9999", "4"), (HUNDREDTHS, "2.7566", "2.75")],
)
def test_scale_floors_to_its_step(scale, value, step):
    assert scale.floor(Decimal(value)) == Decimal(step)
