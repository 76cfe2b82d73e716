"""Handing one mail to the mail server: what its answer means, and what is kept afterwards."""

import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from inbox import outbox
from inbox.models import Mail
from jobs.registry import Postponed

KIND = outbox.KIND
AWAY = timedelta(minutes=1)
FOR_GOOD = 500  # answers of SMTP from here on are final


class NotDelivered(Exception):
    """The server took the connection and not the mail; the next attempt may find it in another mood."""


def deliver(job):
    """Send the mail that this job names. A killed worker may do so twice; both carry the same Message-ID."""
    mail = Mail.objects.filter(pk=job.subject, state=Mail.State.WAITING).first()
    if mail is None or (mail.is_secret and not mail.body):
        return None
    message = compose(mail)
    try:
        with _connection(mail) as connection:
            connection.send_messages([message])
    except smtplib.SMTPException as error:
        return _answered(mail, error)
    except OSError as error:
        raise NotDelivered(_note(mail, f"Hubungan dengan peladen surel terputus: {error}.")) from error
    return lambda: _end(mail, state=Mail.State.SENT, sent_at=timezone.now(), error="")


def compose(mail):
    headers = {"Message-ID": outbox.message_id(mail), "Auto-Submitted": "auto-generated"} | mail.headers
    message = EmailMultiAlternatives(mail.subject, mail.body, mail.sender, [mail.address], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _connection(mail):
    """An open line to the mail server. One that is away, or does not know the portal, is no fault of the mail."""
    connection = get_connection(settings.MAIL_TRANSPORT)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        reason = f"Peladen surel belum dapat dihubungi: {_words(error)}. Dicoba lagi setiap menit."
        raise Postponed(_note(mail, reason), AWAY) from error
    return connection


def _answered(mail, error):
    code, words = _answer_of(error)
    if code >= FOR_GOOD:
        reason = f"Peladen surel menolak alamat atau surel ini ({code}): {words}"
        return lambda: _end(mail, state=Mail.State.REFUSED, error=reason)
    raise NotDelivered(_note(mail, f"Peladen surel belum menerima surel ini ({code or 'tanpa kode'}): {words}"))


def _answer_of(error):
    """The code and the words of the server; 0 where the line broke before it answered."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return 0, str(error)
    return code, _text(words)


def _words(error):
    return _answer_of(error)[1] if isinstance(error, smtplib.SMTPException) else (error.strerror or str(error))


def _text(words):
    return outbox.one_line(words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words))


def _note(mail, reason):
    """Keep the reason where the log shows it, whatever becomes of the attempt."""
    Mail.objects.filter(pk=mail.pk).update(error=reason)
    return reason


def _end(mail, **changes):
    """In the transaction that ends the job. The link to an account goes with the mail, also where it was refused."""
    forgotten = {"body": "", "html": ""} if mail.is_secret else {}
    Mail.objects.filter(pk=mail.pk).update(**changes | forgotten)
