"""Two versions of a text side by side, with the words marked that only one of them has."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\S+\s*|\s+")


class Part(NamedTuple):
    text: str
    is_different: bool


def compared(mine, theirs):
    """Both texts as parts in order; joined, the parts of each are the text again."""
    own, other = _WORDS.findall(mine), _WORDS.findall(theirs)
    left, right = [], []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        _add(left, own[a1:a2], tag != "equal")
        _add(right, other[b1:b2], tag != "equal")
    return left, right


def _add(parts, words, is_different):
    if words:
        parts.append(Part("".join(words), is_different))
