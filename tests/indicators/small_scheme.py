"""A made-up scheme of three indicators, small enough to be computed by hand."""

from decimal import Decimal

from indicators.scoring import Band, Scale, Scheme, Weighted

LEVELS = Scale(Decimal(1), Decimal(5), Decimal(1))
HUNDREDTHS = Scale(Decimal(1), Decimal(5), Decimal("0.01"))
BANDS = (Band("Baik", Decimal("2.6")), Band("Cukup", Decimal("1.8")), Band("Kurang", Decimal(0)))
INDICATORS = (
    Weighted(1, Decimal(30), aspect="A1", domain="D1"),
    Weighted(2, Decimal(20), aspect="A2", domain="D1"),
    Weighted(3, Decimal(50), aspect="A3", domain="D2"),
)
SMALL = Scheme(INDICATORS, BANDS, LEVELS)
ROUNDED = Scheme(INDICATORS, BANDS, LEVELS, "rounded")


def scores(*values):
    return {number: None if value is None else Decimal(value) for number, value in enumerate(values, 1)}
