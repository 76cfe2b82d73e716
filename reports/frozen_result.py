"""A frozen result as its reports read it: the canonical JSON with the few questions that every report asks."""

from decimal import Decimal
from functools import cached_property

from reports.charts import Scale
from reports.figures import shortened

RATING = 24  # characters of a rating's name that the layout has room for


class FrozenResult:
    """Wraps the canonical JSON; computes no score. What stands in headlines is cut to what they have room for."""

    def __init__(self, data):
        institution, instrument, index = data["institution"], data["instrument"], data["index"]
        self.data, self.period = data, data["period"]
        self.indicators, self.aspects = data["indicators"], data["aspects"]
        self.year, self.zone = self.period["year"], institution["time_zone"]
        self.institution = institution | {"name": shortened(institution["name"], 90)}
        self.instrument = instrument | {"title": shortened(instrument["title"], 110)}
        self.index = index | {"rating": shortened(index["rating"], RATING)}
        self.index_name = shortened(instrument["index_name"], 40)
        self.steps = [
            step | {"reaches": step["reaches"] and shortened(step["reaches"], RATING)}
            for step in data["recommendations"]
        ]

    @cached_property
    def subject(self):
        """What the index measures: the name without its first word, "Indeks"."""
        return self.index_name.removeprefix("Indeks ").strip() or self.index_name

    @cached_property
    def scale(self):
        return Scale(Decimal(self.instrument["scale_min"]), Decimal(self.instrument["scale_max"]))

    @cached_property
    def bands(self):
        """(name, minimum), ascending."""
        return [
            (shortened(band["name"], RATING), Decimal(band["minimum"])) for band in reversed(self.instrument["bands"])
        ]

    @cached_property
    def previous(self):
        """Last year's figures, or None where there are none or they are of another instrument."""
        last = self.data["previous"]
        return last if last and last["comparable"] else None

    @cached_property
    def next_band(self):
        """The next higher rating with the points to it, or None in the highest."""
        band = self.index["next_band"]
        return band and band | {"name": shortened(band["name"], RATING)}

    @cached_property
    def by_number(self):
        return {indicator["number"]: indicator for indicator in self.indicators}

    @cached_property
    def changed(self):
        """Indicators whose result is not what was claimed."""
        return [i for i in self.indicators if i["claimed"] is None or Decimal(i["claimed"]) != Decimal(i["score"])]

    @cached_property
    def lowered(self):
        """What assessors lowered; a score that nobody decided was not lowered by anybody."""
        decided = [i for i in self.changed if i["claimed"] is not None and i["origin"] != "assumed_minimum"]
        return [i for i in decided if Decimal(i["claimed"]) > Decimal(i["score"])]

    @cached_property
    def assumed(self):
        return [i for i in self.indicators if i["origin"] == "assumed_minimum"]

    @cached_property
    def reaching_step(self):
        """The recommendation that first reaches another rating, or None."""
        return next((step for step in self.steps if step["reaches"]), None)

    def unit(self, code):
        return next(unit for unit in self.data["units"] if unit["code"] == code)

    def led_by(self, code):
        return [i for i in self.indicators if i["lead"] and i["lead"]["code"] == code]

    def supported_by(self, code):
        """(indicator, the unit's own part in it)."""
        return [(i, part) for i in self.indicators for part in i["supporting"] if part["code"] == code]


def name_of(indicator):
    return indicator["short_name"] or indicator["name"]


def own_score(indicator):
    """The lead's own reviewed score where the result says it, else the one that was set for the institution."""
    return (indicator["lead"] or {}).get("score") or indicator["score"]
