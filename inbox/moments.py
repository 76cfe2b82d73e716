"""Dates and times as people of an institution read them."""

from django.utils.formats import date_format


def moment(value, institution):
    """30 Juni 2026 pukul 16.00 WIB, by the clock of the institution."""
    local = value.astimezone(institution.zone)
    return f"{date_format(local, 'j F Y')} pukul {local:%H.%M} {local.tzname()}"


def today(institution, now):
    return now.astimezone(institution.zone).date()
