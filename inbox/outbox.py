"""Telling people: a message in the portal for each, and a mail as often as each of them chose.

Everything is a row in the caller's transaction: what is rolled back was never said, and what is committed is delivered.
"""

import unicodedata
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from inbox.models import Mail, Message
from jobs import queue

KIND = "mail"
MAX_SUBJECT = 200


@transaction.atomic
def tell(kind, people, *, institution, subject, body, url, key):
    """Tell each of these people once for each key; returns those who had not been told yet.

    people: User rows; whoever is deactivated is left out. url: a path of the portal, where the person goes on.
    """
    people = {person.pk: person for person in people if person.is_active}
    for told in Message.objects.filter(key=key, person__in=people).values_list("person", flat=True):
        del people[told]
    fields = {"institution": institution, "kind": kind, "subject": one_line(subject), "body": printable(body)}
    Message.objects.bulk_create(
        [
            Message(person=person, key=key, url=url, awaits_digest=_is_daily(person), **fields)
            for person in people.values()
        ],
        ignore_conflicts=True,
    )
    text = letter(fields["body"], url)
    order(
        Mail(person=person, address=person.email, key=f"{key}:{person.pk}", **fields | {"body": text})
        for person in people.values()
        if not _is_daily(person)
    )
    return list(people.values())


def order(mails):
    """Write mails, each with the job that delivers it; returns them. The caller's transaction carries both."""
    mails = list(mails)
    jobs = queue.enqueue_all(KIND, {str(mail.pk): f"{KIND}:{mail.pk}" for mail in mails})
    for mail, job in zip(mails, jobs, strict=True):
        mail.job = job
        mail.sender = mail.sender or settings.DEFAULT_FROM_EMAIL
    return Mail.objects.bulk_create(mails, ignore_conflicts=True)


@transaction.atomic
def send_again(mail):
    """Order a failed mail once more, with the same Message-ID. Returns whether it was still to be sent."""
    fresh = Mail.objects.select_for_update(of=("self",)).select_related("job").get(pk=mail.pk)
    if not fresh.may_be_sent_again:
        return False
    fresh.job = queue.enqueue(KIND, subject=fresh.pk, key=f"{KIND}:{fresh.pk}:{fresh.orders + 1}")
    fresh.state, fresh.error, fresh.orders = Mail.State.WAITING, "", F("orders") + 1
    fresh.save(update_fields=["job", "state", "error", "orders"])
    return True


def mark_read(messages, is_read=True):
    """Returns how many were changed."""
    now = timezone.now()
    if is_read:
        return messages.filter(read_at__isnull=True).update(read_at=now)
    return messages.filter(read_at__isnull=False).update(read_at=None)


def letter(body, url):
    """What a mail says: the message, the way to the page, and who writes."""
    way = "" if address_of(url) in body else f"\n\nBuka di portal:\n{address_of(url)}"
    choice = address_of("/akun/")
    return f"{body}{way}\n\n--\n{settings.PORTAL_NAME}\nAtur seberapa sering surel ini dikirim: {choice}\n"


def address_of(url):
    return settings.BASE_URL + url


def message_id(mail):
    return f"<{mail.pk}@{urlsplit(settings.BASE_URL).hostname or 'portal'}>"


def one_line(text):
    """A subject: no line can be broken in it, so no name can add a header of its own."""
    return " ".join(_without_controls(text, "").split())[:MAX_SUBJECT]


def printable(text):
    return _without_controls(text.replace("\r\n", "\n").replace("\r", "\n"), "\n\t").strip()


def _without_controls(text, kept):
    """Control and invisible formatting characters go; they have no business in a name or a sentence."""
    return "".join(
        character if character in kept or unicodedata.category(character) not in ("Cc", "Cf") else " "
        for character in text
    )


def _is_daily(person):
    return person.mail_rhythm == User.MailRhythm.DAILY
