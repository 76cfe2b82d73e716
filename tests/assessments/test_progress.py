"""Which answer comes next: returned ones first, then drafts, then empty ones; the end is an end."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.differences import compared
from assessments.models import Answer, Assessment
from assessments.progress import Progress
from assessments.views.questionnaire import shortened
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(institution, instrument, coordinator, unit):
    leads = [(number, unit) for number in range(1, 6)]
    return factories.make_period(institution, instrument, coordinator, leads=leads).assessments.get()


def answer(assessment, number):
    return Answer.objects.with_parents().get(assessment=assessment, indicator__number=number)


def begin(assessment, number, by):
    row = answer(assessment, number)
    return workflow.save_answer(row, by=by, seen=row.versions, score=Decimal(2))


def order(progress):
    return [task.number for task in progress.unfinished]


def test_drafts_come_before_empty_ones(assessment, operator):
    begin(assessment, 4, operator)
    begin(assessment, 2, operator)
    factories.fill(answer(assessment, 1), operator)

    progress = Progress(assessment)

    assert order(progress) == [2, 4, 3, 5]
    assert (progress.done, progress.total) == (1, 5)
    assert [progress.next_unfinished(n) and progress.next_unfinished(n).number for n in (2, 4, 3, 5, 1)] == [
        4, 3, 5, None, 2,
    ]  # fmt: skip
    assert [progress.next_unfinished(n, -1) and progress.next_unfinished(n, -1).number for n in (2, 4, 1)] == [
        None, 2, None,
    ]  # fmt: skip


def test_returned_answers_come_first_and_leave_when_they_are_repaired(assessment, operator, assessor):
    factories.fill_all(assessment, operator)
    factories.submit(assessment, by=operator)
    for number in (5, 3):
        row = answer(assessment, number)
        workflow.send_back(row, by=assessor, version=row.version, reason=factories.REASON)

    assessment = Assessment.objects.get(pk=assessment.pk)
    assert order(Progress(assessment)) == [3, 5]
    row = answer(assessment, 3)
    workflow.save_answer(row, by=operator, seen=row.versions, reply="Sudah ditambahkan.")

    progress = Progress(assessment)
    assert order(progress) == [5]
    assert [task.is_repaired for task in progress.tasks] == [False, False, True, False, False]


def test_work_resumes_where_it_was_left(assessment, operator):
    assert Progress(assessment).resume().number == 1
    begin(assessment, 2, operator)
    begin(assessment, 4, operator)
    assert Progress(assessment).resume().number == 4
    factories.fill_all(assessment, operator)
    assert Progress(assessment).resume() is None


def test_neighbors_end_at_both_ends(assessment):
    progress = Progress(assessment)

    found = [progress.neighbor(number, step) for number, step in ((1, -1), (1, 1), (5, 1), (5, -1))]

    assert [task and task.number for task in found] == [None, 2, None, 4]


def test_groups_follow_the_instrument(assessment):
    groups = Progress(assessment).groups()

    assert [(group.aspect.code, [task.number for task in group.tasks]) for group in groups] == [
        ("A1", [1, 2]),
        ("A2", [3]),
        ("A3", [4, 5]),
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "marked"),
    [
        ("sama persis", "sama persis", ([], [])),
        ("satu dua tiga", "satu empat tiga", (["dua "], ["empat "])),
        ("", "baru", ([], ["baru"])),
        ("lama", "", (["lama"], [])),
        ("a\n\nb", "a b", (["a\n\n"], ["a "])),
    ],
)
def test_differing_words_are_marked(mine, theirs, marked):
    left, right = compared(mine, theirs)

    assert ("".join(part.text for part in left), "".join(part.text for part in right)) == (mine, theirs)
    assert tuple([part.text for part in side if part.is_different] for side in (left, right)) == marked


def test_two_long_texts_compare_quickly():
    words = [f"kata{number % 97}" for number in range(1600)]

    left, _ = compared(" ".join(words), " ".join(reversed(words)))

    assert "".join(part.text for part in left) == " ".join(words)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Pendek.", ""),
        ("a" * 220, ""),
        ("Syarat tingkat 3 terpenuhi; " + "layanan sudah terhubung, " * 9, None),
        ("x" * 400, None),
    ],
)
def test_long_criteria_are_shortened_at_a_clause(text, short):
    found = shortened(text)

    if short is not None:
        assert found == short
    else:
        assert found.endswith(" …") and len(found) <= 200
        assert text.startswith(found.removesuffix(" …"))
