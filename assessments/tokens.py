"""Names of proofs inside a text. Stored is `[[bukti:7]]`, read and typed is `1.a.Pergub-1-2020.pdf`.

So a text follows its proofs: after a proof was renamed or moved it reads rightly without a new version of the answer.
"""

import re

from assessments.export_names import export_names, lost_name
from assessments.models import Citation, Evidence

UNKNOWN = "‹bukti tidak dikenal›"
_TOKEN = re.compile(r"\[\[bukti:([0-9]{1,18})\]\]")
_START = re.compile(r"(?<![\w-])\w|[^\w\s]")  # elsewhere it would be the end of a longer word
_NAME_GOES_ON = re.compile(r"[\w-]")
_ADDRESS_GOES_ON = re.compile(r"[\w/?#&=%+-]|\.\w")


def tokens_in(text):
    """The primary keys of the proofs that a stored text names."""
    return {int(pk) for pk in _TOKEN.findall(text)}


def without_tokens(text):
    return _TOKEN.sub(" ", text)


def to_tokens(text, names):
    """A typed text as it is stored: every name becomes its token, the longest name first. `names` maps name to proof.

    A token that somebody typed by hand counts as the name of its proof; one of a proof that the page did not name is
    taken apart, so that it never says more than its letters.
    """
    by_proof = {pk: name for name, pk in reversed(names.items())}
    text = _TOKEN.sub(lambda found: by_proof.get(int(found[1]), f"bukti {found[1]}"), text)
    parts, done = [], 0
    for start, name in _names_in(text, names):
        parts += [text[done:start], token(names[name])]
        done = start + len(name)
    return "".join([*parts, text[done:]])


def _names_in(text, names):
    """Where each name stands, from left to right and of several the longest.

    One alternation of all names would do the same, but takes seconds for many names that begin alike.
    """
    by_start, end = {}, 0
    for name in sorted(names, key=len, reverse=True):
        by_start.setdefault(name[0], []).append(name)
    starts = {first: tuple(alike) for first, alike in by_start.items()}
    for found in _START.finditer(text):
        place, alike = found.start(), starts.get(found[0])
        if not alike or place < end or not text.startswith(alike, place):
            continue
        name = next((name for name in alike if text.startswith(name, place) and _ends(name, text, place)), None)
        if name:
            yield place, name
            end = place + len(name)


def to_names(text, names):
    """A stored text as it is read. `names` maps proof to name."""
    return _TOKEN.sub(lambda found: names.get(int(found[1]), UNKNOWN), text)


def token(pk):
    return f"[[bukti:{pk}]]"


def by_name(names):
    """The names of `names_of` as `to_tokens` wants them. A proof that is cited goes before a lost one of that name."""
    return {name: pk for pk, name in reversed(names.items())}


def shown(text, answer):
    """A text of the answer as people read it. No query without a token, one or two with the first."""
    return to_names(text, names_of(answer)) if _TOKEN.search(text) else text


def names_of(answer):
    """The name of every proof that the answer cites, then of those that its texts still name; read once for a row."""
    if not hasattr(answer, "evidence_names"):
        read_names([answer])
    return answer.evidence_names


def read_names(answers, citations=None, texts=()):
    """Read the names of many answers at once, in at most two queries.

    `citations` are theirs in order, where known; `texts` are further ones that name proofs.
    """
    if citations is None:
        citations = Citation.objects.filter(answer__in=answers).select_related("evidence").order_by("position")
    cited = {}
    for citation in citations:
        cited.setdefault(citation.answer_id, []).append(citation)
    for answer in answers:
        answer.evidence_names = export_names(cited.get(answer.pk, ()), answer.indicator)
    _add_lost(answers, set().union(*map(tokens_in, texts)))
    return answers


def read_shown(answers):
    """The same for a page that only shows texts: nothing is read for those without a token."""
    return read_names([answer for answer in answers if _named(answer)])


def _add_lost(answers, named):
    """Also those that a text names although they were taken off. Another unit's proof stays unknown."""
    lost = {answer: (named | _named(answer)) - answer.evidence_names.keys() for answer in answers}
    wanted = set().union(*lost.values())
    rows = {row.pk: row for row in Evidence.objects.filter(pk__in=wanted)} if wanted else {}
    for answer, pks in lost.items():
        for pk in sorted(pks & rows.keys()):
            if rows[pk].unit_id == answer.assessment.unit_id:
                answer.evidence_names[pk] = lost_name(rows[pk], answer.indicator)


def _named(answer):
    return tokens_in(answer.explanation) | tokens_in(answer.reply)


def _ends(name, text, place):
    """Whether the name ends here. An address goes on where a file name has ended."""
    goes_on = _ADDRESS_GOES_ON if "://" in name else _NAME_GOES_ON
    return not goes_on.match(text, place + len(name))
