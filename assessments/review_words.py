"""Texts that a decision begins with. An assessor completes or changes them; alone they say nothing yet."""

import re

REASON = "Kriteria tingkat {level} belum terpenuhi: "
RECOMMENDATION = "Untuk mencapai tingkat {level}, lengkapi: {text}"
MISSING = "Tingkat {level}: {text}"
LIST_ONLY = "Lengkapi hal yang tercantum pada daftar periksa."
REASON_BY_CODES = "Kriteria tingkat {level} belum terpenuhi ({codes}): "
_TEMPLATE = re.compile(r"kriteria tingkat \d+ belum terpenuhi:?", re.IGNORECASE)
_WORD = re.compile(r"\w{3,}")


def draft_reason(level, labels=()):
    if labels:
        return REASON_BY_CODES.format(level=level, codes="; ".join(labels))
    return REASON.format(level=level)


def draft_recommendation(criterion):
    return RECOMMENDATION.format(level=criterion.level, text=_text_of(criterion))


def missing_item(criterion):
    return MISSING.format(level=criterion.level, text=_text_of(criterion))


def says_more(reason, labels=()):
    """Whether a reason says anything beside the template and the labels of the reason codes."""
    rest = _TEMPLATE.sub(" ", reason)
    for label in labels:
        rest = rest.replace(label, " ")
    return bool(_WORD.search(rest))


def _text_of(criterion):
    return criterion.text or criterion.label or "kriteria tingkat ini"
