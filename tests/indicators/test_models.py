"""What the database itself refuses, and that it gives back every decimal as it was."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from indicators.models import Aspect, Crosswalk, Domain, Indicator, Instrument, LevelCriterion, RatingBand
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def copy(row, **changes):
    row.pk = row._state.adding = None
    for name, value in changes.items():
        setattr(row, name, value)
    row._state.adding = True
    row.save()


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Instrument, {"title": "Lain"}),
        (RatingBand, {"minimum": Decimal("3.9")}),
        (RatingBand, {"name": "Lain"}),
        (Domain, {"name": "Lain"}),
        (Aspect, {"name": "Lain"}),
        (Indicator, {"name": "Lain"}),
        (LevelCriterion, {"text": "Lain"}),
    ],
    ids=["slug", "band_name", "band_minimum", "domain_code", "aspect_code", "indicator_number", "criterion_level"],
)
def test_row_that_exists_is_refused_again(instrument, model, changes):
    row = model.objects.order_by("pk").first()

    with pytest.raises(IntegrityError), transaction.atomic():
        copy(row, **changes)


@pytest.mark.parametrize(
    ("name", "model", "changes"),
    [
        ("instrument_scale_ordered", Instrument, {"scale_max": Decimal(1)}),
        ("instrument_step_positive", Instrument, {"scale_step": Decimal(0)}),
        ("indicator_weight_positive", Indicator, {"weight": Decimal(0)}),
    ],
)
def test_value_that_cannot_be_is_refused(instrument, name, model, changes):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(**changes)


@pytest.fixture
def crosswalk(instrument):
    later = factories.make_instrument("kelak")
    return Crosswalk.objects.create(
        source=instrument.indicators.get(number=1), target=later.indicators.get(number=2), note="Sebagian."
    )


def test_crosswalk_pair_exists_once(crosswalk):
    with pytest.raises(IntegrityError), transaction.atomic():
        copy(crosswalk, note="Lain")


def test_crosswalk_leads_to_another_indicator(crosswalk):
    with pytest.raises(IntegrityError, match="crosswalk_two_indicators"), transaction.atomic():
        Crosswalk.objects.update(target=crosswalk.source)


def test_levels_of_a_stepped_and_of_a_continuous_scale():
    stepped = factories.make_instrument("bulat", scale=("0", "3"))
    continuous = factories.make_instrument("kontinu", step="0.01")

    assert (stepped.is_stepped, stepped.levels()) == (True, [0, 1, 2, 3])
    assert (continuous.is_stepped, continuous.levels()) == (False, [])
    assert stepped.indicators.get(number=1).step_gain == Decimal("0.1")


def test_names_of_rows_are_words_a_person_knows(instrument):
    indicator = instrument.indicators.get(number=4)

    assert str(instrument) == "Instrumen uji"
    assert str(indicator) == "4. Hal 4"
    assert str(indicator.criteria.get(level=2)) == "4. Hal 4 tingkat 2"
    assert [str(row) for row in (indicator.aspect, indicator.aspect.domain)] == ["Aspek A3", "Domain D2"]
    assert str(instrument.bands.first()) == "Sangat Baik"


def test_ten_thousand_decimals_come_back_as_they_were(instrument):
    """SQLite has no decimal type; a weight of four places must still be read back equal."""
    aspect, weights = Aspect.objects.first(), [Decimal(n) / 10_000 for n in range(1, 100_000, 10)]
    Indicator.objects.bulk_create(
        Indicator(instrument=instrument, aspect=aspect, number=number, weight=weight, name="x", short_name="x")
        for number, weight in enumerate(weights, 100)
    )

    stored = Indicator.objects.filter(number__gte=100).order_by("number").values_list("weight", flat=True)

    assert list(stored) == weights
