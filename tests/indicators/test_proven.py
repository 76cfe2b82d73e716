"""The cumulative ladder (process.md R6.2) on the published rules, and on rules that start from another level."""

import pytest

from indicators.rules import rules_for
from indicators.ruleset import Rules

LEVELS = [1, 2, 3, 4, 5]
PUBLISHED = rules_for("permenpanrb-59-2020")


def ticks(text):
    """One letter for each level from the second on: y, n, ? or a dot for none."""
    words = {"y": "yes", "n": "no", "?": "unknown"}
    return {str(level): words[letter] for level, letter in zip(LEVELS[1:], text, strict=True) if letter != "."}


@pytest.mark.parametrize(
    "number, ticked, level",
    [
        (1, "....", 1),
        (1, "y...", 2),
        (1, "yy..", 3),
        (1, "yyyy", 5),
        (1, "yyny", 3),  # the first gap counts, whatever is above it
        (1, "y?yy", 2),  # a doubt counts as not met
        (1, "nyyy", 1),
        (1, ".yyy", 1),
        (3, "ynyn", 4),  # level 4 of indicator 3 asks for level 2 only
        (3, "ynyy", 5),
        (3, "yn.y", 2),
        (3, "nnyy", 1),
        (4, "ynyy", 2),
    ],
)
def test_proven_level_is_where_the_first_gap_is(number, ticked, level):
    assert PUBLISHED.proven(number, LEVELS, ticks(ticked)) == level


def test_scale_that_begins_at_nought_has_its_lowest_level_met():
    assert Rules().proven(1, [0, 1, 2], {"1": "yes"}) == 1
    assert Rules().proven(1, [0, 1, 2], {}) == 0


# By hand from process.md R6.3 and the coverage table of R5.10.
@pytest.mark.parametrize(
    "number, codes, cap",
    [
        (1, ["TANPA_BUKTI"], 1),
        (47, ["TANPA_BUKTI"], 1),
        (10, ["RANCANGAN"], 1),
        (11, ["RANCANGAN"], None),
        (2, ["ISI_PARSIAL"], 2),
        (3, ["ISI_PARSIAL"], 3),
        (4, ["ISI_PARSIAL"], None),
        (5, ["CAKUPAN"], 2),
        (8, ["CAKUPAN"], 3),
        (16, ["CAKUPAN"], 2),
        (20, ["CAKUPAN"], 3),
        (1, ["REVIU_LAMA"], 3),
        (3, ["REVIU_LAMA"], 4),
        (32, ["TANPA_REVIU"], 4),
        (29, ["REVIU_LAMA"], None),
        (12, ["TANPA_TINDAK_LANJUT"], 4),
        (21, ["TANPA_PETA_RENCANA"], 1),
        (20, ["TANPA_PETA_RENCANA"], None),
        (30, ["AUDITOR_INTERNAL"], 3),
        (40, ["FUNGSI_TAK_TERLIHAT"], None),
        (5, ["CAKUPAN", "REVIU_LAMA"], 2),  # several: the lowest
        (28, ["TANPA_TINDAK_LANJUT", "ISI_PARSIAL", "REVIU_LAMA"], 2),
        (5, [], None),
    ],
)
def test_codes_leave_the_level_of_the_table(number, codes, cap):
    assert PUBLISHED.cap(number, codes) == cap
