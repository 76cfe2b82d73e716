"""Numbers and dates in Indonesian words, as formal papers write them."""

from reports.figures import MONTHS

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_SMALL = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_LARGE = ((1_000_000, "juta"), (1_000, "ribu"), (100, "ratus"))


def spelled(number):
    """47 → "empat puluh tujuh", 2026 → "dua ribu dua puluh enam"; whole numbers from 0 below a thousand million."""
    if number < 0 or number >= 1_000_000_000:
        raise ValueError(f"{number} has no words here.")
    if number < len(_SMALL):
        return _SMALL[number]
    if number < 20:
        return f"{_SMALL[number - 10]} belas"
    if number < 100:
        return _joined(f"{_SMALL[number // 10]} puluh", number % 10)
    size, name = next(row for row in _LARGE if number >= row[0])
    count, rest = divmod(number, size)
    leads = f"se{name}" if count == 1 and size < 1_000_000 else f"{spelled(count)} {name}"
    return _joined(leads, rest)


def spelled_day(day):
    """24 November 2026 → "Selasa, tanggal dua puluh empat, bulan November, tahun dua ribu dua puluh enam"."""
    month = MONTHS[day.month]
    return f"{DAYS[day.weekday()]}, tanggal {spelled(day.day)}, bulan {month}, tahun {spelled(day.year)}"


def written_day(day):
    """24 November 2026."""
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def _joined(words, rest):
    return f"{words} {spelled(rest)}" if rest else words
