"""Which steps lift the index most, in which order, and the rating that each reaches."""

from decimal import Decimal

from indicators import scoring
from indicators.scoring import Scale, Scheme, Weighted
from tests.indicators.small_scheme import BANDS, HUNDREDTHS, INDICATORS, LEVELS, ROUNDED, SMALL, scores


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
