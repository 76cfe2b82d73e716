"""What must hold for every set of scores on every shipped instrument (Hypothesis; EXAMPLES says how many sets each)."""

import os
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import scoring
from tests.indicators.schemes import SLUGS, constant, scheme_of

SCHEMES = [pytest.param(scheme_of(slug), id=slug) for slug in SLUGS]
THOROUGH = settings(max_examples=int(os.environ.get("EXAMPLES", "500")), deadline=None)


def steps_of(scale):
    return int((scale.maximum - scale.minimum) / scale.step) + 1


def draw_scores(data, scheme):
    """Any scores on the steps of the scale, all decoded from one number: drawing 47 values one by one is slow."""
    base, numbers = steps_of(scheme.scale), sorted(scheme.numbers)
    code = data.draw(st.integers(0, base ** len(numbers) - 1))
    scores = {}
    for number in numbers:
        code, step = divmod(code, base)
        scores[number] = scheme.scale.minimum + step * scheme.scale.step
    return scores


@pytest.mark.parametrize("scheme", SCHEMES)
@given(data=st.data())
@THOROUGH
def test_every_mean_lies_on_the_scale_and_the_parts_explain_the_whole(scheme, data):
    scores = draw_scores(data, scheme)

    card = scoring.compute(scheme, scores)

    low, high = scheme.scale.minimum, scheme.scale.maximum
    assert all(low <= value <= high for value in (card.index, *card.domains.values(), *card.aspects.values()))
    assert sum(card.contributions.values()) == card.index
    assert card.index == sum(i.weight * scores[i.number] for i in scheme.indicators) / 100
    assert scoring.display(card.index) - card.index <= Decimal("0.005")


@pytest.mark.parametrize("scheme", SCHEMES)
@given(data=st.data())
@THOROUGH
def test_one_point_more_raises_the_index_by_its_weight_and_lowers_nothing(scheme, data):
    scores = draw_scores(data, scheme)
    indicator = data.draw(st.sampled_from(scheme.indicators))
    scores[indicator.number] = min(scores[indicator.number], scheme.scale.maximum - 1)

    before = scoring.compute(scheme, scores)
    after = scoring.compute(scheme, scores | {indicator.number: scores[indicator.number] + 1})

    assert after.index - before.index == indicator.weight / 100
    assert after.domains[indicator.domain] > before.domains[indicator.domain]
    assert after.aspects[indicator.aspect] > before.aspects[indicator.aspect]
    assert all(after.domains[code] >= before.domains[code] for code in before.domains)
    assert {c: v for c, v in after.aspects.items() if c != indicator.aspect} == {
        c: v for c, v in before.aspects.items() if c != indicator.aspect
    }


@pytest.mark.parametrize("scheme", SCHEMES)
@given(data=st.data())
@THOROUGH
def test_order_of_scores_and_indicators_does_not_matter(scheme, data):
    scores = draw_scores(data, scheme)
    turn = data.draw(st.integers(1, len(scheme.indicators) - 1))
    turned = scoring.Scheme(
        scheme.indicators[turn:] + scheme.indicators[:turn], scheme.bands[::-1], scheme.scale, scheme.rating_basis
    )

    assert scoring.compute(turned, dict(reversed(scores.items()))) == scoring.compute(scheme, scores)


@pytest.mark.parametrize("scheme", SCHEMES)
@given(data=st.data())
@THOROUGH
def test_equal_scores_give_exactly_that_score_everywhere(scheme, data):
    step = data.draw(st.integers(0, steps_of(scheme.scale) - 1))
    score = scheme.scale.minimum + step * scheme.scale.step

    card = scoring.compute(scheme, constant(scheme, score))

    assert {card.index, *card.domains.values(), *card.aspects.values()} == {score}


@pytest.mark.parametrize("scheme", SCHEMES)
@given(data=st.data())
@THOROUGH
def test_interim_grows_to_the_final_index_and_never_passes_it(scheme, data):
    scores = draw_scores(data, scheme)
    mask = data.draw(st.integers(0, 2 ** len(scores) - 1))
    decided = {number: score for number, score in scores.items() if mask >> (number - 1) & 1}

    figures = scoring.interim(scheme, decided, scores, scoring.Mode.VERIFIED)
    final = scoring.compute(scheme, scores)

    assert scheme.scale.minimum <= figures.index <= final.index
    assert figures.decided == len(decided)
    assert (figures.rating is None) == (len(decided) < len(scores))
    assert scoring.interim(scheme, decided, scores, scoring.Mode.MIXED).index == final.index


@pytest.mark.parametrize("scheme", SCHEMES)
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_recommended_steps_add_up_to_what_taking_them_gives(scheme, data):
    scores = draw_scores(data, scheme)

    steps = scoring.recommendations(scheme, scores)
    taken = scores | {step.number: step.target for step in steps}

    assert (steps[-1].cumulative if steps else scoring.compute(scheme, scores).index) == scoring.compute(
        scheme, taken
    ).index
    assert [step.gain for step in steps] == sorted((step.gain for step in steps), reverse=True)
