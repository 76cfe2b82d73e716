"""What a browser is told about a file that was not taken: one rule for every way in."""

REFUSED = 422


def status_of(refusal):
    """507 where the disk has no room: the file is well and may come again later."""
    return 507 if refusal.code == "full" else REFUSED
