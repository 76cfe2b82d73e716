"""Ages of proofs by calendar years (process.md R5.3), on hand-counted days."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from assessments.evidence_age import age_rule, has_lapsed, is_too_old, is_young, reference_date

SLUG = "permenpanrb-59-2020"
ACUAN = date(2024, 6, 30)


def indicator(number, slug=SLUG):
    return SimpleNamespace(number=number, instrument=SimpleNamespace(slug=slug))


def period(closes=datetime(2024, 6, 30, 9, tzinfo=UTC)):
    return SimpleNamespace(fill_closes_at=closes, institution=SimpleNamespace(zone=ZoneInfo("Asia/Jakarta")))


def proof(kind="review", day=None, until=None):
    return SimpleNamespace(document_kind=kind, document_date=day, valid_until=until)


@pytest.mark.parametrize(
    ("day", "reference", "young"),
    [
        (date(2022, 7, 1), ACUAN, True),
        (date(2022, 6, 30), ACUAN, False),
        (date(2022, 6, 29), ACUAN, False),
        (date(2025, 1, 1), ACUAN, True),
        (date(2024, 2, 29), date(2026, 2, 28), True),
        (date(2024, 2, 29), date(2026, 3, 1), False),
        (date(2022, 3, 1), date(2024, 2, 29), True),
        (date(2022, 2, 28), date(2024, 2, 29), False),
    ],
)
def test_two_calendar_years(day, reference, young):
    assert is_young(day, 2, reference) is young


def test_reference_is_the_day_where_the_institution_is():
    assert reference_date(period(datetime(2024, 6, 30, 16, 59, tzinfo=UTC))) == ACUAN
    assert reference_date(period(datetime(2024, 6, 30, 17, 0, tzinfo=UTC))) == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("number", "kind", "levels", "asked"),
    [
        (1, "review", [3], False),
        (1, "review", [4], True),
        (1, "review", [2, 5], True),
        (1, "review", [], True),
        (3, "review", [4], False),
        (3, "review", [5], True),
        (30, "review", [4], True),
        (30, "audit", [1], True),
        (28, "audit", [5], False),
        (1, "policy", [5], False),
        (1, "", [5], False),
    ],
)
def test_rule_of_a_kind_indicator_and_level(number, kind, levels, asked):
    assert bool(age_rule(indicator(number), kind, levels)) is asked


def test_instrument_without_rules_asks_for_no_age():
    assert age_rule(indicator(1, "uji"), "review", [5]) is None


def test_too_old_only_with_a_date_and_a_rule():
    old, young = date(2022, 6, 30), date(2022, 7, 1)

    assert is_too_old(proof(day=old), indicator(1), period(), [4])
    assert not is_too_old(proof(day=young), indicator(1), period(), [4])
    assert not is_too_old(proof(day=old), indicator(1), period(), [3])
    assert not is_too_old(proof(day=None), indicator(1), period(), [4])
    assert not is_too_old(proof("policy", old), indicator(1), period(), [4])


def test_lapsed_after_its_last_day():
    assert not has_lapsed(proof(until=None), period())
    assert not has_lapsed(proof(until=ACUAN), period())
    assert has_lapsed(proof(until=date(2024, 6, 29)), period())
