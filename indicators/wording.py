"""Sentences with slots: `{slot}` has to be filled, and a part in [ ] drops out while all of its slots are empty.

A parsed sentence is a list that is also JSON: text, {"slot": name}, and a list for a part in [ ].
"""

import re

_PIECES = re.compile(r"\{(\w+)\}|\[([^\[\]]*)\]|([^{\[]+)")
_SPACES = re.compile(r"\s+")


def slots_of(text):
    return set(re.findall(r"\{(\w+)\}", text))


def expanded(text, snippets):
    """The text with the snippets that it names in their places."""
    for name, snippet in snippets.items():
        text = text.replace(f"{{{name}}}", snippet)
    return text


def parsed(text):
    parts = []
    for slot, optional, plain in _PIECES.findall(text):
        if slot:
            parts.append({"slot": slot})
        elif optional:
            parts.append(parsed(optional))
        else:
            parts.append(plain)
    return parts


def composed(parts, values, labels):
    """The sentence with the values of its slots; what is still empty stands as ‹label›."""
    return _SPACES.sub(" ", _joined(parts, values, labels)).strip()


def ordered_slots(parts, is_optional=False):
    """(slot, whether it may stay empty) in the order of the sentence."""
    for part in parts:
        if isinstance(part, list):
            yield from ordered_slots(part, True)
        elif isinstance(part, dict):
            yield part["slot"], is_optional


def _joined(parts, values, labels):
    pieces = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
        elif isinstance(part, dict):
            pieces.append(values.get(part["slot"]) or f"‹{labels[part['slot']]}›")
        elif any(values.get(slot) for slot, _ in ordered_slots(part)):
            pieces.append(_joined(part, values, labels))
    return "".join(pieces)
