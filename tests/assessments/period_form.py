"""What a coordinator sends to make or change a period."""

WINDOWS = {
    "fill_opens_at": "2026-06-01T08:00",
    "fill_closes_at": "2026-06-30T16:00",
    "repair_closes_at": "2026-07-14T16:00",
    "review_closes_at": "2026-07-31T16:00",
    "closing_due_at": "2026-08-07T16:00",
}


def values(instrument, **changes):
    data = {"year": "2026", "name": "", "instrument": instrument.pk, "rollup_policy": "lead"} | WINDOWS
    return data | changes
