"""What the arithmetic takes and gives: an instrument's scheme, and the figures made from it. Pure, Decimal only.

Weights are percent of the whole index (> 0, at most 4 decimals, together exactly 100). Scores lie on the instrument's
scale and need not lie on its step; an unanswered score is None, never a number. No figure here is rounded.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, localcontext
from enum import StrEnum
from functools import cached_property

HUNDRED = Decimal(100)
# 28 digits: every sum of weight x score is exact in them, and a mean is off by less than any display can show.
EXACT = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero])


class RatingBasis(StrEnum):
    UNROUNDED = "unrounded"
    ROUNDED = "rounded"


class Mode(StrEnum):
    """What an interim index is made of; whatever it lacks counts as the lowest score of the scale."""

    VERIFIED = "terverifikasi"
    MIXED = "campuran"
    CLAIMED = "klaim"


class Policy(StrEnum):
    """How the scores of several agencies suggest one score for their government."""

    LEAD = "lead"
    MINIMUM = "minimum"
    AVERAGE = "average"


class IncompleteScores(ValueError):
    """Some indicators have no score; `missing` holds their numbers in order."""

    def __init__(self, missing: Sequence[int]):
        super().__init__(f"No score for indicators {', '.join(map(str, missing))}.")
        self.missing = tuple(missing)


class ScoreOutOfScale(ValueError):
    """Some scores lie outside the scale; `outside` maps indicator numbers to those scores."""

    def __init__(self, outside: Mapping[int, Decimal]):
        listed = ", ".join(f"{number}: {score}" for number, score in outside.items())
        super().__init__(f"Scores outside the scale: {listed}.")
        self.outside = dict(outside)


@dataclass(frozen=True)
class Scale:
    minimum: Decimal
    maximum: Decimal
    step: Decimal

    def contains(self, score: Decimal) -> bool:
        """Bounds only: a computed score such as 1.1667 need not lie on a step, which binds typed scores alone."""
        return score.is_finite() and self.minimum <= score <= self.maximum

    def floor(self, value: Decimal) -> Decimal:
        """The highest step that is not above the value."""
        with localcontext(EXACT):
            steps = ((value - self.minimum) / self.step).to_integral_value(rounding=ROUND_FLOOR)
            return self.minimum + steps * self.step


@dataclass(frozen=True)
class Band:
    """A rating and the lowest index that earns it, that index included."""

    name: str
    minimum: Decimal


@dataclass(frozen=True)
class Weighted:
    number: int
    weight: Decimal
    aspect: str
    domain: str


@dataclass(frozen=True)
class Scheme:
    """An instrument as arithmetic sees it. Aspect and domain are codes, unique in the whole instrument."""

    indicators: tuple[Weighted, ...]
    bands: tuple[Band, ...]
    scale: Scale
    rating_basis: str = RatingBasis.UNROUNDED

    def __post_init__(self):
        if len(self.numbers) != len(self.indicators):
            raise ValueError("Indicator numbers repeat.")
        if any(indicator.weight <= 0 for indicator in self.indicators):
            raise ValueError("Every weight must be above 0.")
        if sum(indicator.weight for indicator in self.indicators) != HUNDRED:
            raise ValueError("The weights must sum to exactly 100.")

    @cached_property
    def numbers(self) -> frozenset[int]:
        return frozenset(indicator.number for indicator in self.indicators)

    @cached_property
    def domains(self) -> dict[str, list[Weighted]]:
        return self._grouped("domain")

    @cached_property
    def aspects(self) -> dict[str, list[Weighted]]:
        return self._grouped("aspect")

    def _grouped(self, by):
        groups = defaultdict(list)
        for indicator in self.indicators:
            groups[getattr(indicator, by)].append(indicator)
        return dict(groups)


@dataclass(frozen=True)
class BoundaryNote:
    """The exact index and the one at two decimals earn different ratings. `exact` has all decimals, at least four."""

    basis: str
    exact: Decimal
    exact_rating: str
    rounded: Decimal
    rounded_rating: str

    @property
    def sentence(self) -> str:
        """One line for page, PDF and command, in Bahasa Indonesia with a decimal comma."""
        exact, rounded = (str(value).replace(".", ",") for value in (self.exact, self.rounded))
        followed = "indeks tepat" if self.basis == RatingBasis.UNROUNDED else "indeks dua desimal"
        return (
            f"Indeks tepat {exact} ({self.exact_rating}) dan indeks dua desimal {rounded} ({self.rounded_rating}) "
            f"berbeda predikat; yang berlaku mengikuti {followed}."
        )


@dataclass(frozen=True)
class Scorecard:
    """The numbers of one government. `contributions` are each indicator's share of the index and sum to it exactly."""

    index: Decimal
    rating: str
    boundary_note: BoundaryNote | None
    domains: dict[str, Decimal]
    aspects: dict[str, Decimal]
    contributions: dict[int, Decimal]


@dataclass(frozen=True)
class Interim:
    """Figures of an open period: no rating before every score is decided, and none at all on claims.

    `decided` of `total` indicators have a decided score; `assumed` are the numbers that count as the scale's minimum;
    `filled_mean` (rerata terisi) is the weighted mean of the decided ones alone, None while there are none.
    """

    mode: Mode
    index: Decimal
    rating: str | None
    boundary_note: BoundaryNote | None
    domains: dict[str, Decimal]
    aspects: dict[str, Decimal]
    decided: int
    total: int
    assumed: tuple[int, ...]
    filled_mean: Decimal | None


@dataclass(frozen=True)
class Suggestion:
    """What a policy makes of the agencies' scores: `counted` of `total` went in; `score` is `exact` down to a step."""

    score: Decimal | None
    exact: Decimal | None
    counted: int
    total: int


@dataclass(frozen=True)
class Attainment:
    """Capaian PD: one agency's weighted mean over `count` indicators that carry `weight` percent. Not official."""

    exact: Decimal
    weight: Decimal
    count: int


@dataclass(frozen=True)
class Step:
    """One indicator raised once. `cumulative`: index after this and all earlier steps; `reaches`: rating first met."""

    rank: int
    number: int
    current: Decimal
    target: Decimal
    gain: Decimal
    cumulative: Decimal
    reaches: str | None
