"""Texts as long as a field takes, made to be slow to read. Only regular expressions that try again and again need
seconds for them; the limit is far above what is used and counts the work of this thread, not the time of the clock."""

import time

import pytest

from assessments import tokens
from assessments.composer import Composer
from assessments.differences import compared, steps_between
from assessments.export_names import slug
from assessments.faults import advice, blocking_faults
from assessments.forms.answers import MAXIMUM_TEXT
from assessments.forms.citing import NAMES_PER_PROOF, names_on_page
from assessments.models import Citation, Evidence
from assessments.pages import doubt, tidied
from indicators import wording

SECOND = 1
NAMES = NAMES_PER_PROOF * 20

PIECES = (
    "a ", "ab ", "a", "aa.", "a.", "a-", "a_", "1", "-", "_", ".", "..", ",", "; ", "– ", " ", "\n", "\t", "a.a/",
    "@a.", "w.(", "(", "(…", "[", "[a", "[[", "{", "{a}", "‹", "‹a", "“", "‘", '"', "…", "<", "www.", "http://",
    "a.pdf", "a.pdf(", "/a.pdf(w.(w.", "xxx ", "bab xxx ", "hal ", "bukti a ", "tingkat ", "berada pada tingkat ",
    "[[bukti:1]] ", "[[bukti:", "İ", "ſ", "nomor ", " tahun ",
)  # fmt: skip


def filled(piece, length=MAXIMUM_TEXT):
    return (piece * (length // len(piece) + 1))[:length]


def slow(*acts):
    """Those of these acts that need more than a second of work, by their place."""
    found = []
    for place, act in enumerate(acts):
        begin = time.thread_time()
        act()
        if time.thread_time() - begin > SECOND:
            found.append(place)
    return found


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_keeps_the_checks_busy(piece):
    text, names = filled(piece), {1: "1.a.X.pdf", 2: "b.c"}

    assert not slow(
        lambda: blocking_faults(text, {1}),
        lambda: advice(text, names, level=3),
        lambda: doubt(tidied(filled(piece, 60)), 9),
        lambda: slug(filled(piece, 200)),
        lambda: wording.parsed(text),
        lambda: tokens.to_names(tokens.to_tokens(text, {"b.c": 2}), names),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("a ", "a " * 4999 + "b "), ("a b ", "b a "), ("a a b ", "a b b a "), ("a", "b"), (" ", "a ")],
)
def test_no_two_texts_keep_the_comparison_busy(one, other):
    mine, theirs = filled(one), filled(other)

    assert not slow(lambda: compared(mine, theirs), lambda: steps_between(mine, theirs))
    assert ["".join(part.text for part in side) for side in compared(mine, theirs)] == [mine, theirs]


def test_many_long_names_that_begin_alike_are_found_quickly():
    address = "https://contoh.go.id/" + "a" * 900
    many = {f"{address}{number}.pdf": number for number in range(1, NAMES + 1)}
    texts = [filled(f"{address} "), filled(f"{address}7.pdfx "), filled("h"), filled("!.!a")]

    for names in (many, {f"{'!.' * number}!": number for number in range(1, NAMES + 1)}):
        assert not slow(*(lambda text=text, names=names: tokens.to_tokens(text, names) for text in texts))
    assert tokens.to_tokens(f"Lihat {address}7.pdf.", many) == "Lihat [[bukti:7]]."


def test_a_page_names_no_more_proofs_than_it_can_have_shown(settings):
    def told(count):
        pairs = ", ".join(f'"{number}.a": {number}' for number in range(1, count + 1))
        return names_on_page({"nama-bukti": f"{{{pairs}}}"})

    settings.EVIDENCE_MAX_PER_ANSWER = 2
    assert len(told(2 * NAMES_PER_PROOF)) == 2 * NAMES_PER_PROOF
    assert told(2 * NAMES_PER_PROOF + 1) is None


@pytest.mark.django_db
@pytest.mark.parametrize("piece", ["nomor ", " ", "1 tahun ", "tahun 2020 "])
def test_no_number_of_a_document_keeps_the_composer_busy(answer, operator, piece):
    unit = answer.assessment.unit
    evidence = Evidence(pk=1, unit=unit, kind="link", url="https://a.b", document_number=filled(piece, 100))
    citations = [Citation(pk=1, answer=answer, evidence=evidence, position=1, levels=[3])]

    assert not slow(lambda: Composer(answer, citations, {1: "https://a.b"}, 3, {"k0-0-x": filled(piece)}).text)
