"""Cells of a table that a spreadsheet will open: what a person typed never becomes a formula there."""

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def plain(cell):
    """The cell as text. An apostrophe in front keeps a spreadsheet from computing it (OWASP, CSV injection)."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_STARTS) else text
