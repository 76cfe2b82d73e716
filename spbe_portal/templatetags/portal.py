"""How numbers, times and scores are written on every page, and the list of its keys.

Rounding happens in `indicators.scoring.display` alone.
"""

from decimal import Decimal

from django import template

from assessments import tokens
from indicators import scoring
from reports import figures
from spbe_portal.help import KEYS, REVIEW_KEYS

register = template.Library()


@register.filter
def index(value, places=2):
    """3.375 → "3,38"; nothing for no value."""
    return "" if value in (None, "") else figures.fixed(value, int(places))


@register.filter
def score(value):
    """4.000000 → "4", 3.25 → "3,25"; a computed 1.166667 → "1,1667"."""
    return "" if value in (None, "") else figures.plain(value)


@register.filter
def weight(value):
    """2.5000 → "2,50"; 3.3333 keeps its four places."""
    if value in (None, ""):
        return ""
    value = Decimal(value)
    return figures.fixed(value, 2 if value == scoring.display(value) else 4)


@register.filter
def signed(value, places=2):
    """0.61 → "+0,61", -0.2 → "−0,20", 0 → "0,00"."""
    return "" if value in (None, "") else figures.signed(value, int(places))


@register.filter
def zone_label(institution):
    """WIB, WITA or WIT; the name of the zone elsewhere."""
    return figures.ZONES.get(institution.time_zone, institution.time_zone)


@register.filter
def local_date(value, institution):
    """30 Juni 2023, in the institution's own time zone."""
    if not value:
        return ""
    local = value.astimezone(institution.zone)
    return f"{local.day} {figures.MONTHS[local.month]} {local.year}"


@register.filter
def local_time(value, institution):
    """30 Juni 2023 pukul 16.00 WIB, in the institution's own time zone."""
    if not value:
        return ""
    return figures.moment(value, institution.time_zone)


@register.filter
def file_size(value):
    """2400000 → "2,4 MB"; sizes count in thousands, as the limits do."""
    if not value:
        return ""
    for unit, factor in (("MB", 1_000_000), ("KB", 1_000)):
        if value >= factor:
            return f"{figures.plain(scoring.display(Decimal(value) / factor, 1))} {unit}"
    return f"{value} B"


@register.filter
def shown(text, answer):
    """A text of an answer with the names of its proofs, as people read it."""
    return tokens.shown(text, answer)


@register.filter
def lookup(mapping, key):
    """The value of a key that is only known in the loop."""
    return mapping.get(key) if mapping else None


@register.inclusion_tag("help/_shortcuts.html")
def shortcut_list():
    return {"keys": (*KEYS, *REVIEW_KEYS)}
