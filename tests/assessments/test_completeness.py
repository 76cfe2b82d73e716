"""What is missing in an answer, one thing at a time (ux.md (c) Completeness, (g) 69-72)."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.completeness import gaps_of
from assessments.models import Answer, Assessment, Citation
from assessments.progress import Progress
from tests import factories
from tests.assessments.filling import refreshed, seen_of

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

EXPLANATION = factories.EXPLANATION


def judged(answer):
    row = Answer.objects.with_proofs().with_parents().get(pk=answer.pk)
    gaps = gaps_of(row)
    return row.status, gaps[0].message if gaps else ""


def save(answer, by, **changes):
    row = refreshed(answer)
    return workflow.save_answer(row, by=by, seen=row.versions, **changes)


def cite(answer, by, **fields):
    return workflow.cite(
        answer, factories.link(answer.assessment.unit, by, f"Laporan {answer.citations.count()}"), by=by, **fields
    )


def test_one_missing_thing_is_named_until_nothing_is_missing(answer, operator):
    assert judged(answer) == ("empty", "Indikator 1: pilih tingkat kematangan")

    save(answer, operator, score=Decimal(4), explanation="x" * 29)
    assert judged(answer) == ("draft", "Indikator 1: tulis penjelasan capaian paling sedikit 30 karakter")

    save(answer, operator, explanation="Diatur dalam ‹dokumen› sejak tahun 2022.")
    assert judged(answer) == ("draft", "Indikator 1: isi bagian ‹dokumen› pada penjelasan")

    save(answer, operator, explanation=EXPLANATION)
    assert judged(answer) == ("draft", "Indikator 1: unggah bukti yang mendukung tingkat 4")

    citation = cite(answer, operator, levels=[3, 14])
    assert judged(answer) == ("draft", "Indikator 1: tandai bukti yang mendukung tingkat 4")

    citation.answer = refreshed(answer)
    workflow.change_citation(citation, by=operator, seen=seen_of(citation), pages="", levels=[3, 4])
    assert judged(answer) == ("complete", "")

    save(answer, operator, score=Decimal(5))
    assert judged(answer) == ("draft", "Indikator 1: tandai bukti yang mendukung tingkat 5")

    citation.answer = refreshed(answer)
    workflow.remove_citation(citation, by=operator)
    assert judged(answer) == ("draft", "Indikator 1: unggah bukti yang mendukung tingkat 5")


def test_lowest_level_needs_no_evidence_and_a_proof_is_marked_for_the_chosen_level(answer, operator):
    save(answer, operator, score=Decimal(1), explanation=EXPLANATION)
    assert judged(answer) == ("complete", "")

    save(answer, operator, score=Decimal(3))
    assert cite(answer, operator).levels == [3]
    assert cite(answer, operator, levels=[]).levels == []
    assert judged(answer) == ("complete", "")


def test_first_level_marks_the_proofs_that_came_before_it(answer, operator):
    cite(answer, operator, levels=[2])
    cite(answer, operator)
    save(answer, operator, score=Decimal(3), explanation=EXPLANATION)
    assert judged(answer) == ("complete", "")

    save(answer, operator, score=Decimal(4))
    assert list(answer.citations.order_by("position").values_list("levels", flat=True)) == [[2], [3]]
    assert judged(answer)[0] == "draft"


def test_named_proof_that_is_taken_off_makes_the_answer_a_draft_again(answer, operator):
    citation = cite(answer, operator, levels=[3])
    cite(answer, operator, levels=[3])
    save(answer, operator, score=Decimal(3), explanation=f"{EXPLANATION} Lihat [[bukti:{citation.evidence_id}]].")
    assert judged(answer)[0] == "complete"

    citation.answer = refreshed(answer)
    workflow.remove_citation(citation, by=operator)

    status, missing = judged(answer)
    assert status == "draft" and missing.startswith("Indikator 1: penjelasan menyebut bukti yang sudah dihapus")


def test_returned_answer_needs_a_reply(submitted, assessor, operator):
    answer = refreshed(submitted.answers.get(indicator__number=1))
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    assert judged(answer) == ("returned", "Indikator 1: jawab catatan perbaikan dari asesor")

    save(answer, operator, reply="Sudah dilengkapi.")
    assert judged(answer) == ("returned", "")


def test_continuous_scale_knows_no_levels_so_any_proof_will_do(institution, coordinator, unit, operator):
    instrument = factories.make_instrument("halus", step="0.01")
    period = factories.make_period(institution, instrument, coordinator, leads=[(n, unit) for n in range(1, 6)])
    answer = refreshed(Answer.objects.get(assessment__period=period, indicator__number=1))
    save(answer, operator, score=Decimal("2.5"), explanation=EXPLANATION)
    assert judged(answer) == ("draft", "Indikator 1: tambahkan bukti yang mendukung nilai yang dipilih")

    assert cite(answer, operator).levels == []
    assert judged(answer) == ("complete", "")


def test_sending_lists_the_first_gap_of_each_answer(assessment, operator):
    with pytest.raises(workflow.Incomplete) as caught:
        factories.submit(assessment, by=operator)

    assert [gap.message for gap in caught.value.gaps] == [
        f"Indikator {number}: pilih tingkat kematangan" for number in (1, 2, 3)
    ]


def test_supporting_finds_whole_levels_only(assessment, operator):
    answers = list(Answer.objects.filter(assessment=assessment).with_parents().order_by("indicator__number"))
    rows = {1: [1, 4], 2: [14], 3: []}
    for answer in answers:
        cite(answer, operator, levels=rows[answer.indicator.number])

    found = [
        list(Citation.objects.supporting(level).values_list("answer__indicator__number", flat=True))
        for level in (1, 4, 14, 2)
    ]

    assert found == [[1], [1], [2], []]


def test_progress_reads_proofs_with_the_answers(assessment, operator, django_assert_num_queries):
    factories.fill_all(assessment, operator)
    assessment = Assessment.objects.select_related("period").get(pk=assessment.pk)

    with django_assert_num_queries(2):
        progress = Progress(assessment)

    assert (progress.done, [task.answer.evidence_count for task in progress.tasks]) == (3, [1, 1, 1])
