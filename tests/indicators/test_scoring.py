import ast
import inspect
from dataclasses import FrozenInstanceError, fields
from decimal import Decimal

import pytest

from indicators import scheme as scheme_module
from indicators import scoring
from indicators.scoring import Band, IncompleteScores, Mode, Policy, Scale, Scheme, ScoreOutOfScale, Weighted
from tests.indicators.schemes import SLUGS, constant, scheme_of

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
HALF_STEP = Decimal("0.0005")


def scores(*values):
    return {number: None if value is None else Decimal(value) for number, value in enumerate(values, 1)}


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


@pytest.mark.parametrize(
    ("policy", "lead", "supporting", "expected"),
    [
        (Policy.LEAD, 4, (3, 2, 2), ("4", "4", 1, 1)),
        (Policy.LEAD, 4, (None, None), ("4", "4", 1, 1)),
        (Policy.LEAD, None, (3, 2), (None, None, 0, 1)),
        (Policy.MINIMUM, 4, (3, 2, 2), ("2", "2", 4, 4)),
        (Policy.MINIMUM, 2, (3, 4), ("2", "2", 3, 3)),
        (Policy.MINIMUM, 4, (3, None), (None, None, 2, 3)),
        (Policy.MINIMUM, None, (3,), (None, None, 1, 2)),
        (Policy.AVERAGE, 4, (3, 2, 2), ("2", "2.75", 4, 4)),
        (Policy.AVERAGE, 4, (3, None), ("3", "3.5", 2, 3)),
        (Policy.AVERAGE, None, (3, 2), (None, None, 2, 3)),
        ("lead", 3, (), ("3", "3", 1, 1)),
        ("minimum", 3, (), ("3", "3", 1, 1)),
        ("average", 3, (), ("3", "3", 1, 1)),
    ],
)
def test_policy_makes_one_suggestion_of_several_agencies(policy, lead, supporting, expected):
    """Example of the roll-up: lead 4, others 3, 2, 2 gives 4, 2, and 11/4 = 2.75 down to 2."""
    decimals = [None if score is None else Decimal(score) for score in (lead, *supporting)]
    score, exact, counted, total = expected

    suggestion = scoring.consolidate(policy, decimals[0], decimals[1:], LEVELS)

    assert suggestion == scoring.Suggestion(
        score and Decimal(score), exact and Decimal(exact), counted=counted, total=total
    )


def test_average_of_continuous_scores_goes_down_to_their_step():
    suggestion = scoring.consolidate(Policy.AVERAGE, Decimal("1.17"), [Decimal("1.30"), Decimal("1.30")], HUNDREDTHS)

    assert suggestion.score == Decimal("1.25")
    assert scoring.display(suggestion.exact, 6) == Decimal("1.256667")


def test_policy_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="median"):
        scoring.consolidate("median", Decimal(3), [], LEVELS)


@pytest.mark.parametrize(
    ("pairs", "shown", "weight"),
    [
        ([("1.5", 2), ("2.75", 4), ("2.75", 5), ("2.75", 3)], "3.69", "9.75"),
        ([("1.5", 1), ("1.5", 2), ("1.5", 2), ("2.75", 4)], "2.55", "7.25"),
        ([("1.5", 1), ("1.5", 2), ("1.5", 2), ("2.75", 4), ("1.5", 2)], "2.46", "8.75"),
    ],
    ids=["BPKAD 36/9.75", "Inspektorat 18.5/7.25", "Inspektorat with I21 21.5/8.75"],
)
def test_attainment_is_the_weighted_mean_of_what_an_agency_leads(pairs, shown, weight):
    figure = scoring.attainment([(Decimal(w), Decimal(score)) for w, score in pairs])

    assert str(scoring.display(figure.exact)) == shown
    assert (figure.weight, figure.count) == (Decimal(weight), len(pairs))


def test_attainment_of_nothing_is_nothing():
    assert scoring.attainment([]) is None


@pytest.mark.parametrize("mode", Mode)
def test_interim_counts_what_it_lacks_as_the_lowest_score(mode):
    figures = scoring.interim(SMALL, {}, {}, mode)

    assert (figures.index, figures.rating, figures.filled_mean) == (Decimal(1), None, None)
    assert (figures.decided, figures.total, figures.assumed) == (0, 3, (1, 2, 3))


def test_interim_prefers_decided_over_claimed_only_when_mixed():
    decided, claimed = scores(2, None, 3), scores(4, 5, None)

    assert scoring.interim(SMALL, decided, claimed, Mode.VERIFIED).index == Decimal("2.3")
    assert scoring.interim(SMALL, decided, claimed, Mode.MIXED).index == Decimal("3.1")
    assert scoring.interim(SMALL, decided, claimed, Mode.CLAIMED).index == Decimal("2.7")
    assert scoring.interim(SMALL, decided, claimed, Mode.CLAIMED).filled_mean == Decimal("2.625")


def test_interim_has_a_rating_once_everything_is_decided():
    figures = scoring.interim(SMALL, constant(SMALL, "2.5985"), {}, Mode.VERIFIED)

    assert (figures.rating, figures.boundary_note.rounded_rating, figures.assumed) == ("Cukup", "Baik", ())


def test_claims_alone_are_never_rated():
    figures = scoring.interim(SMALL, scores(3, 3, 3), scores(4, 4, 4), Mode.CLAIMED)

    assert (figures.index, figures.rating, figures.boundary_note) == (Decimal(4), None, None)


def test_interim_refuses_scores_that_cannot_be():
    with pytest.raises(ScoreOutOfScale):
        scoring.interim(SMALL, {}, scores(6), Mode.MIXED)
    with pytest.raises(ValueError, match="no indicators 7"):
        scoring.interim(SMALL, {7: Decimal(2)}, {}, Mode.VERIFIED)
    with pytest.raises(ValueError, match="tebakan"):
        scoring.interim(SMALL, {}, {}, "tebakan")


def test_recommendations_go_by_gain_then_lower_score_then_number():
    scheme = Scheme(
        tuple(Weighted(number, Decimal(25), aspect="A1", domain="D1") for number in (4, 3, 2, 1)), BANDS, LEVELS
    )

    steps = scoring.recommendations(scheme, scores(3, 1, 5, 1))

    assert [(step.rank, step.number, step.current, step.target) for step in steps] == [
        (1, 2, 1, 2),
        (2, 4, 1, 2),
        (3, 1, 3, 4),
    ]
    assert [str(step.gain) for step in steps] == ["0.25", "0.25", "0.25"]
    assert [str(step.cumulative) for step in steps] == ["2.75", "3.00", "3.25"]
    assert [step.reaches for step in steps] == ["Baik", None, None]


def test_recommendations_on_a_continuous_scale_go_to_the_next_whole_number():
    scheme = Scheme(INDICATORS, BANDS, HUNDREDTHS)

    steps = scoring.recommendations(scheme, scores("1.17", "4.5", 5))

    assert [(step.number, step.target, step.gain) for step in steps] == [
        (1, Decimal(2), Decimal("0.249")),
        (2, Decimal(5), Decimal("0.1")),
    ]


def test_recommendations_stop_at_the_end_of_a_scale_that_is_no_whole_number():
    scheme = Scheme(INDICATORS, BANDS, Scale(Decimal(1), Decimal("4.5"), Decimal("0.5")))

    assert [step.target for step in scoring.recommendations(scheme, scores(4, "4.5", "4.5"))] == [Decimal("4.5")]


def test_recommendations_name_a_rating_only_where_it_is_first_met():
    steps = scoring.recommendations(ROUNDED, scores("1.5", "1.5", "1.5"))

    assert [(step.number, step.reaches) for step in steps] == [(3, None), (1, "Cukup"), (2, None)]
    assert [step.rank for step in scoring.shortlist(steps, at_least=1)] == [1, 2]


def test_recommendations_without_a_next_rating_are_all_listed():
    steps = scoring.recommendations(SMALL, scores(4, 4, 4))

    assert [step.reaches for step in steps] == [None, None, None]
    assert scoring.shortlist(steps, at_least=1) == steps


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
