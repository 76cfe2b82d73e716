"""Five working days: Saturdays and Sundays do not count, and the repair deadline comes first."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from assessments import working_days

WIB = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    "day, due",
    [
        (date(2026, 11, 23), date(2026, 11, 30)),  # Monday to Monday
        (date(2026, 11, 24), date(2026, 12, 1)),
        (date(2026, 11, 27), date(2026, 12, 4)),  # Friday to Friday
        (date(2026, 11, 28), date(2026, 12, 4)),  # Saturday: from Monday on
        (date(2026, 11, 29), date(2026, 12, 4)),
    ],
)
def test_five_working_days(day, due):
    assert working_days.after(day, 5) == due


def period(closes_at):
    return SimpleNamespace(institution=SimpleNamespace(zone=WIB), repair_closes_at=closes_at)


def test_default_due_is_the_end_of_the_fifth_day_where_the_institution_is():
    now = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # Tuesday 01.00 in Jakarta

    assert working_days.default_due(period(datetime(2027, 1, 1, tzinfo=UTC)), now) == datetime(
        2026, 12, 1, 23, 59, tzinfo=WIB
    )


def test_due_is_never_after_the_repair_deadline():
    last = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    assert working_days.default_due(period(last), datetime(2026, 11, 24, tzinfo=UTC)) == last
    assert working_days.due_on(date(2026, 11, 26), period(last)) == last
