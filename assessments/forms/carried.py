"""What a page carries in a hidden field, as JSON, and gets back with its form. Anybody may have written it anew."""

import json


def carried(text, limit):
    """The object in it by name; None where it is none, or longer than such a field ever is."""
    if len(text) > limit:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
