"""Published results and hand calculations, to the last digit."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from indicators import scoring
from indicators.scoring import display, plain
from tests.indicators.schemes import from_levels, scheme_of

DATA = Path(__file__).parents[1] / "data"
RESULTS = json.loads((DATA / "official_results.json").read_text(encoding="utf-8"))


def sample_337():
    with (DATA / "sample_levels_337.csv").open(encoding="utf-8") as file:
        return {int(row["indikator"]): Decimal(row["tingkat"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("published", RESULTS, ids=lambda result: result["name"])
def test_published_result_is_reproduced_to_the_last_digit(published):
    card = scoring.compute(scheme_of(published["instrument"]), from_levels(published["levels"]))

    assert plain(card.index) == published["index_exact"]
    assert str(display(card.index)) == published["index"]
    assert card.rating == published["rating"]
    assert {code: str(display(card.domains[code])) for code in published["domains"]} == published["domains"]
    assert {code: str(display(card.aspects[code])) for code in published["aspects"]} == published["aspects"]


def test_rounded_domains_are_never_fed_into_the_index():
    """Kemenkominfo 2023: exact 4.515 prints 4.52; from the rounded domains 5.00, 4.20, 3.27, 5.00 it would be 4.51."""
    published = next(result for result in RESULTS if result["index_exact"] == "4.515")
    weights = {"D1": "13", "D2": "25", "D3": "16.5", "D4": "45.5"}

    chained = sum(Decimal(published["domains"][code]) * Decimal(weights[code]) for code in weights) / 100

    assert str(display(chained)) == "4.51"
    assert str(display(Decimal("4.515"))) == published["index"] == "4.52"


def test_unrounded_score_of_one_indicator_reaches_its_aspect_unrounded():
    """Aceh Tengah: I13 = 7/6 prints 1.17; aspect 5 = (7/6 + 1) / 2 = 1.0833 prints 1.08, where 1.17 would give 1.09."""
    levels = next(result for result in RESULTS if result["instrument"] == "pemdi-8-2026")["levels"]
    scores = from_levels(levels) | {13: Decimal("1.1667")}

    card = scoring.compute(scheme_of("pemdi-8-2026"), scores)

    assert str(display(card.aspects["A5"])) == "1.08"
    assert str(display(card.index)) == "1.24"
    assert str(display(scoring.compute(scheme_of("pemdi-8-2026"), from_levels(levels)).aspects["A5"])) == "1.09"


def test_sample_province_scores_exactly_337():
    card = scoring.compute(scheme_of("permenpanrb-59-2020"), sample_337())

    assert (plain(card.index), card.rating, card.boundary_note) == ("3.37", "Baik", None)
    assert {code: str(display(value)) for code, value in card.domains.items()} == {
        "D1": "3.50",
        "D2": "3.30",
        "D3": "2.18",
        "D4": "3.80",
    }
    assert {code: str(display(value)) for code, value in card.aspects.items()} == {
        "A1": "3.50",
        "A2": "3.25",
        "A3": "3.50",
        "A4": "3.00",
        "A5": "2.38",
        "A6": "1.67",
        "A7": "4.00",
        "A8": "3.50",
    }
    assert plain(card.aspects["A5"]) == "2.375"


def test_sample_province_needs_five_steps_to_the_next_rating():
    """13.0 points are missing; four steps of weight 3.00 give 12.0, so the fifth reaches it: 3.37 + 5 x 0.03 = 3.52."""
    scheme = scheme_of("permenpanrb-59-2020")

    steps = scoring.recommendations(scheme, sample_337())

    assert [step.number for step in steps[:7]] == [45, 46, 47, 42, 43, 44, 38]
    assert [step.reaches for step in steps[:5]] == [None, None, None, None, "Sangat Baik"]
    assert plain(steps[4].cumulative) == "3.52"
    assert scoring.next_band(Decimal("3.37"), scheme.bands) == (scheme.bands[1], Decimal("0.13"))
    assert len(scoring.shortlist(steps)) == 10
    assert len(scoring.shortlist(steps, at_least=3)) == 5


def test_interim_index_of_the_sample_while_it_is_being_decided():
    """I1-31 decided, I32-44 claimed, I45-47 empty: (164 + 45.5)/100 = 2.095; 319/100 = 3.19; 164/54.5 = 3.01."""
    scheme, scores = scheme_of("permenpanrb-59-2020"), sample_337()
    decided = {number: scores[number] for number in range(1, 32)}
    claimed = {number: scores[number] for number in range(32, 45)} | {45: None}

    verified = scoring.interim(scheme, decided, claimed, "terverifikasi")
    mixed = scoring.interim(scheme, decided, claimed, scoring.Mode.MIXED)

    assert (plain(verified.index), str(display(verified.index))) == ("2.095", "2.10")
    assert str(display(mixed.index)) == "3.19"
    assert str(display(verified.filled_mean)) == str(display(mixed.filled_mean)) == "3.01"
    assert (verified.decided, verified.total, verified.rating) == (31, 47, None)
    assert verified.assumed == tuple(range(32, 48))
    assert mixed.assumed == (45, 46, 47)
    assert (str(display(verified.domains["D2"])), str(display(verified.aspects["A7"]))) == ("3.30", "1.00")
