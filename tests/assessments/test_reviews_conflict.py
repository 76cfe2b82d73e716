"""Somebody was faster: a decision on what no longer stands is told, and what was typed is kept."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.models import Answer, Review
from tests import factories
from tests.assessments.filling import refreshed, seen_of, text
from tests.assessments.reviewing import LONG, decision, url

pytestmark = pytest.mark.django_db


def test_stale_decision_is_told_and_kept(waiting, reviewer, own_assessor, assessor):
    answer = waiting[0]
    workflow.accept(answer, by=assessor, version=answer.version)

    response = reviewer.post(url(answer), decision(answer, "adjust", score="2", reason=LONG))

    page = text(response)
    assert response.status_code == 409
    assert "Asesor Inspektorat lebih dahulu memutuskan jawaban ini" in page and "diterima, nilai 3" in page
    assert f">{LONG}</textarea>" in page and 'name="score" value="2" checked' in page
    assert f'name="version" value="{answer.version + 1}"' in page
    assert Review.objects.count() == 1


def test_stale_decision_can_be_made_on_what_stands_now(waiting, reviewer, assessor):
    answer = waiting[0]
    workflow.accept(answer, by=assessor, version=answer.version)
    seen = refreshed(answer)

    response = reviewer.post(url(answer), decision(seen, "adjust", score="2", reason=LONG))

    assert response.status_code == 302
    assert refreshed(answer).status == Answer.Status.ADJUSTED


def test_stale_decision_on_a_returned_answer_keeps_the_reason(waiting, reviewer, assessor):
    answer = waiting[0]
    workflow.send_back(answer, by=assessor, version=answer.version, reason="Lampirkan hasil reviu tahun ini.")

    response = reviewer.post(url(answer), decision(answer, "adjust", score="2", reason=LONG))

    page = text(response)
    assert response.status_code == 409
    assert "dikembalikan." in page and LONG in page
    assert 'name="verdict"' not in page


def test_stale_decision_on_a_changed_answer_says_so(waiting, submitted, reviewer, assessor, operator):
    answer = waiting[0]
    workflow.send_back(answer, by=assessor, version=answer.version, reason=LONG)
    returned = refreshed(answer)
    workflow.save_answer(returned, by=operator, seen=returned.versions, score=Decimal(2), reply="Diturunkan.")
    workflow.change_citation(
        returned.citations.get(), by=operator, seen=seen_of(returned.citations.get()), pages="1", levels=[2]
    )
    factories.resend(submitted, by=operator)

    response = reviewer.post(url(answer), decision(answer, "adjust", score="2", reason=LONG))

    assert response.status_code == 409
    assert "Jawaban ini dikirim ulang sejak Anda membukanya" in text(response)
    assert "Terima tingkat 2" in text(response)


def test_decision_that_comes_between_reading_and_writing(waiting, reviewer, assessor, monkeypatch):
    accept, answer = workflow.accept, waiting[0]

    def late(stale, **decision):
        accept(refreshed(answer), by=assessor, version=answer.version, reason="Lebih dahulu.")
        return accept(stale, **decision)

    monkeypatch.setattr(workflow, "accept", late)
    response = reviewer.post(url(answer), decision(answer, reason="Catatan saya."))

    assert response.status_code == 409
    assert "lebih dahulu memutuskan" in text(response) and ">Catatan saya.</textarea>" in text(response)
    assert [review.reason for review in Review.objects.all()] == ["Lebih dahulu."]


def test_decision_without_a_version_counts_as_stale(waiting, reviewer):
    response = reviewer.post(url(waiting[0]), {"verdict": "accept"})

    assert response.status_code == 409
    assert not Review.objects.exists()


def test_version_decides_in_the_workflow_too(waiting, assessor):
    with pytest.raises(workflow.Conflict) as conflict:
        workflow.accept(waiting[0], by=assessor, version=waiting[0].version - 1)

    assert conflict.value.current == waiting[0]


@pytest.mark.parametrize(
    "move, arguments",
    [
        (workflow.adjust, {"score": Decimal(2), "reason": "Kurang."}),
        (workflow.adjust, {"score": Decimal(3), "reason": LONG}),
        (workflow.adjust, {"score": Decimal(6), "reason": LONG}),
        (workflow.adjust, {"score": Decimal("2.5"), "reason": LONG}),
        (workflow.send_back, {"reason": " " * 40}),
    ],
)
def test_workflow_refuses_what_the_form_would_not_let_through(move, arguments, waiting, assessor):
    with pytest.raises(ValueError):
        move(waiting[0], by=assessor, version=waiting[0].version, **arguments)

    assert not Review.objects.exists()
