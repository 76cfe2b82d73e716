"""Two versions of a text compared word by word: side by side, or as what was taken out and put in."""

import re
from difflib import Match, SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\S+\s*|\s+")


class _Matcher(SequenceMatcher):
    """Gives up at a text that only repeats a few words, which would take seconds: what is left then counts as other."""

    pairs_left = 300_000

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        self.pairs_left -= sum(len(self.b2j.get(word, ())) for word in self.a[alo:ahi])
        if self.pairs_left < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


class Part(NamedTuple):
    text: str
    is_different: bool


def compared(mine, theirs):
    """Both texts as parts in order; joined, the parts of each are the text again."""
    own, other = _WORDS.findall(mine), _WORDS.findall(theirs)
    left, right = [], []
    for tag, a1, a2, b1, b2 in _Matcher(None, own, other, autojunk=False).get_opcodes():
        _add(left, own[a1:a2], tag != "equal")
        _add(right, other[b1:b2], tag != "equal")
    return left, right


def _add(parts, words, is_different):
    if words:
        parts.append(Part("".join(words), is_different))


class Step(NamedTuple):
    """A run of words that stayed, was taken out or was put in."""

    text: str
    kind: str


SAME, REMOVED, ADDED, SKIPPED = "same", "removed", "added", "skipped"


def steps_between(before, after, context=12):
    """The later text as one line of reading, with what was taken out; of long equal passages only the ends."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    steps = []
    for tag, a1, a2, b1, b2 in _Matcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            steps += _ends(old[a1:a2], context, is_first=not a1, is_last=a2 == len(old))
        else:
            steps += [Step("".join(old[a1:a2]), REMOVED)] if a2 > a1 else []
            steps += [Step("".join(new[b1:b2]), ADDED)] if b2 > b1 else []
    return steps


def _ends(words, context, *, is_first, is_last):
    head, tail = 0 if is_first else context, 0 if is_last else context
    if len(words) <= head + tail + context:
        return [Step("".join(words), SAME)]
    parts = [words[:head], None, words[len(words) - tail :]]
    return [Step("".join(part), SAME) if part is not None else Step("", SKIPPED) for part in parts if part != []]
