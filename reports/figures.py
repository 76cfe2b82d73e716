"""How figures, times and words are written. Rounding happens in `indicators.scoring.display` alone."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from indicators import scoring

ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
# fmt: off
MONTHS = (
    "", "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)
WORDS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam",
    "tujuh", "delapan", "sembilan", "sepuluh", "sebelas", "dua belas",
)
# fmt: on
COVERAGE = Path(__file__).resolve().parent.parent / "static" / "vendor" / "fonts-ttf" / "coverage.txt"
UNPRINTABLE = "□"


def fixed(value, places=2):
    """ "3.375" → "3,38"; nothing for no value."""
    return "" if value is None else _comma(scoring.display(Decimal(value), places))


def plain(value):
    """ "4.000" → "4", "3.25" → "3,25"; at most four decimals."""
    return "" if value is None else _comma(scoring.plain(scoring.display(Decimal(value), 4)))


def signed(value, places=2):
    """ "0.61" → "+0,61", "-0.2" → "−0,20", "0" → "0,00"."""
    shown = scoring.display(Decimal(value), places)
    return ("+" if shown > 0 else "") + _comma(shown if shown else abs(shown))


def short_day(text):
    """ "2023-06-30" → "30 Jun 2023"."""
    if not text:
        return ""
    value = date.fromisoformat(text)
    return f"{value.day} {MONTHS[value.month][:3]} {value.year}"


def moment(value, zone):
    """A time, aware or as ISO text, → "30 Juni 2023 pukul 16.00 WIB" in the named zone."""
    value = datetime.fromisoformat(value) if isinstance(value, str) else value
    local = value.astimezone(ZoneInfo(zone))
    return f"{local.day} {MONTHS[local.month]} {local.year} pukul {local:%H.%M} {ZONES.get(zone, zone)}"


def in_words(number):
    """5 → "lima"; in digits above twelve."""
    return WORDS[number] if number < len(WORDS) else str(number)


def shortened(text, length):
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def printable(data):
    """The same data with a box for each character that the bundled fonts lack; an empty glyph cannot be heard."""
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [printable(value) for value in data]
    if not isinstance(data, str) or data.isascii() and data.isprintable():
        return data
    covered = _covered()
    return "".join(c if ord(c) in covered or c == "\n" else " " if c.isspace() else UNPRINTABLE for c in data)


@cache
def _covered():
    ranges = [part.split("-") for part in COVERAGE.read_text(encoding="ascii").split()]
    return frozenset(code for ends in ranges for code in range(int(ends[0], 16), int(ends[-1], 16) + 1))


def _comma(number):
    return str(number).replace(".", ",").replace("-", "−")
