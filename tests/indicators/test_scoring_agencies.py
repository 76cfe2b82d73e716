"""Scores of several agencies made one, what one of them attained, and the index before all is decided."""

from decimal import Decimal

import pytest

from indicators import scoring
from indicators.scoring import Mode, Policy, ScoreOutOfScale
from tests.indicators.schemes import constant
from tests.indicators.small_scheme import HUNDREDTHS, LEVELS, SMALL, scores


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
