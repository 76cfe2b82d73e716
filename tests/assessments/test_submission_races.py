"""C2 and C3: a save that meets a sending, a return or a decision, and many sendings at once."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from assessments import workflow
from assessments.models import Answer, Assessment, Event, Review
from tests import factories
from tests.assessments.filling import part_url, refreshed
from tests.assessments.racing import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]

ROUNDS = 25
CROWD = 30


def saving(answer, by, text):
    row = refreshed(answer)
    return lambda: workflow.save_answer(row, by=by, seen=row.versions, explanation=text)


def told_digest(answer):
    """The digest of the explanation by the trail: as the last save left it."""
    saves = Event.objects.filter(target=f"answer:{answer.pk}", action="answer.saved").order_by("-sequence")
    return next(event.data["explanation"]["sha256"] for event in saves if "explanation" in event.data)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def sending(assessment, by, act=workflow.submit):
    return lambda: act(Assessment.objects.get(pk=assessment.pk), by=by)


def long(text):
    return f"{text} {factories.EXPLANATION}"


def test_save_beside_a_sending_comes_before_it_or_not_at_all(assessment, answer, operator):
    factories.fill_all(assessment, operator)
    for number in range(ROUNDS):
        before = refreshed(answer).explanation
        text = long(f"Putaran {number}.")

        saved, sent = together(
            saving(answer, operator, text),
            lambda: factories.submit(Assessment.objects.get(pk=assessment.pk), by=operator),
        )

        assert isinstance(sent, Assessment)
        assert isinstance(saved, Answer | PermissionDenied)
        assert refreshed(answer).explanation == (text if isinstance(saved, Answer) else before)
        acts = list(Event.objects.chain_of(assessment=assessment).values_list("action", flat=True))
        assert acts[-1] == "assessment.submitted"
        assert told_digest(answer) == digest(refreshed(answer).explanation)
        with pytest.raises(PermissionDenied):
            saving(answer, operator, "Terlambat.")()
        workflow.withdraw(sent, by=operator)


def test_save_beside_a_second_sending_comes_before_it_or_not_at_all(submitted, answer, operator, assessor):
    for number in range(ROUNDS):
        row = refreshed(answer)
        workflow.send_back(row, by=assessor, version=row.version, reason=factories.REASON)
        row = refreshed(answer)
        workflow.save_answer(row, by=operator, seen=row.versions, reply=f"Tanggapan {number}.")
        before, text = refreshed(answer).explanation, long(f"Putaran {number}.")

        saved, sent = together(
            saving(answer, operator, text),
            lambda: factories.resend(Assessment.objects.get(pk=submitted.pk), by=operator),
        )

        assert isinstance(sent, Assessment)
        assert refreshed(answer).explanation == (text if isinstance(saved, Answer) else before)
        assert refreshed(answer).status == Answer.Status.WAITING
        assert Event.objects.chain_of(assessment=submitted).last().action == "assessment.resent"


def test_save_beside_a_decision_never_reaches_the_decided_answer(submitted, answer, operator, assessor):
    before = refreshed(answer).explanation
    for number in range(ROUNDS):
        row = refreshed(answer)
        saved, decided = together(
            saving(answer, operator, f"Putaran {number}."),
            lambda row=row: workflow.accept(row, by=assessor, version=row.version),
        )
        assert isinstance(saved, PermissionDenied) and isinstance(decided, Review)
        assert refreshed(answer).explanation == before


def test_many_sendings_at_once_are_one(assessment, operator, institution, unit):
    factories.fill_all(assessment, operator)
    jobs = [sending(assessment, operator)] * CROWD

    results = together(*jobs)

    assert sum(isinstance(result, Assessment) for result in results) == 1
    assert sum(isinstance(result, PermissionDenied) for result in results) == CROWD - 1
    assert Event.objects.filter(action="assessment.submitted").count() == 1
    sent = Assessment.objects.get(pk=assessment.pk)
    assert sent.status == Assessment.Status.SUBMITTED
    assert set(sent.answers.values_list("status", flat=True)) == {Answer.Status.WAITING}


def test_many_clicks_at_once_lead_to_the_same_receipt(assessment, operator):
    factories.fill_all(assessment, operator)
    clients = [Client() for _ in range(10)]
    for client in clients:
        client.force_login(operator)
    data = {"setuju": "on"}

    responses = together(*[lambda c=c: c.post(part_url(assessment, "kirim"), data) for c in clients])

    assert {(response.status_code, response.get("Location")) for response in responses} == {
        (302, part_url(assessment, "tanda-terima"))
    }
    assert Event.objects.filter(action="assessment.submitted").count() == 1
