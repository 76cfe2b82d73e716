"""Who is told of each change of state, once, in its transaction, with the way to the right page."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from assessments import waiting_reviews, workflow
from assessments.models import Answer, ReviewAssignment
from inbox.models import Mail, Message
from tests import factories
from tests.mailbox import delivered

pytestmark = pytest.mark.django_db

UNIT = "/penilaian/lampung-2023/DINKES/"


@pytest.fixture
def everybody(operator, colleague, head, neighbor, assessor, own_assessor, coordinator, executive, outsider, period):
    """All of the cast are there, and were told that the period opened; from here on only the news count."""
    Message.objects.all().delete()


def told(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("person__email", "url"))


def to(url, *people):
    return sorted((person.email, url) for person in people)


def test_opening_tells_the_units(operator, head, neighbor, assessor, outsider, coordinator, period):
    assert told("period_opened") == to("/penilaian/", operator, head, neighbor)


def test_sending_tells_the_coordinator(everybody, operator, coordinator, assessment):
    factories.fill_all(assessment, operator)
    factories.submit(assessment, by=operator)

    assert told("submitted") == to(UNIT, coordinator)
    letter = delivered()[-1]
    assert letter.subject == "Dinas Kesehatan mengirim penilaian"
    assert f"http://testserver{UNIT}" in letter.body and "menunggu reviu: 3" in letter.body


def test_what_is_not_sent_is_not_told(everybody, operator, assessment):
    factories.fill_all(assessment, operator)
    with pytest.raises(RuntimeError), transaction.atomic():
        factories.submit(assessment, by=operator)
        raise RuntimeError

    assert not Message.objects.exists()


def test_taking_back_and_sending_again_is_told_again(everybody, operator, coordinator, assessment):
    factories.fill_all(assessment, operator)
    factories.submit(assessment, by=operator)
    workflow.withdraw(assessment, by=operator)
    factories.submit(assessment, by=operator)

    assert told("withdrawn") == to(UNIT, coordinator)
    assert len(told("submitted")) == 2


def test_answers_that_come_back_are_told_once_a_day(everybody, submitted, operator, colleague, head, assessor):
    answers = list(Answer.objects.filter(assessment=submitted).with_parents())
    for answer in answers[:2]:
        workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    assert told("returned") == to(f"{UNIT}perbaikan/", operator, colleague, head)

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        workflow.send_back(answers[2], by=assessor, version=answers[2].version, reason=factories.REASON)
    assert len(told("returned")) == 6


def test_the_last_decision_tells_the_unit(everybody, submitted, operator, colleague, head, assessor):
    answers = list(Answer.objects.filter(assessment=submitted).with_parents())
    for answer in answers:
        assert told("verified") == []
        workflow.accept(answer, by=assessor, version=answer.version)

    assert told("verified") == to(UNIT, operator, colleague, head)


def test_the_head_is_asked_and_operators_hear_of_a_refusal(everybody, assessment, operator, colleague, head, period):
    period.needs_head_approval = True
    period.save()
    factories.fill_all(assessment, operator)
    factories.ask_approval(assessment, by=operator)
    assert told("approval_asked") == to(f"{UNIT}periksa/", head)

    factories.refuse_approval(assessment, by=head, reason="Indikator 2 belum benar.")
    assert told("approval_refused") == to(UNIT, operator, colleague)
    assert "Indikator 2 belum benar." in Message.objects.filter(kind="approval_refused").first().body


@pytest.mark.parametrize("granted", [True, False])
def test_an_extension_is_asked_of_the_coordinator_and_answered_to_the_unit(
    everybody, assessment, operator, colleague, head, coordinator, granted
):
    until = timezone.now() + timedelta(days=25)
    asked = workflow.ask_extension(assessment, by=operator, reason=factories.REASON, until=until)
    assert told("extension_asked") == to("/kelola/periode/lampung-2023/", coordinator)

    if granted:
        workflow.grant_extension(asked, by=coordinator, until=until)
    else:
        workflow.refuse_extension(asked, by=coordinator, note="Waktu reviu terlalu sempit.")
    assert told("extension_granted" if granted else "extension_refused") == to(UNIT, operator, colleague, head)


def test_closing_and_reopening_are_told_to_all_but_whoever_does_it(
    everybody, period, operator, colleague, head, neighbor, assessor, own_assessor, executive, coordinator
):
    people = (operator, colleague, head, neighbor, assessor, own_assessor, executive)
    workflow.close_period(period, by=coordinator, at_minimum=True)
    assert told("period_closed") == to("/hasil/lampung-2023/", *people)

    workflow.reopen_period(period, by=coordinator, reason="Satu indikator keliru dibaca.")
    assert told("period_reopened") == to("/penilaian/", *people)


def test_assessors_hear_once_a_day_of_what_waits_in_their_share(
    everybody, submitted, unit, assessor, own_assessor, coordinator, period
):
    for person in (assessor, own_assessor):
        ReviewAssignment.objects.create(period=period, assessor=person, unit=unit, assigned_by=coordinator)
    noon = timezone.now().replace(hour=5, minute=0)  # 12.00 in Jakarta
    waiting_reviews.tell_of_waiting(noon.replace(hour=22) - timedelta(days=1))
    assert told("reviews_waiting") == [], "05.00 in Jakarta"
    for _ in range(2):
        waiting_reviews.tell_of_waiting(noon)

    assert told("reviews_waiting") == to("/reviu/?periode=lampung-2023", assessor), "never of the own unit"
    assert Message.objects.get(kind="reviews_waiting").subject == "3 jawaban menunggu reviu Anda"
    waiting_reviews.tell_of_waiting(noon + timedelta(days=1))
    assert len(told("reviews_waiting")) == 2


def test_a_name_with_a_line_break_adds_no_header(everybody, operator, unit, assessment):
    unit.name = "Dinas\r\nBcc: lain@jahat.local"
    unit.save()
    assessment.unit.refresh_from_db()
    factories.fill_all(assessment, operator)
    factories.submit(assessment, by=operator)

    mail = Mail.objects.get(kind="submitted")
    assert mail.subject == "Dinas Bcc: lain@jahat.local mengirim penilaian"
    assert delivered()[-1].message()["Bcc"] is None
