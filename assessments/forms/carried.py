"""What a page carries in a hidden field and gets back with its form. Anybody may have written it anew."""

import json
import re

UNKNOWN = -1
_WHOLE = re.compile(r"[0-9]{1,18}", re.ASCII)


def whole(text):
    """A whole number, such as the version of a field or the key of a row; otherwise one that nothing has."""
    return int(text) if _WHOLE.fullmatch(text) else UNKNOWN


def carried(text, limit):
    """A JSON object by name; None where it is none, or longer than such a field ever is."""
    if len(text) > limit:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
