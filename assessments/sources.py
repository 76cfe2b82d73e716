"""Where the assignments of a new period can be taken from: the default of the instrument, or an earlier period."""

import logging
from dataclasses import dataclass

from django.conf import settings

from assessments.models import Assignment, Period
from assessments.nomenclature import planned_for
from indicators.ownership import read_ownership
from indicators.source import FaultyFiles

logger = logging.getLogger(__name__)

DEFAULT = "bawaan"


@dataclass(frozen=True)
class Source:
    """`rows` are (indicator, lead or None, supporting), `services` names by indicator, `unknown` the codes left out."""

    label: str
    rows: list
    services: dict
    unknown: list


def default_of(instrument):
    """The default of who owns which indicator, or None where nobody has written one for this instrument."""
    for path in sorted((settings.BASE_DIR / "fixtures" / "ownership").glob("*.yaml")):
        try:
            ownership = read_ownership(path)
        except FaultyFiles as error:
            logger.warning("%s is left out: %s", path.name, error)
            continue
        if ownership.instrument == instrument.slug:
            return ownership
    return None


def earlier_of(period):
    """The nearest earlier period of the institution on the same instrument, or None."""
    earlier = Period.objects.filter(institution=period.institution_id, instrument=period.instrument_id)
    return earlier.filter(year__lt=period.year).order_by("-year").first()


def read(period, name):
    """The source of that name for this period; None when there is no such source."""
    if name == DEFAULT:
        ownership = default_of(period.instrument)
        return ownership and _from_default(period, ownership)
    earlier = earlier_of(period)
    return _from_period(period, earlier) if earlier and earlier.slug == name else None


def _from_default(period, ownership):
    units = _heirs(period)
    indicators = {indicator.number: indicator for indicator in period.instrument.indicators.all()}
    named = {code for row in ownership.rows for code in (row.lead, *row.supporting)}
    rows = [
        (indicators[row.number], units.get(row.lead), [units[code] for code in row.supporting if code in units])
        for row in ownership.rows
    ]
    return Source("pembagian bawaan", [_once(*row) for row in rows], {}, sorted(named - units.keys()))


def _from_period(period, earlier):
    units = _heirs(period)
    assignments = Assignment.objects.filter(period=earlier).select_related("indicator", "unit").order_by("unit__name")
    found, unknown = {}, set()
    for assignment in assignments:
        row = found.setdefault(assignment.indicator, {True: [], False: []})
        if assignment.unit.code in units:
            row[assignment.is_lead].append(units[assignment.unit.code])
        else:
            unknown.add(assignment.unit.code)
    rows = [_once(indicator, next(iter(row[True]), None), row[False]) for indicator, row in found.items()]
    services = {service.indicator: service.name for service in earlier.chosen_services.select_related("indicator")}
    return Source(earlier.name, rows, services, sorted(unknown))


def _once(indicator, lead, supporting):
    """A unit that took over several others is still named once."""
    return indicator, lead, [unit for unit in dict.fromkeys(supporting) if unit != lead]


def _heirs(period):
    """The unit that answers for a code from this period on: itself, or the one that continues it."""
    planned = planned_for(period)
    active = {unit.code: unit for unit in period.institution.units.filter(is_active=True)}
    heirs = {code: unit for code, unit in active.items() if code not in planned.ended}
    return heirs | {old: active[new] for old, new in planned.continued.items() if new in active}
