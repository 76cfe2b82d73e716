"""Index and ratings by hand and at every band edge, and what no figure may be made of."""

import ast
import inspect
from dataclasses import FrozenInstanceError, fields
from decimal import Decimal

import pytest

from indicators import scheme as scheme_module
from indicators import scoring
from indicators.scoring import Band, IncompleteScores, Mode, Policy, Scheme, ScoreOutOfScale, Weighted
from tests.indicators.schemes import SLUGS, constant, scheme_of
from tests.indicators.small_scheme import BANDS, INDICATORS, LEVELS, ROUNDED, SMALL, scores

HALF_STEP = Decimal("0.0005")


def edges(*, within=False):
    """Each band of each shipped instrument; within: only where an index just below it exists."""
    for slug in SLUGS:
        scheme = scheme_of(slug)
        for band in scheme.bands:
            if not within or band.minimum > scheme.scale.minimum:
                yield pytest.param(scheme, band, id=f"{slug}-{band.name}")


def test_index_domains_aspects_and_contributions_by_hand():
    """(30 x 4 + 20 x 1 + 50 x 2) / 100 = 2.4; D1 = 140 / 50 = 2.8."""
    card = scoring.compute(SMALL, scores(4, 1, 2))

    assert card.index == Decimal("2.4")
    assert card.rating == "Cukup"
    assert card.boundary_note is None
    assert card.domains == {"D1": Decimal("2.8"), "D2": Decimal(2)}
    assert card.aspects == {"A1": Decimal(4), "A2": Decimal(1), "A3": Decimal(2)}
    assert card.contributions == {1: Decimal("1.2"), 2: Decimal("0.2"), 3: Decimal(1)}


def test_score_between_steps_is_computed_as_it_is():
    assert scoring.compute(SMALL, scores("1.1667", 1, 1)).index == Decimal("1.05001")


def test_missing_scores_are_all_named():
    with pytest.raises(IncompleteScores) as caught:
        scoring.compute(SMALL, {1: None, 3: Decimal(2)})

    assert caught.value.missing == (1, 2)
    assert str(caught.value) == "No score for indicators 1, 2."


@pytest.mark.parametrize("score", ["0", "0.9999", "5.0001", "-1", "NaN", "Infinity"])
def test_score_outside_the_scale_is_refused(score):
    with pytest.raises(ScoreOutOfScale) as caught:
        scoring.compute(SMALL, scores(1, score, 5))

    assert list(caught.value.outside) == [2]
    assert str(caught.value) == f"Scores outside the scale: 2: {score}."


@pytest.mark.parametrize("score", ["1", "5", "1.0001", "4.9999"])
def test_score_on_the_ends_of_the_scale_is_taken(score):
    assert scoring.compute(SMALL, scores(1, score, 5))


def test_score_of_an_indicator_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="The scheme has no indicators 4, 9."):
        scoring.compute(SMALL, {**scores(1, 1, 1), 9: Decimal(1), 4: Decimal(1)})


@pytest.mark.parametrize(
    ("indicators", "message"),
    [
        (INDICATORS[:2], "The weights must sum to exactly 100."),
        ((*INDICATORS[:2], INDICATORS[1], INDICATORS[2]), "Indicator numbers repeat."),
        (tuple(Weighted(i.number, i.weight * 2, i.aspect, i.domain) for i in INDICATORS), "The weights must sum"),
        ((*INDICATORS, Weighted(4, Decimal(0), "A3", "D2")), "Every weight must be above 0."),
    ],
)
def test_scheme_that_cannot_be_right_is_refused(indicators, message):
    with pytest.raises(ValueError, match=message):
        Scheme(indicators, BANDS, LEVELS)


@pytest.mark.parametrize(("scheme", "band"), edges())
def test_rating_changes_exactly_at_the_edge_of_each_band(scheme, band):
    lower = next((other for other in scheme.bands if other.minimum < band.minimum), None)

    assert scoring.rating_of(band.minimum, scheme.bands) == band.name
    assert scoring.rating_of(band.minimum + HALF_STEP, scheme.bands) == band.name
    if lower:
        assert scoring.rating_of(band.minimum - HALF_STEP, scheme.bands) == lower.name
    else:
        with pytest.raises(ValueError, match="No rating covers"):
            scoring.rating_of(band.minimum - HALF_STEP, scheme.bands)


@pytest.mark.parametrize("slug", SLUGS)
def test_lowest_index_has_the_lowest_rating(slug):
    scheme = scheme_of(slug)

    assert scoring.compute(scheme, constant(scheme, scheme.scale.minimum)).rating == scheme.bands[-1].name


@pytest.mark.parametrize(("scheme", "band"), edges(within=True))
def test_index_at_the_edge_of_each_band_is_rated_and_explained(scheme, band):
    at, above, below = (
        scoring.compute(scheme, constant(scheme, band.minimum + distance)) for distance in (0, HALF_STEP, -HALF_STEP)
    )

    assert (at.rating, at.boundary_note) == (above.rating, above.boundary_note) == (band.name, None)
    assert below.rating != band.name
    assert below.boundary_note.rounded_rating == band.name
    assert below.boundary_note.rounded == band.minimum


def test_index_just_below_a_band_follows_the_exact_index():
    """2.5985 prints 2.60: exact gives Cukup, two decimals give Baik."""
    card = scoring.compute(SMALL, constant(SMALL, "2.5985"))

    assert card.rating == "Cukup"
    assert card.boundary_note.sentence == (
        "Indeks tepat 2,5985 (Cukup) dan indeks dua desimal 2,60 (Baik) berbeda predikat; "
        "yang berlaku mengikuti indeks tepat."
    )


def test_index_just_below_a_band_follows_two_decimals_where_the_instrument_says_so():
    card = scoring.compute(ROUNDED, constant(ROUNDED, "2.5985"))

    assert card.rating == "Baik"
    assert card.boundary_note.sentence.endswith("yang berlaku mengikuti indeks dua desimal.")


@pytest.mark.parametrize(("index", "shown"), [("2.598", "2.5980"), ("2.5985", "2.5985"), ("2.599999", "2.599999")])
def test_boundary_note_shows_all_decimals_and_at_least_four(index, shown):
    assert str(scoring.compute(SMALL, constant(SMALL, index)).boundary_note.exact) == shown


def test_rating_below_every_band_is_an_error_not_a_guess():
    with pytest.raises(ValueError, match="No rating covers 0.9."):
        scoring.rating_of(Decimal("0.9"), [Band("Kurang", Decimal(1))])


def test_rating_basis_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="nearest"):
        scoring.rating_of(Decimal(2), BANDS, "nearest")


def test_next_band_gives_the_gap_unrounded():
    assert scoring.next_band(Decimal("2.5985"), BANDS) == (BANDS[0], Decimal("0.0015"))
    assert scoring.next_band(Decimal("1.8"), BANDS) == (BANDS[0], Decimal("0.8"))
    assert scoring.next_band(Decimal("2.6"), BANDS) is None
    assert scoring.next_band(Decimal("1.7995"), BANDS, "rounded") == (BANDS[0], Decimal("0.8"))


@pytest.mark.parametrize(
    "value",
    [
        LEVELS,
        BANDS[0],
        INDICATORS[0],
        SMALL,
        scoring.compute(SMALL, constant(SMALL, "2.5985")),
        scoring.compute(SMALL, constant(SMALL, "2.5985")).boundary_note,
        scoring.interim(SMALL, {}, {}, Mode.MIXED),
        scoring.consolidate(Policy.LEAD, Decimal(3), [], LEVELS),
        scoring.attainment([(Decimal(1), Decimal(1))]),
        scoring.recommendations(SMALL, scores(1, 1, 1))[0],
    ],
    ids=lambda value: type(value).__name__,
)
def test_figure_cannot_be_changed_after_it_was_computed(value):
    name = fields(value)[0].name

    with pytest.raises(FrozenInstanceError):
        setattr(value, name, getattr(value, name))


@pytest.mark.parametrize("module", [scoring, scheme_module], ids=lambda module: module.__name__)
def test_no_float_comes_near_a_score(module):
    tree = ast.parse(inspect.getsource(module))

    floats = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    standard = {"collections", "collections.abc", "dataclasses", "decimal", "enum", "functools"}

    assert floats == []
    assert names & {"float", "round", "complex", "divmod", "pow"} == set()
    assert imported <= standard | {"indicators.scheme"}


@pytest.mark.parametrize("score", [3.5, "3"])
def test_score_that_is_no_decimal_is_refused(score):
    with pytest.raises((AttributeError, TypeError)):
        scoring.compute(SMALL, scores(1, 2, 3) | {1: score})
