"""The rule of J15 on, just below and just above each of its edges."""

from datetime import UTC, datetime, timedelta

import pytest

from assessments.pace import PACE, SILENCE, Reason, Standing, State, Work, standing_of

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def work(**fields):
    """A unit in the middle of it: 7 of 14 left, 7 finished in the last 7 days, 7 days to go, busy an hour ago."""
    usual = {
        "unfinished": 7,
        "finished_lately": 7,
        "begun": True,
        "is_sent": False,
        "is_reviewed": False,
        "opens_at": NOW - 20 * DAY,
        "deadline": NOW + 7 * DAY,
        "last_activity": NOW - timedelta(hours=1),
    }
    return Work(**usual | fields)


def standing(**fields):
    return standing_of(work(**fields), NOW)


ON_PLAN, NOT_BEGUN = Standing(State.ON_PLAN), Standing(State.NOT_BEGUN)
TOO_SLOW, SILENT, SHORT = (Standing(State.AT_RISK, reason=reason) for reason in Reason)


def test_choices_are_those_of_the_rule():
    assert (PACE.days, SILENCE.days) == (7, 5)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ON_PLAN),  # 7 ÷ 7 days is not above 7 ÷ 7 days
        ({"unfinished": 8}, TOO_SLOW),
        ({"finished_lately": 6}, TOO_SLOW),
        ({"deadline": NOW + 7 * DAY - SECOND}, TOO_SLOW),
        ({"deadline": NOW + 7 * DAY + SECOND}, ON_PLAN),
        ({"unfinished": 1, "finished_lately": 0}, TOO_SLOW),  # nothing lately is no pace at all
        ({"unfinished": 0, "finished_lately": 0}, ON_PLAN),  # nothing left needs none
        ({"unfinished": 14, "deadline": NOW + 14 * DAY}, ON_PLAN),
        ({"unfinished": 15, "deadline": NOW + 14 * DAY}, TOO_SLOW),
        ({"unfinished": 1, "deadline": NOW}, TOO_SLOW),  # the very last moment
        ({"unfinished": 0, "deadline": NOW}, ON_PLAN),
    ],
)
def test_pace_against_what_is_left(fields, expected):
    assert standing(**fields) == expected


@pytest.mark.parametrize(
    ("opened", "left", "expected"),
    [
        (2 * DAY, 2, ON_PLAN),  # 2 finished in 2 days: 1 a day; 2 left in 2 days
        (2 * DAY, 3, TOO_SLOW),
        (DAY, 4, ON_PLAN),  # 2 a day
        (timedelta(hours=1), 4, ON_PLAN),  # measured over a day at least
        (timedelta(hours=1), 5, TOO_SLOW),
    ],
)
def test_pace_is_measured_since_the_opening(opened, left, expected):
    fields = {"opens_at": NOW - opened, "finished_lately": 2, "unfinished": left, "deadline": NOW + 2 * DAY}

    assert standing(**fields, last_activity=NOW) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"last_activity": NOW - 5 * DAY}, SILENT),
        ({"last_activity": NOW - 5 * DAY + SECOND}, ON_PLAN),
        ({"last_activity": NOW - 5 * DAY, "unfinished": 0}, SILENT),  # complete, and forgotten to send
        ({"last_activity": None, "opens_at": NOW - 5 * DAY, "begun": False}, SILENT),
        ({"last_activity": None, "opens_at": NOW - 5 * DAY + SECOND, "begun": False}, NOT_BEGUN),
        ({"last_activity": NOW - 30 * DAY, "opens_at": NOW - 4 * DAY}, ON_PLAN),  # silence counts from the opening
    ],
)
def test_silence(fields, expected):
    assert standing(**fields) == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [(7 * DAY, NOT_BEGUN), (7 * DAY - SECOND, SHORT), (7 * DAY + SECOND, NOT_BEGUN)],
)
def test_who_has_not_begun_has_no_pace_but_a_deadline(left, expected):
    fields = {"begun": False, "last_activity": None, "finished_lately": 0, "opens_at": NOW - 2 * DAY}

    assert standing(**fields, deadline=NOW + left) == expected


@pytest.mark.parametrize(
    ("past", "days"),
    [(SECOND, 1), (DAY - SECOND, 1), (DAY, 2), (DAY + SECOND, 2), (10 * DAY - SECOND, 10)],
)
def test_late_counts_begun_days(past, days):
    assert standing(deadline=NOW - past) == Standing(State.LATE, days_late=days)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"is_sent": True, "deadline": NOW - DAY}, Standing(State.SENT)),
        ({"is_sent": True, "is_reviewed": True}, Standing(State.REVIEWED)),
        ({"opens_at": NOW + DAY, "deadline": NOW + 2 * DAY, "begun": False, "last_activity": None}, NOT_BEGUN),
    ],
)
def test_who_has_sent_is_neither_late_nor_at_risk(fields, expected):
    assert standing(**fields) == expected
