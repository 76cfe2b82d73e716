"""Every number of the portal: index, domains, aspects, ratings, interim figures, roll-up, attainment and next steps.

Pure: standard library only, Decimal in and Decimal out, nothing rounded but by `display`. Weights, scale and bands come
from the instrument (`scheme.py` says in which units), so no regulation's number stands here.
Source of the method: PermenPANRB 59/2020, Lampiran I: weights hal. 17-20, scale hal. 20-21, ratings hal. 24.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

from indicators.scheme import (
    EXACT,
    HUNDRED,
    Attainment,
    Band,
    BoundaryNote,
    IncompleteScores,
    Interim,
    Mode,
    Policy,
    RatingBasis,
    Scale,
    Scheme,
    Scorecard,
    ScoreOutOfScale,
    Step,
    Suggestion,
    Weighted,
)

__all__ = [
    "Attainment",
    "Band",
    "BoundaryNote",
    "IncompleteScores",
    "Interim",
    "Mode",
    "Policy",
    "RatingBasis",
    "Scale",
    "Scheme",
    "ScoreOutOfScale",
    "Scorecard",
    "Step",
    "Suggestion",
    "Weighted",
    "attainment",
    "compute",
    "consolidate",
    "display",
    "interim",
    "next_band",
    "plain",
    "rating_of",
    "recommendations",
    "shortlist",
    "unrounded",
]


def display(value: Decimal, places: int = 2) -> Decimal:
    """The value at so many decimals, halves away from zero. For eyes only: never computed with again."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)


def plain(value: Decimal) -> str:
    """The value exactly, as text without an exponent or trailing zeros: "3.37", "4". The form for files and digests."""
    return f"{value.normalize(EXACT):f}"


def unrounded(value: Decimal) -> Decimal:
    """The value with all its decimals, at least four: what stands beside an index that was rounded for display."""
    return display(value, max(4, -value.normalize(EXACT).as_tuple().exponent))


def compute(scheme: Scheme, scores: Mapping[int, Decimal | None]) -> Scorecard:
    """Index = sum(weight x score) / 100; domain and aspect = sum(weight x score) / sum(weight); all exact.

    scores: indicator number to score on the scheme's scale, one for each indicator.
    Result: every mean lies on the scale, unrounded (a domain or aspect to 28 significant digits).
    Raises IncompleteScores, ScoreOutOfScale, or ValueError for numbers that the scheme does not have.
    Source: PermenPANRB 59/2020, Lampiran I, hal. 17-24.
    """
    _check(scheme, scores)
    missing = sorted(number for number in scheme.numbers if scores.get(number) is None)
    if missing:
        raise IncompleteScores(missing)
    index, domains, aspects, contributions = _means(scheme, scores)
    rating, note = _rate(scheme, index)
    return Scorecard(index, rating, note, domains, aspects, contributions)


def interim(
    scheme: Scheme, decided: Mapping[int, Decimal | None], claimed: Mapping[int, Decimal | None], mode: Mode | str
) -> Interim:
    """Figures while scores are still missing: `compute` with the scale's minimum wherever the mode has nothing.

    decided, claimed: indicator number to score on the scale; an absent number and None both mean none.
    Raises ScoreOutOfScale, or ValueError for numbers that the scheme does not have. Portal rule, in no regulation.
    """
    mode = Mode(mode)
    decided, claimed = _present(scheme, decided), _present(scheme, claimed)
    base = {Mode.VERIFIED: decided, Mode.MIXED: claimed | decided, Mode.CLAIMED: claimed}[mode]
    assumed = tuple(sorted(scheme.numbers - base.keys()))
    index, domains, aspects, _ = _means(scheme, dict.fromkeys(assumed, scheme.scale.minimum) | base)
    settled = len(decided) == len(scheme.indicators) and mode is not Mode.CLAIMED
    rating, note = _rate(scheme, index) if settled else (None, None)
    filled = attainment((i.weight, decided[i.number]) for i in scheme.indicators if i.number in decided)
    return Interim(
        mode=mode,
        index=index,
        rating=rating,
        boundary_note=note,
        domains=domains,
        aspects=aspects,
        decided=len(decided),
        total=len(scheme.indicators),
        assumed=assumed,
        filled_mean=filled and filled.exact,
    )


def rating_of(index: Decimal, bands: Iterable[Band], basis: str = RatingBasis.UNROUNDED) -> str:
    """The name of the highest band whose minimum the index reaches; the basis says whether it is rounded first.

    Raises ValueError below the lowest band. Source: PermenPANRB 59/2020, Lampiran I, Tabel 13, hal. 24.
    """
    value = _rated_value(index, basis)
    reached = max((band for band in bands if band.minimum <= value), key=lambda band: band.minimum, default=None)
    if reached is None:
        raise ValueError(f"No rating covers {value}.")
    return reached.name


def next_band(index: Decimal, bands: Iterable[Band], basis: str = RatingBasis.UNROUNDED) -> tuple[Band, Decimal] | None:
    """The next higher band and the points of index to it, unrounded; None in the highest band."""
    value = _rated_value(index, basis)
    above = min((band for band in bands if band.minimum > value), key=lambda band: band.minimum, default=None)
    return above and (above, EXACT.subtract(above.minimum, value))


def consolidate(
    policy: Policy | str, lead: Decimal | None, supporting: Sequence[Decimal | None], scale: Scale
) -> Suggestion:
    """One suggested score for a government from the reviewed scores of its agencies. An assessor decides, not this.

    lead: that of the lead agency alone. minimum: the lowest of all, nothing until all have a score. average: the exact
    mean of the scores present, nothing without the lead's; suggested is the step at or below it.
    Portal rule, in no regulation.
    """
    policy = Policy(policy)
    scores = [lead] if policy is Policy.LEAD else [lead, *supporting]
    present = [score for score in scores if score is not None]
    complete = len(present) == len(scores) if policy is Policy.MINIMUM else lead is not None
    if not complete:
        return Suggestion(None, None, len(present), len(scores))
    if policy is Policy.AVERAGE:
        with localcontext(EXACT):
            exact = sum(present) / len(present)
        return Suggestion(scale.floor(exact), exact, len(present), len(scores))
    return Suggestion(min(present), min(present), len(present), len(scores))


def attainment(pairs: Iterable[tuple[Decimal, Decimal]]) -> Attainment | None:
    """Sum(weight x score) / sum(weight) over (weight, score) pairs, unrounded; None for no pairs. Portal rule."""
    with localcontext(EXACT):
        pairs = list(pairs)
        weight = sum((weight for weight, _ in pairs), Decimal(0))
        return Attainment(sum(w * score for w, score in pairs) / weight, weight, len(pairs)) if pairs else None


def recommendations(scheme: Scheme, scores: Mapping[int, Decimal]) -> list[Step]:
    """Every single next step, by gain, then lower current score, then number, with the index as they add up.

    A step goes to the next whole number, at most the scale's maximum; its gain is weight x (target - current) / 100.
    Raises like `compute`. Portal rule; the gain follows from the index formula.
    """
    index = compute(scheme, scores).index
    rating = rating_of(index, scheme.bands, scheme.rating_basis)
    steps = []
    with localcontext(EXACT):
        for gain, current, number, target in _possible_steps(scheme, scores):
            index += gain
            reached = rating_of(index, scheme.bands, scheme.rating_basis)
            met = reached if reached != rating else None
            steps.append(Step(len(steps) + 1, number, current, target, gain, index, met))
            rating = reached
    return steps


def shortlist(steps: Sequence[Step], at_least: int = 10) -> list[Step]:
    """The steps up to the one that first reaches another rating, or all if none does, and no fewer than asked."""
    first = next((step.rank for step in steps if step.reaches), len(steps))
    return list(steps[: max(first, at_least)])


def _possible_steps(scheme, scores):
    steps = []
    for indicator in scheme.indicators:
        current = scores[indicator.number]
        target = min(current.to_integral_value(rounding=ROUND_FLOOR) + 1, scheme.scale.maximum)
        if target > current:
            steps.append((indicator.weight * (target - current) / HUNDRED, current, indicator.number, target))
    return sorted(steps, key=lambda step: (-step[0], step[1], step[2]))


def _check(scheme, scores):
    unknown = sorted(scores.keys() - scheme.numbers)
    if unknown:
        raise ValueError(f"The scheme has no indicators {', '.join(map(str, unknown))}.")
    given = {number: score for number, score in scores.items() if score is not None}
    outside = {number: score for number, score in given.items() if not scheme.scale.contains(score)}
    if outside:
        raise ScoreOutOfScale(outside)


def _present(scheme, scores):
    _check(scheme, scores)
    return {number: score for number, score in scores.items() if score is not None}


def _means(scheme, scores):
    """Index, domains, aspects and contributions of a complete set of scores."""
    with localcontext(EXACT):
        points = {indicator.number: indicator.weight * scores[indicator.number] for indicator in scheme.indicators}
        index = sum(points.values()) / HUNDRED
        contributions = {number: point / HUNDRED for number, point in points.items()}
        return index, _group_means(scheme.domains, points), _group_means(scheme.aspects, points), contributions


def _group_means(groups, points):
    return {
        code: sum(points[member.number] for member in members) / sum(member.weight for member in members)
        for code, members in groups.items()
    }


def _rated_value(index, basis):
    return display(index) if RatingBasis(basis) is RatingBasis.ROUNDED else index


def _rate(scheme, index):
    exact = rating_of(index, scheme.bands, RatingBasis.UNROUNDED)
    rounded = rating_of(index, scheme.bands, RatingBasis.ROUNDED)
    rating = rounded if RatingBasis(scheme.rating_basis) is RatingBasis.ROUNDED else exact
    if exact == rounded:
        return rating, None
    return rating, BoundaryNote(RatingBasis(scheme.rating_basis), unrounded(index), exact, display(index), rounded)
