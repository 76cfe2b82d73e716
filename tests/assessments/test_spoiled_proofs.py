"""What nobody can open proves nothing: a file with a virus, a link that is dead (completeness and the ladder)."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.completeness import gaps_of
from assessments.ladder import Ladder
from assessments.models import Answer, Evidence
from tests import factories
from tests.assessments.filling import refreshed

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases, pytest.mark.usefixtures("root")]


def judged(answer):
    row = Answer.objects.with_proofs().with_parents().get(pk=answer.pk)
    gaps = gaps_of(row)
    return row.status, gaps[0].task if gaps else ""


def missing(answer):
    citations = answer.citations.select_related("evidence").order_by("position")
    return Ladder(refreshed(answer), citations).chosen.missing


def test_infected_file_is_no_proof_and_the_gap_names_it(answer, operator):
    proof = factories.cite_file(answer, operator, title="Pergub 12").evidence
    workflow.save_answer(
        refreshed(answer),
        by=operator,
        seen=refreshed(answer).versions,
        score=Decimal(3),
        explanation=factories.EXPLANATION,
    )
    assert judged(answer) == ("complete", "")

    workflow.note_scanned(proof, virus="Eicar")

    gap = "ganti berkas “Pergub 12” yang mengandung virus dengan salinan yang bersih"
    assert judged(answer) == ("draft", gap)
    assert missing(answer) == ["“Pergub 12” mengandung virus; unggah salinan yang bersih."]

    clean = factories.stored_file(proof.unit, operator, content=b"%PDF-1.4 bersih", title="Pergub 12")
    workflow.replace_proof(proof, clean, by=operator, answers=[answer.pk])
    assert judged(answer) == ("complete", "") and not missing(answer)


def test_dead_link_is_no_proof_alone(answer, operator):
    answer = factories.fill(answer, operator)
    link = Evidence.objects.get()

    workflow.mark_link(link, by=operator, dead=True)
    gap = "ganti tautan “Laporan pelaksanaan” yang ditandai mati, atau unggah berkasnya"
    assert judged(answer) == ("draft", gap)
    assert missing(answer) == ["Tautan “Laporan pelaksanaan” ditandai mati; ganti tautannya atau unggah berkasnya."]

    other = workflow.cite(answer, factories.link(link.unit, operator, "Salinan"), by=operator, levels=[3])
    assert judged(answer) == ("complete", "") and not missing(answer)

    workflow.remove_citation(other, by=operator)
    assert judged(answer)[1] == gap
    workflow.mark_link(link, by=operator, dead=False)
    assert judged(answer) == ("complete", "")


def test_gap_names_the_dead_proof_of_the_chosen_level_only(answer, operator):
    dead = factories.link(answer.assessment.unit, operator, "Untuk tingkat 2")
    workflow.cite(answer, dead, by=operator, levels=[2])
    workflow.mark_link(dead, by=operator, dead=True)
    fresh = refreshed(answer)
    workflow.save_answer(fresh, by=operator, seen=fresh.versions, score=Decimal(3), explanation=factories.EXPLANATION)
    assert judged(answer) == ("draft", "tandai bukti yang mendukung tingkat 3")


def test_unmarked_dead_link_is_marked_with_the_first_level_and_still_no_proof(answer, operator):
    dead = factories.link(answer.assessment.unit, operator, "Notula")
    workflow.cite(answer, dead, by=operator)
    workflow.mark_link(dead, by=operator, dead=True)
    fresh = refreshed(answer)
    workflow.save_answer(fresh, by=operator, seen=fresh.versions, score=Decimal(3), explanation=factories.EXPLANATION)
    assert judged(answer) == ("draft", "ganti tautan “Notula” yang ditandai mati, atau unggah berkasnya")


def test_any_proof_that_opens_will_do_where_there_are_no_levels(institution, coordinator, unit, operator):
    instrument = factories.make_instrument("halus", step="0.01")
    factories.make_period(institution, instrument, coordinator, leads=[(n, unit) for n in range(1, 6)])
    answer = refreshed(Answer.objects.get(indicator__instrument=instrument, indicator__number=1))
    workflow.save_answer(
        answer, by=operator, seen=answer.versions, score=Decimal("2.5"), explanation=factories.EXPLANATION
    )
    dead = factories.link(unit, operator, "Notula")
    workflow.cite(answer, dead, by=operator)
    workflow.mark_link(dead, by=operator, dead=True)
    assert judged(answer) == ("draft", "ganti tautan “Notula” yang ditandai mati, atau unggah berkasnya")
