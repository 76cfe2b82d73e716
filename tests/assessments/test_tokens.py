import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import tokens, workflow
from assessments.models import Answer
from tests import factories
from tests.assessments.filling import refreshed, seen_of

PERGUB, REVIU, LINK = "1.a.Pergub-1-2020.pdf", "1.b.reviu.pdf", "https://contoh.go.id/laporan"
NAMES = {PERGUB: 5, REVIU: 12, LINK: 7, f"{LINK} (2)": 9, "1.Pergub-1-2020.pdf": 8}

pieces = st.sampled_from([*NAMES, "[[bukti:5]]", "[[bukti:99]]", "[", "]", "-", " ", ".", "/", "11", "lihat", "bukti"])
typed = st.lists(pieces | st.text(max_size=5), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (f"Lihat {PERGUB}.", "Lihat [[bukti:5]]."),
        (f"({PERGUB}, {REVIU})", "([[bukti:5]], [[bukti:12]])"),
        (f"1{PERGUB} dan {PERGUB}x", f"1{PERGUB} dan {PERGUB}x"),
        (f"buka {LINK}. Selesai", "buka [[bukti:7]]. Selesai"),
        (f"{LINK} (2) dan {LINK} (3)", "[[bukti:9]] dan [[bukti:7]] (3)"),
        (f"buka {LINK}/2023 dan {LINK}.pdf", f"buka {LINK}/2023 dan {LINK}.pdf"),
        ("tempel [[bukti:5]] dan [[bukti:99]]", "tempel [[bukti:5]] dan bukti 99"),
        ("[[[bukti:99]]]", "[bukti 99]"),
    ],
)
def test_names_become_tokens_only_where_they_stand_alone(text, stored):
    assert tokens.to_tokens(text, NAMES) == stored


@given(typed)
def test_reading_and_saving_again_changes_nothing(text):
    names = {pk: name for name, pk in NAMES.items()}

    stored = tokens.to_tokens(text, NAMES)
    read = tokens.to_names(stored, names)

    assert tokens.to_tokens(read, NAMES) == stored
    assert tokens.tokens_in(stored) <= set(NAMES.values())
    if "[[" not in text:
        assert read == text


def cite(answer, by, title, **fields):
    return workflow.cite(answer, factories.stored_file(answer.assessment.unit, by, title=title), by=by, **fields)


def say(answer, by, text, field="explanation"):
    saved = refreshed(answer)
    text = tokens.to_tokens(text, tokens.by_name(tokens.names_of(saved)))
    return refreshed(workflow.save_answer(saved, by=by, seen=saved.versions, **{field: text}))


def read(answer):
    answer = refreshed(answer)
    return tokens.shown(answer.explanation, answer), answer.version


def test_text_follows_its_proofs_without_a_new_version(answer, operator):
    first, second = cite(answer, operator, "Pergub 1/2020"), cite(answer, operator, "Reviu", pages="3")
    version = say(answer, operator, "Diatur pada 1.a.Pergub-1-2020.pdf; lihat 1.b.Reviu.pdf.").version
    assert f"[[bukti:{first.evidence_id}]]" in refreshed(answer).explanation

    workflow.move_citation(first, by=operator, step=1)
    assert read(answer) == ("Diatur pada 1.b.Pergub-1-2020.pdf; lihat 1.a.Reviu.pdf.", version)

    workflow.describe_evidence(second, by=operator, seen=seen_of(second), title="Laporan reviu")
    assert read(answer) == ("Diatur pada 1.b.Pergub-1-2020.pdf; lihat 1.a.Laporan-reviu.pdf.", version)

    workflow.remove_citation(second, by=operator)
    assert read(answer) == ("Diatur pada 1.Pergub-1-2020.pdf; lihat 1.Laporan-reviu.pdf.", version)


def test_proof_of_another_unit_never_shows_its_title(answer, operator, period, other_unit, neighbor):
    theirs = period.assessments.get(unit=other_unit).answers.select_related("assessment__unit", "indicator__instrument")
    secret = cite(theirs.get(indicator__number=1), neighbor, "Rahasia Disdik").evidence_id
    Answer.objects.filter(pk=answer.pk).update(explanation=f"Lihat [[bukti:{secret}]] dan [[bukti:999999]].")

    assert read(answer)[0] == f"Lihat {tokens.UNKNOWN} dan {tokens.UNKNOWN}."


def test_names_are_read_at_once_and_only_for_texts_that_hold_a_token(
    assessment, operator, django_assert_num_queries, answer
):
    cite(answer, operator, "Satu"), say(answer, operator, "Lihat 1.Satu.pdf.")
    answers = list(Answer.objects.filter(assessment=assessment).with_parents().order_by("indicator__number"))

    with django_assert_num_queries(1):
        assert [tokens.shown(row.explanation, row) for row in answers] == ["Lihat 1.Satu.pdf.", "", ""]
    with django_assert_num_queries(1):
        tokens.read_names(answers)
        assert [tokens.shown(row.explanation, row) for row in answers] == ["Lihat 1.Satu.pdf.", "", ""]
