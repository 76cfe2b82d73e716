"""Telling people: rows in the caller's transaction, once for each key, and a mail as often as each of them wishes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import BadHeaderError, EmailMessage, send_mail
from django.db import transaction

from inbox import chores, outbox
from inbox.models import Mail, Message
from jobs.models import Job
from tests.mailbox import deliver, delivered

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 08.00 in Jakarta


def tell(people, institution, key="satu", **fields):
    text = {"subject": "Perlu perbaikan", "body": "Baca catatannya.", "url": "/penilaian/"} | fields
    return outbox.tell("returned", people, institution=institution, key=key, **text)


def daily(*people):
    for person in people:
        person.mail_rhythm = person.MailRhythm.DAILY
        person.save()


def test_each_person_gets_a_message_and_a_mail_with_the_way_to_the_page(operator, head, institution):
    assert tell([operator, head], institution) == [operator, head]

    letters = delivered()
    assert [letter.to for letter in letters] == [[operator.email], [head.email]]
    assert "http://testserver/penilaian/" in letters[0].body
    assert letters[0].message()["Auto-Submitted"] == "auto-generated"
    assert Message.objects.get(person=head).url == "/penilaian/"
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def test_nobody_is_told_twice_of_the_same(operator, head, institution):
    tell([operator], institution)

    assert tell([operator, head], institution) == [head]
    assert len(delivered()) == Message.objects.count() == 2


def test_the_deactivated_are_not_told(inactive, institution):
    assert tell([inactive], institution) == []
    assert not Mail.objects.exists()


def test_what_is_rolled_back_was_never_said(operator, institution):
    with pytest.raises(RuntimeError), transaction.atomic():
        tell([operator], institution)
        send_mail("Tautan", "isi", None, [operator.email])
        raise RuntimeError

    assert not Message.objects.exists() and not Mail.objects.exists() and not Job.objects.exists()


@pytest.mark.parametrize(
    "text", ["Dinas\r\nBcc: lain@jahat.local", "Dinas\nX: y", "Dinas\u2028X: y", "Dinas\x00\x85X: y"]
)
def test_a_name_cannot_add_a_header(operator, institution, text):
    tell([operator], institution, subject=text)

    (letter,) = delivered()
    assert letter.recipients() == [operator.email]
    assert letter.message()["Bcc"] is None and letter.message()["X"] is None
    assert letter.subject.startswith("Dinas ") and letter.subject.isprintable()


def test_a_mail_of_a_library_with_a_broken_header_is_refused_to_whoever_sends_it():
    with pytest.raises(BadHeaderError):
        EmailMessage("Baris\nBcc: lain@jahat.local", "isi", to=["a@uji.local"]).send()
    assert not Mail.objects.exists()


def test_every_address_of_a_mail_gets_one_of_its_own(operator):
    EmailMessage("Kabar", "isi", to=["a@uji.local"], bcc=[operator.email.upper()], reply_to=["k@uji.local"]).send()

    letters = delivered()
    assert [letter.recipients() for letter in letters] == [["a@uji.local"], [operator.email.upper()]]
    assert letters[1].message()["Reply-To"] == "k@uji.local"
    assert Mail.objects.get(address=operator.email.upper()).person == operator


def test_the_link_of_an_account_is_forgotten_once_it_left(operator):
    send_mail("Tautan", "http://testserver/akun/kata-sandi/baru/rahasia/", None, [operator.email])
    assert "rahasia" in Mail.objects.get().body

    assert "rahasia" in delivered()[0].body
    row = Mail.objects.get()
    assert (row.body, row.html, row.state) == ("", "", "sent")
    assert not Job.objects.filter(payload__icontains="rahasia").exists()


def test_a_link_that_never_left_is_forgotten_after_a_day(operator, institution):
    send_mail("Tautan", "rahasia", None, [operator.email])
    tell([operator], institution)
    created = Mail.objects.get(is_secret=True).created_at

    chores.forget_secrets(created + timedelta(hours=23))
    assert Mail.objects.filter(body="rahasia").exists()
    chores.forget_secrets(created + timedelta(hours=25))

    assert list(Mail.objects.order_by("kind").values_list("kind", "state")) == [
        ("account", "refused"),
        ("returned", "waiting"),
    ]
    deliver()
    assert [letter.subject for letter in mail.outbox] == ["Perlu perbaikan"]


def test_whoever_wishes_gets_one_mail_a_day(operator, institution):
    daily(operator)
    tell([operator], institution, subject="Satu")
    tell([operator], institution, key="dua", subject="Dua", url="/bukti/")
    assert delivered() == [] and Message.objects.count() == 2

    chores.write_digests(MORNING - timedelta(hours=2))
    assert delivered() == [], "06.00 in Jakarta is before the hour of the digest"
    chores.write_digests(MORNING)
    tell([operator], institution, key="tiga", subject="Tiga")
    chores.write_digests(MORNING + timedelta(hours=3))

    (digest,) = delivered()
    assert digest.subject == "Rangkuman hari ini: 2 pemberitahuan"
    assert "Satu" in digest.body and "http://testserver/bukti/" in digest.body
    chores.write_digests(MORNING + timedelta(days=1))
    assert "Tiga" in delivered()[-1].body and len(mail.outbox) == 2


def test_what_was_read_is_not_in_the_digest(operator, institution):
    daily(operator)
    tell([operator], institution)
    outbox.mark_read(Message.objects.all())

    chores.write_digests(MORNING)

    assert delivered() == []


def test_telling_many_takes_no_more_queries_than_telling_one(
    operator, head, coordinator, institution, django_assert_num_queries
):
    for key, people in (("satu", [operator]), ("banyak", [operator, head, coordinator])):
        with transaction.atomic(), django_assert_num_queries(6):
            tell(people, institution, key=key)
