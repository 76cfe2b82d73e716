"""The door for what is said about a proof: who may, until when, and what the trail keeps."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assessments import permissions, workflow
from assessments.history import describer_of
from assessments.models import Answer, Citation, Event, Period
from assessments.validators.rejection import Rejected
from tests import factories
from tests.assessments.filling import actions, refreshed, seen_of

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def last_event(answer):
    return Event.objects.chain_of(assessment=answer.assessment).last()


def test_description_is_changed_and_told(answer, citation, operator):
    evidence = workflow.describe_evidence(
        citation, by=operator, seen=seen_of(citation), title="Baru", document_date=date(2023, 5, 1)
    )

    evidence.refresh_from_db()
    assert (evidence.title, evidence.document_date, evidence.document_number) == ("Baru", date(2023, 5, 1), "")
    assert last_event(answer).data == {"evidence": evidence.pk, "title": "Baru", "document_date": "2023-05-01"}


def test_proof_that_is_cited_twice_at_once_stays_one(answer, operator, citation):
    again = workflow.cite(answer, citation.evidence, by=operator, pages="9", levels=[4])

    assert (again.pk, again.pages, again.levels) == (citation.pk, "1", [3])
    assert answer.citations.count() == 1
    assert actions(answer.assessment) == ["answer.evidence_added"]


def test_same_description_writes_nothing(answer, citation, operator):
    workflow.describe_evidence(citation, by=operator, seen=seen_of(citation), title=citation.evidence.title)

    assert actions(answer.assessment) == ["answer.evidence_added"]


def test_other_fields_are_no_description(citation, operator):
    with pytest.raises(ValueError, match="sha256"):
        workflow.describe_evidence(citation, by=operator, seen=seen_of(citation), sha256="0" * 64)


@pytest.mark.parametrize("role", ["neighbor", "head", "assessor", "coordinator", "executive", "outsider", "superuser"])
def test_only_operators_of_the_unit_change_proofs(request, answer, citation, role):
    by = request.getfixturevalue(role)
    for act in (
        lambda: workflow.describe_evidence(citation, by=by, seen=seen_of(citation), title="Baru"),
        lambda: workflow.move_citation(citation, by=by, step=1),
        lambda: workflow.change_citation(citation, by=by, seen=seen_of(citation), pages="2", levels=[]),
        lambda: workflow.remove_citation(citation, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert actions(answer.assessment) == ["answer.evidence_added"]


def test_proofs_stand_still_after_the_deadline(citation, operator, period):
    Period.objects.filter(pk=period.pk).update(fill_closes_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(PermissionDenied):
        workflow.describe_evidence(citation, by=operator, seen=seen_of(citation), title="Baru")
    with pytest.raises(PermissionDenied):
        workflow.move_citation(citation, by=operator, step=1)


def test_description_stands_still_while_a_sent_answer_rests_on_it(answer, citation, operator):
    second = answer.assessment.answers.get(indicator__number=2)
    Citation.objects.create(answer=second, evidence=citation.evidence, position=1)
    assert permissions.may_describe(operator, refreshed(answer), citation.evidence)

    for status in (Answer.Status.WAITING, Answer.Status.ACCEPTED, Answer.Status.ADJUSTED):
        Answer.objects.filter(pk=second.pk).update(status=status, score=3)
        with pytest.raises(PermissionDenied, match="juga dipakai pada jawaban yang sudah dikirim"):
            workflow.describe_evidence(citation, by=operator, seen=seen_of(citation), title="Baru")


def test_moving_beyond_the_ends_changes_nothing(answer, citation, operator):
    for step in (-1, 1):
        workflow.move_citation(citation, by=operator, step=step)

    assert actions(answer.assessment) == ["answer.evidence_added"]
    assert answer.citations.get().position == 1


def test_removed_proof_comes_back_whole(answer, citation, operator):
    evidence = citation.evidence
    workflow.remove_citation(citation, by=operator)
    told = {"evidence": evidence.pk, "pages": "1", "levels": [3], "after": [], "unchecked": False}
    assert last_event(answer).data == told

    workflow.remove_proof(evidence, by=operator)

    workflow.cite(answer, evidence, by=operator)

    evidence.refresh_from_db()
    assert (evidence.removed_at, evidence.removed_by) == (None, None)


def test_limit_of_proofs_holds_at_the_door(answer, citation, operator, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 1

    with pytest.raises(Rejected, match="Paling banyak 1 bukti"):
        workflow.cite(answer, factories.link(answer.assessment.unit, operator, "Lain"), by=operator)
    assert answer.citations.count() == 1


def test_download_is_told_where_the_proof_is_cited_last(answer, citation, coordinator):
    workflow.note_download(citation.evidence, by=coordinator)
    assert last_event(answer).action == "evidence.downloaded"

    citation.delete()
    workflow.note_download(citation.evidence, by=coordinator)
    institution = answer.assessment.period.institution
    assert Event.objects.chain_of(institution=institution).last().action == "evidence.downloaded"


def test_proof_of_another_unit_cannot_be_cited(answer, operator, neighbor, other_unit):
    with pytest.raises(PermissionDenied, match="milik perangkat daerah lain"):
        workflow.cite(answer, factories.link(other_unit, neighbor), by=operator)
    assert answer.citations.count() == 0


def test_use_is_told_by_field_so_that_each_has_its_writer(answer, citation, operator, colleague):
    workflow.change_citation(citation, by=operator, seen=seen_of(citation), pages="2")
    citation.refresh_from_db()
    workflow.change_citation(citation, by=colleague, seen=seen_of(citation), levels=[4])
    citation.refresh_from_db()

    assert last_event(answer).data == {"evidence": citation.evidence_id, "levels": [4]}
    assert describer_of(citation, "pages").name == operator.name
    assert describer_of(citation, "levels").name == colleague.name


def test_same_pages_and_levels_write_nothing(answer, citation, operator):
    workflow.change_citation(citation, by=operator, seen=seen_of(citation), pages="1", levels=[3, 3])

    assert actions(answer.assessment) == ["answer.evidence_added"]


def test_removing_closes_the_gap_and_keeps_what_others_cite(answer, citation, operator):
    rows = [
        workflow.cite(answer, factories.link(answer.assessment.unit, operator, title), by=operator) for title in "BC"
    ]
    second = answer.assessment.answers.with_parents().get(indicator__number=2)
    workflow.cite(second, rows[0].evidence, by=operator)

    workflow.remove_citation(rows[0], by=operator)

    assert [(c.letter, c.evidence.title) for c in answer.citations.select_related("evidence")] == [
        ("a", "Laporan pelaksanaan"),
        ("b", "C"),
    ]
    rows[0].evidence.refresh_from_db()
    assert rows[0].evidence.removed_at is None


def test_a_save_writes_the_fields_of_the_form_only(answer, operator):
    with pytest.raises(ValueError, match="status"):
        workflow.save_answer(answer, by=operator, seen=answer.versions, status=Answer.Status.ACCEPTED)


def test_a_save_without_a_lock_still_compares_the_version(answer, operator, monkeypatch):
    stale = refreshed(answer)
    stale.has_evidence = False
    workflow.save_answer(answer, by=operator, seen=answer.versions, explanation="Lebih dahulu.")
    monkeypatch.setattr(workflow.citing, "locked_answer", lambda answer: stale)

    with pytest.raises(workflow.Conflict) as conflict:
        workflow.save_answer(answer, by=operator, seen=answer.versions, explanation="Terlambat.")

    assert conflict.value.current.explanation == refreshed(answer).explanation == "Lebih dahulu."
