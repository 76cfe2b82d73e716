"""Who will be late before they are: a unit's own pace against what is left. Whole numbers only; knows no database."""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

# The two choices of the rule (ux.md J15): over how long a pace is measured, and how long silence may last.
PACE = timedelta(days=7)
SILENCE = timedelta(days=5)
_DAY = timedelta(days=1)


class State(StrEnum):
    LATE = "late"
    AT_RISK = "at_risk"
    NOT_BEGUN = "not_begun"
    ON_PLAN = "on_plan"
    SENT = "sent"
    REVIEWED = "reviewed"


class Reason(StrEnum):
    """Why a unit is at risk."""

    TOO_SLOW = "too_slow"
    SILENT = "silent"
    SHORT = "short"


class Work(NamedTuple):
    """What one unit has done. `unfinished` answers are left to fill or repair; `finished_lately` within PACE."""

    unfinished: int
    finished_lately: int
    begun: bool
    is_sent: bool
    is_reviewed: bool
    opens_at: object
    deadline: object
    last_activity: object = None


class Standing(NamedTuple):
    """`days_late` counts the begun days since the deadline."""

    state: State
    days_late: int = 0
    reason: Reason | None = None


def standing_of(work, now):
    """Late, at risk, or as planned, by the rule:

    at risk is who has more left for each day until the deadline than the own pace of the last PACE, or was silent for
    SILENCE. A pace is measured since the opening at most, and at least over a day. Who has not begun has no pace yet,
    and is at risk when silent for SILENCE since the opening, or when less than PACE is left.
    """
    if work.is_reviewed:
        return Standing(State.REVIEWED)
    if work.is_sent:
        return Standing(State.SENT)
    if now > work.deadline:
        return Standing(State.LATE, days_late=(now - work.deadline) // _DAY + 1)
    if now < work.opens_at:
        return Standing(State.NOT_BEGUN)
    if reason := _risk(work, now):
        return Standing(State.AT_RISK, reason=reason)
    return Standing(State.ON_PLAN if work.begun else State.NOT_BEGUN)


def _risk(work, now):
    if now - max(work.opens_at, work.last_activity or work.opens_at) >= SILENCE:
        return Reason.SILENT
    left = work.deadline - now
    if not work.begun:
        return Reason.SHORT if left < PACE else None
    measured = min(PACE, max(now - work.opens_at, _DAY))
    # unfinished ÷ left > finished_lately ÷ measured, without a division: nothing is rounded, and `left` may be 0.
    return Reason.TOO_SLOW if work.unfinished * measured > work.finished_lately * left else None
