"""What a results page shows, read from the frozen content of a result and nothing else."""

from dataclasses import dataclass
from decimal import Decimal

from reports import charts


@dataclass(frozen=True)
class Group:
    """A domain or an aspect with what belongs to it, and how it moved since last year."""

    row: dict
    members: list
    previous: str | None
    change: Decimal | None


class ResultSummary:
    """The institution's figures of one revision, grouped the way people read them."""

    def __init__(self, content):
        self.content = content
        self.index = content["index"]
        self.previous = content["previous"]
        self.bands = content["instrument"]["bands"]
        self.indicators = [_with_numbers(row) for row in content["indicators"]]
        self.scale = charts.Scale(*(Decimal(content["instrument"][f"scale_{end}"]) for end in ("min", "max")))

    @property
    def rating_position(self):
        """1 for the lowest rating of the instrument; it picks the colour of the chip."""
        names = [band["name"] for band in reversed(self.bands)]
        return names.index(self.index["rating"]) + 1

    @property
    def change(self):
        """Points since last year, or None where the two years do not compare."""
        if not self.previous or not self.previous["comparable"]:
            return None
        return Decimal(self.index["exact"]) - Decimal(self.previous["index"])

    @property
    def domains(self):
        return [
            self._group("domains", row, [aspect for aspect in self.aspects if aspect.row["domain"] == row["code"]])
            for row in self.content["domains"]
        ]

    @property
    def aspects(self):
        return [
            self._group("aspects", row, [i for i in self.indicators if i["aspect"] == row["code"]])
            for row in self.content["aspects"]
        ]

    def _group(self, kind, row, members):
        comparable = self.previous and self.previous["comparable"]
        previous = self.previous[kind].get(row["code"]) if comparable else None
        change = None if previous is None else Decimal(row["value"]) - Decimal(previous)
        return Group(row, members, previous, change)

    @property
    def steps(self):
        """The recommended next steps with the indicator that each of them raises."""
        indicators = {row["number"]: row for row in self.indicators}
        return [{**step, "indicator": indicators[step["number"]]} for step in self.content["recommendations"]]

    def unit(self, code):
        """One unit's own line: its attainment and the indicators that it leads or supports. None if it took no part."""
        row = next((unit for unit in self.content["units"] if unit["code"] == code), None)
        own = [_part_of(indicator, code) for indicator in self.indicators if _takes_part(indicator, code)]
        return row and {"row": row, "indicators": own}


def _with_numbers(row):
    """The row with its scores as numbers, so that a page can draw them."""
    return row | _decimals(row, "score", "claimed", "previous")


def _takes_part(indicator, code):
    return _leads(indicator, code) or any(unit["code"] == code for unit in indicator["supporting"])


def _leads(indicator, code):
    return bool(indicator["lead"]) and indicator["lead"]["code"] == code


def _part_of(indicator, code):
    """What a unit may read of an indicator: its own claim and score, and the institution's score where it leads."""
    if _leads(indicator, code):
        return indicator | {"is_lead": True}
    own = next(unit for unit in indicator["supporting"] if unit["code"] == code)
    shown = {name: indicator[name] for name in ("number", "short_name", "service", "weight")}
    return shown | {"is_lead": False, "label": "", "reason": "", **_decimals(own, "claimed", "score")}


def _decimals(row, *names):
    return {name: None if row[name] is None else Decimal(row[name]) for name in names}
