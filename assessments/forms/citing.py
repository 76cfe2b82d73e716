"""A text that names proofs: read and typed with their export names, kept with tokens."""

import json
import re

from django.conf import settings

from assessments import tokens
from assessments.forms.carried import carried
from assessments.forms.fields import ParagraphField

PAGE_NAMES = "nama-bukti"
# A page names the proofs that the answer cites, those taken off while it was open, and what a renamed one was called.
NAMES_PER_PROOF = 10
LONGEST_NAME = 1000  # of an address (Evidence.url)
MAXIMUM_TOLD = 200_000
_MAY_NAME = re.compile(r"\S\.\S|\[\[bukti:")
_UNFIT = re.compile(r"[\s\ud800-\udfff]")
_AGAIN = re.compile(r" \([0-9]{1,3}\)\Z", re.ASCII)
_LARGEST_KEY = 2**63


class CitingField(ParagraphField):
    """`names()` gives the name of each proof by its key; it is asked only for a text that may hold one."""

    def __init__(self, *, names, **options):
        self.names = names
        super().__init__(**options)

    def to_python(self, value):
        text = super().to_python(value)
        return tokens.to_tokens(text, tokens.by_name(self.names())) if _MAY_NAME.search(text) else text

    def prepare_value(self, value):
        return tokens.to_names(value, self.names()) if value and tokens.tokens_in(value) else value


def names_on_page(data):
    """The names as the page showed them, by the key of their proof; None where the page did not tell, or too many."""
    told = carried(data.get(PAGE_NAMES, ""), MAXIMUM_TOLD)
    if told is None or len(told) > NAMES_PER_PROOF * settings.EVIDENCE_MAX_PER_ANSWER:
        return None
    return {pk: name for name, pk in told.items() if _is_name(name) and _is_key(pk)}


def told_to_page(names):
    return json.dumps(tokens.by_name(names), ensure_ascii=False)


def _is_name(name):
    """A file name or an address: no blanks, a dot inside, and no half character, which no page could show again."""
    name = _AGAIN.sub("", name)
    return len(name) <= LONGEST_NAME and "." in name[1:-1] and not _UNFIT.search(name)


def _is_key(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LARGEST_KEY
