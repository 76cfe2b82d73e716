"""The mail backend of the portal: whoever sends a mail writes a row, and a worker sends it.

So a page never waits for the mail server, and a mail is ordered or not together with what it is about.
"""

import uuid

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models.functions import Lower

from accounts.models import User
from inbox import outbox
from inbox.models import Mail

ACCOUNT = "account"
OWN_HEADERS = {"message-id", "date", "from", "to", "subject"}


class OutboxBackend(BaseEmailBackend):
    """Takes what Django and the libraries send: mails about accounts, whose links nobody may read afterwards."""

    @transaction.atomic
    def send_messages(self, email_messages):
        for message in email_messages:
            message.message()  # a header that breaks its line is refused here, to whoever wrote it
            outbox.order(_rows(message))
        return len(email_messages)


def _rows(message):
    """One for each recipient, so that one refused address does not keep the others from their mail."""
    if message.attachments:
        raise ValueError("The outbox carries no attachments; link to the page instead.")
    people = _people(message.recipients())
    for address in dict.fromkeys(message.recipients()):
        pk = uuid.uuid4()
        yield Mail(
            pk=pk,
            kind=ACCOUNT,
            key=f"{ACCOUNT}:{pk}",
            person=people.get(address.lower()),
            sender=message.from_email,
            address=address,
            subject=outbox.one_line(message.subject),
            body=message.body,
            html=_html(message),
            headers={name: str(value) for name, value in _headers(message)},
            is_secret=True,
        )


def _people(addresses):
    rows = User.objects.annotate(lower=Lower("email")).filter(lower__in=[address.lower() for address in addresses])
    return {person.lower: person for person in rows}


def _headers(message):
    for name, value in message.extra_headers.items():
        if name.lower() not in OWN_HEADERS:
            yield name, value
    if message.reply_to and "reply-to" not in map(str.lower, message.extra_headers):
        yield "Reply-To", ", ".join(message.reply_to)


def _html(message):
    parts = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((part.content for part in parts if part.mimetype == "text/html"), "")
