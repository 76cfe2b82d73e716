"""A text that names proofs: read and typed with their export names, kept with tokens."""

import json
import re

from assessments import tokens
from assessments.forms.fields import ParagraphField

PAGE_NAMES = "nama-bukti"
_MAY_NAME = re.compile(r"\S\.\S|\[\[bukti:")
_NAME = re.compile(r"\S{1,1000}\.\S{1,1000}( \([0-9]{1,3}\))?")
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
    """The names as the page showed them, by the key of their proof; None where the page did not tell."""
    try:
        told = json.loads(data.get(PAGE_NAMES, ""))
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    return {pk: name for name, pk in told.items() if _NAME.fullmatch(name) and _is_key(pk)}


def told_to_page(names):
    return json.dumps(tokens.by_name(names), ensure_ascii=False)


def _is_key(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LARGEST_KEY
