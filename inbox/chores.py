"""What the worker looks after: one digest a day for those who wish it, and links that were never delivered."""

import time
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inbox import outbox
from inbox.models import Mail, Message

SECRETS_KEPT = timedelta(days=1)


def at_most_every(seconds):
    """The reaper comes round every few seconds; what need not be that quick looks at the clock first."""

    def decorate(step):
        last = [float("-inf")]

        @wraps(step)
        def paced():
            now = time.monotonic()
            if now - last[0] >= seconds:
                last[0] = now
                step()

        return paced

    return decorate


@at_most_every(60)
def send_digests():
    write_digests(timezone.now())


@at_most_every(60)
def forget_stale_secrets():
    forget_secrets(timezone.now())


def write_digests(now):
    """From the hour of the digest on, by the clock of the institution: one mail with what is still unread."""
    Message.objects.filter(awaits_digest=True, read_at__isnull=False).update(awaits_digest=False)
    waiting = Message.objects.filter(awaits_digest=True).select_related("person", "institution").order_by("pk")
    by_person = {}
    for message in waiting:
        by_person.setdefault(message.person, []).append(message)
    for person, messages in by_person.items():
        local = now.astimezone(messages[0].institution.zone)
        if local.hour >= settings.DIGEST_HOUR:
            _write(person, messages, local.date())


@transaction.atomic
def _write(person, messages, day):
    key = f"digest:{person.pk}:{day}"
    if Mail.objects.filter(key=key).exists():
        return
    taken = Message.objects.filter(pk__in=[message.pk for message in messages], awaits_digest=True)
    if not taken.update(awaits_digest=False) or not person.is_active:
        return  # another worker was faster, or nobody is there to read it
    text = "\n\n".join(f"• {message.subject}\n  {outbox.address_of(message.url)}" for message in messages)
    outbox.order(
        [
            Mail(
                kind="digest",
                key=key,
                person=person,
                institution=messages[0].institution,
                address=person.email,
                subject=f"Rangkuman hari ini: {len(messages)} pemberitahuan",
                body=outbox.letter(f"Yang belum Anda baca di portal:\n\n{text}", "/pesan/"),
            )
        ]
    )


def forget_secrets(now):
    """A link that could not be delivered for a day has lapsed anyway, and may not lie about."""
    stale = Mail.objects.filter(state=Mail.State.WAITING, is_secret=True, created_at__lt=now - SECRETS_KEPT)
    reason = "Tidak terkirim dalam sehari, sehingga tautan di dalamnya dihapus. Minta tautan baru."
    stale.update(state=Mail.State.REFUSED, body="", html="", error=reason)
