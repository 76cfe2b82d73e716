"""Handing mails to a real SMTP server: taken, put off, refused, away, and poison."""

import re

import pytest
from django.core.mail import send_mail
from django.utils import timezone

from inbox import outbox
from inbox.models import Mail, Message
from jobs import runner
from jobs.models import MAX_ATTEMPTS, Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(operator, institution):
    text = {"subject": "Perlu perbaikan – Dinas", "body": "Baca catatan.", "url": "/penilaian/"}
    outbox.tell("returned", [operator], institution=institution, key="satu", **text)
    return Mail.objects.get()


def attempt(mail):
    """One round of the worker, without the pause that it keeps after a failure."""
    Job.objects.update(run_after=timezone.now())
    runner.run(Mail.objects.get(pk=mail.pk).job_id)
    return Mail.objects.select_related("job").get(pk=mail.pk)


def message_ids(smtp):
    return [re.search(r"^Message-ID: (\S+)", content, re.MULTILINE)[1] for *_, content in smtp.accepted]


def test_taken(smtp, told, operator):
    mail = attempt(told)

    assert (mail.state, mail.error, mail.job.state) == ("sent", "", "done")
    (sender, people, content) = smtp.accepted[0]
    assert (sender, people) == ("portal@localhost", [operator.email])
    assert f"Message-ID: <{mail.pk}@testserver>" in content
    attempt(told)
    assert len(smtp.accepted) == 1


def test_greylisting_is_tried_again(smtp, told, operator):
    smtp.answers[operator.email] = "451 4.7.1 Greylisted, try again later"
    mail = attempt(told)

    assert (mail.state, mail.job.state, mail.job.attempts) == ("waiting", "failed", 1)
    assert "(451)" in mail.error and "Greylisted" in mail.error
    assert mail.job.run_after > timezone.now()
    smtp.answers.clear()
    assert attempt(told).state == "sent"


def test_refused_recipient_is_not_tried_again_and_says_why(smtp, told, operator):
    smtp.answers[operator.email] = "550 5.1.1 No such user here"
    mail = attempt(told)

    assert (mail.state, mail.job.state, mail.has_failed) == ("refused", "done", True)
    assert "menolak" in mail.error and "No such user here" in mail.error
    assert Message.objects.filter(person=operator).exists(), "the inbox does not depend on the mail"


def test_refused_content_is_final_too(smtp, told, operator):
    smtp.at_data[operator.email] = "554 5.7.1 Spam"

    assert attempt(told).state == "refused"


def test_server_that_is_down_costs_no_attempt(smtp, told):
    smtp.stop()
    for _ in range(MAX_ATTEMPTS + 1):
        mail = attempt(told)
    assert (mail.state, mail.job.state, mail.job.attempts) == ("waiting", "waiting", 0)
    assert "belum dapat dihubungi" in mail.error

    smtp.start()
    assert attempt(told).state == "sent"


def test_poison_ends_after_five_attempts_where_it_is_seen_and_can_be_sent_again(smtp, told, operator):
    smtp.answers[operator.email] = "451 4.3.0 Aborted"
    for _ in range(MAX_ATTEMPTS + 1):
        mail = attempt(told)
    assert (mail.is_dead, mail.job.attempts) == (True, MAX_ATTEMPTS)
    assert list(Mail.objects.failed()) == [told]

    smtp.answers.clear()
    assert outbox.send_again(mail)
    assert not outbox.send_again(mail), "once is enough"
    assert attempt(told).state == "sent"
    assert message_ids(smtp) == [outbox.message_id(told)]


def test_a_poisoned_mail_does_not_stand_in_the_way_of_others(smtp, told, operator, head, institution):
    Mail.objects.update(address="bukan alamat\nX: y")
    outbox.tell("returned", [head], institution=institution, subject="Lain", body="isi", url="/", key="dua")
    other = Mail.objects.get(person=head)

    assert attempt(told).job.state == "failed"
    assert attempt(other).state == "sent"


def test_a_refused_link_is_forgotten_and_cannot_be_sent_again(smtp, operator):
    smtp.answers[operator.email] = "550 No such user"
    send_mail("Tautan", "http://testserver/rahasia/", None, [operator.email])
    mail = attempt(Mail.objects.get())

    assert (mail.body, mail.may_be_sent_again) == ("", False)


def test_no_link_stands_in_what_is_logged(smtp, operator, caplog):
    smtp.answers[operator.email] = "451 Later"
    send_mail("Tautan", "http://testserver/rahasia/", None, [operator.email])
    attempt(Mail.objects.get())

    assert "rahasia" not in caplog.text
    assert "rahasia" not in Job.objects.get().error + Mail.objects.get().error
