"""Two people at the same proof at the same moment: nothing cited is deleted, no version forks, no word lost (U12)."""

import pytest

from assessments import workflow
from assessments.models import Answer, Event, Evidence
from assessments.validators.rejection import Rejected
from tests import factories
from tests.assessments.racing import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]

ROUNDS = 6


@pytest.fixture(autouse=True)
def limits(root, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 100


def attempt(act, *arguments, **options):
    """A job that says how it ended."""

    def job():
        try:
            return act(*arguments, **options) and "done"
        except Rejected as refusal:
            return refusal.code
        except workflow.Conflict:
            return "conflict"

    return job


def test_deleting_and_citing_at_once_never_leaves_a_cited_proof_deleted(answer, operator):
    fresh = Answer.objects.with_parents().get(pk=answer.pk)
    outcomes = set()
    for number in range(ROUNDS):
        proof = factories.link(answer.assessment.unit, operator, f"Laporan {number}")
        proof.save()
        ended = together(
            attempt(workflow.remove_proof, proof, by=operator),
            attempt(workflow.cite, fresh, Evidence.objects.get(pk=proof.pk), by=operator),
        )
        proof.refresh_from_db()
        assert ended[1] == "done" and ended[0] in ("done", "used")
        assert proof.removed_at is None and proof.citations.count() == 1
        outcomes.add(ended[0])
    assert outcomes


def test_two_newer_versions_at_once_are_one(answer, operator):
    for number in range(ROUNDS):
        proof = factories.cite_file(answer, operator, content=b"%%PDF-1.4 asal %d" % number).evidence
        newer = [
            factories.stored_file(proof.unit, operator, content=b"%%PDF-1.4 baru %d %d" % (number, side))
            for side in (1, 2)
        ]
        ended = together(
            *(attempt(workflow.replace_proof, proof, row, by=operator, answers=[answer.pk]) for row in newer)
        )
        assert sorted(ended) == ["done", "replaced"]
        assert proof.replaced_by.count() == 1 and proof.citations.count() == 0


def test_one_of_two_descriptions_wins(answer, operator):
    proof = factories.cite_file(answer, operator).evidence
    for number in range(ROUNDS):
        seen = {"title": Evidence.objects.get(pk=proof.pk).title}
        ended = together(
            *(
                attempt(workflow.describe_proof, proof, by=operator, seen=seen, title=f"Judul {side} {number}")
                for side in "ab"
            )
        )
        assert sorted(ended) == ["conflict", "done"]
    events = list(Event.objects.chain_of(assessment=answer.assessment))
    assert [event.sequence for event in events] == list(range(1, ROUNDS + 2))
