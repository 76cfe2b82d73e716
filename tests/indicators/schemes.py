"""The shipped instruments as pure schemes, straight from their files and without a database."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from indicators.scoring import Band, Scale, Scheme, Weighted

FOLDER = Path(__file__).parents[2] / "fixtures" / "instruments"
SLUGS = ("permenpanrb-59-2020", "permenpanrb-5-2018", "pemdi-8-2026")
FILES = [FOLDER / f"{slug}.yaml" for slug in SLUGS]


@cache
def scheme_of(slug):
    content = yaml.safe_load((FOLDER / f"{slug}.yaml").read_text(encoding="utf-8"))
    indicators = tuple(
        Weighted(indicator["number"], Decimal(indicator["weight"]), aspect=aspect["code"], domain=domain["code"])
        for domain in content["domains"]
        for aspect in domain["aspects"]
        for indicator in aspect["indicators"]
    )
    bands = tuple(Band(band["name"], Decimal(band["minimum"])) for band in content["rating_bands"])
    scale = Scale(*(Decimal(content["scale"][key]) for key in ("min", "max", "step")))
    return Scheme(indicators, bands, scale, content["rating_basis"])


def constant(scheme, score):
    return dict.fromkeys(sorted(scheme.numbers), Decimal(score))


def from_levels(levels):
    return {number: Decimal(level) for number, level in enumerate(levels, 1)}
