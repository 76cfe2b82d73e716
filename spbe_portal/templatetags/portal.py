"""How numbers, times and scores are written on every page. Rounding happens in `indicators.scoring.display` alone."""

from decimal import Decimal

from django import template

from indicators import scoring

register = template.Library()

_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
MONTHS = ["", *_MONTHS.split()]
ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def _comma(text):
    return str(text).replace(".", ",").replace("-", "−")


@register.filter
def index(value, places=2):
    """3.375 → "3,38"; nothing for no value."""
    return "" if value in (None, "") else _comma(scoring.display(Decimal(str(value)), int(places)))


@register.filter
def score(value):
    """4.000000 → "4", 3.25 → "3,25"; a computed 1.166667 → "1,1667"."""
    if value in (None, ""):
        return ""
    value = Decimal(str(value))
    return _comma(scoring.plain(scoring.display(value, 4) if value != scoring.display(value, 4) else value))


@register.filter
def weight(value):
    """2.5000 → "2,50"; 3.3333 keeps its four places."""
    if value in (None, ""):
        return ""
    value = Decimal(str(value))
    return _comma(scoring.display(value, 2 if value == scoring.display(value, 2) else 4))


@register.filter
def signed(value, places=2):
    """0.61 → "+0,61", -0.2 → "−0,20", 0 → "0,00"."""
    if value in (None, ""):
        return ""
    shown = scoring.display(Decimal(str(value)), int(places))
    return ("+" if shown > 0 else "") + _comma(shown if shown else abs(shown))


@register.filter
def zone_label(institution):
    """WIB, WITA or WIT; the name of the zone elsewhere."""
    return ZONES.get(institution.time_zone, institution.time_zone)


@register.filter
def local_date(value, institution):
    """30 Juni 2023, in the institution's own time zone."""
    if not value:
        return ""
    local = value.astimezone(institution.zone)
    return f"{local.day} {MONTHS[local.month]} {local.year}"


@register.filter
def local_time(value, institution):
    """30 Juni 2023 pukul 16.00 WIB, in the institution's own time zone."""
    if not value:
        return ""
    local = value.astimezone(institution.zone)
    return f"{local_date(value, institution)} pukul {local:%H.%M} {zone_label(institution)}"


@register.filter
def file_size(value):
    """2400000 → "2,4 MB"; sizes count in thousands, as the limits do."""
    if not value:
        return ""
    for unit, factor in (("MB", 1_000_000), ("KB", 1_000)):
        if value >= factor:
            return f"{_comma(scoring.plain(scoring.display(Decimal(value) / factor, 1)))} {unit}"
    return f"{value} B"


@register.filter
def lookup(mapping, key):
    """The value of a key that is only known in the loop."""
    return mapping.get(key) if mapping else None
