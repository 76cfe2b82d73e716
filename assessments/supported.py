"""The level that an assessor's ticks and reasons support (process.md R6.2, R6.3). It suggests; a person decides."""

from typing import NamedTuple

from assessments.evidence_advice import levels_of
from assessments.evidence_age import is_too_old
from assessments.models import Citation, Review
from indicators.rules import rules_for
from indicators.ruleset import DOUBTFUL, MET, UNMET

TICKS = ((MET, "Ya"), (UNMET, "Tidak"), (DOUBTFUL, "?"))


class Limit(NamedTuple):
    """A reason that was chosen, and the highest level that it leaves; None where it names none."""

    reason: object
    level: int | None


class Supported(NamedTuple):
    """`proven` is None while nothing is ticked. `returns`: a reason asks to send the answer back first."""

    proven: int | None
    limits: list
    returns: bool

    @property
    def cap(self):
        return min((limit.level for limit in self.limits if limit.level is not None), default=None)

    @property
    def level(self):
        """The lowest of what was found; None where nothing speaks for or against any level."""
        return min((level for level in (self.proven, self.cap) if level is not None), default=None)


def supported(answer, ticks, codes):
    """Reads rows only for reasons that ask for it: whether the answer came back before, and which proofs are left."""
    indicator = answer.indicator
    levels, rules = indicator.instrument.levels(), rules_for(indicator.instrument.slug)
    reasons = [reason for reason in rules.reasons_for(indicator.number) if reason.code in codes]
    returns = any(reason.effect == "return" for reason in reasons) and may_come_back(answer)
    limits = [Limit(reason, _limit(reason, answer, rules, returns)) for reason in reasons]
    is_ticked = any(tick in (MET, UNMET) for tick in ticks.values())
    proven = rules.proven(indicator.number, levels, ticks) if levels and is_ticked else None
    return Supported(proven, limits, returns)


def needs_second(answer, score, ticks, codes):
    """Raising the claim, and deciding above what one's own ticks and reasons support, take a second assessor."""
    if answer.score is None or score > answer.score:
        return True
    level = supported(answer, ticks, codes).level
    return level is not None and int(score) > level


def may_come_back(answer):
    """What cannot be read is sent back once; after that it counts as no evidence."""
    return not Review.objects.standing().filter(answer=answer, verdict=Review.Verdict.SEND_BACK).exists()


def _limit(reason, answer, rules, returns):
    number = answer.indicator.number
    if reason.effect == "discard":
        return _without_old(answer)
    if reason.effect == "return":
        return None if returns else _lowest(answer)
    return rules.cap(number, [reason.code])


def _without_old(answer):
    """The ladder again without the proofs that are too old: no higher than what the others are marked for."""
    indicator, period = answer.indicator, answer.assessment.period
    left = [_lowest(answer)]
    for citation in Citation.objects.filter(answer=answer).select_related("evidence"):
        citation.answer = answer
        levels = levels_of(citation)
        if not is_too_old(citation.evidence, indicator, period, levels):
            left += levels
    return max(left)


def _lowest(answer):
    """What an answer without any evidence is worth."""
    return int(answer.indicator.instrument.scale_min)
