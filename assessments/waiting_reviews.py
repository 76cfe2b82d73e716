"""Once a day each assessor hears how many answers of the own share wait. Who has none waiting hears nothing."""

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.models import Answer, Period
from assessments.shares import Shares
from inbox import outbox, wording
from inbox.chores import at_most_every
from inbox.models import Message
from inbox.moments import today

KIND = "reviews_waiting"


@at_most_every(60)
def tell_assessors():
    tell_of_waiting(timezone.now())


def tell_of_waiting(now):
    for period in Period.objects.open().select_related("institution"):
        if now.astimezone(period.institution.zone).hour >= settings.DIGEST_HOUR:
            _tell_of_period(period, f"{KIND}:{period.pk}:{today(period.institution, now)}")


def _tell_of_period(period, key):
    counts = _waiting_by_assessor(period, Shares(period).rows)
    if not counts:
        return
    told = Message.objects.filter(key=key, person__in=counts).values("person")
    url = f"{reverse('assessments:queue')}?periode={period.slug}"
    for person in User.objects.filter(pk__in=counts).exclude(pk__in=told):
        values = {"periode": period.name, "jumlah": counts[person.pk], "tautan": outbox.address_of(url)}
        letter = wording.letter(period.institution, KIND, **values)
        text = {"subject": letter.subject, "body": letter.body}
        outbox.tell(KIND, [person], institution=period.institution, url=url, key=key, **text)


def _waiting_by_assessor(period, shares):
    """How many answers wait for each, counted once where two shares of a person cover them; own units do not count."""
    waiting = Answer.objects.filter(assessment__period=period, status=Answer.Status.WAITING).order_by()
    cells = waiting.values_list("indicator__aspect", "assessment__unit").annotate(count=Count("pk"))
    counts = {}
    for aspect, unit, count in cells:
        holders = {s.assessor_id for s in shares if s.covers(aspect, unit) and unit not in s.homes}
        for assessor in holders:
            counts[assessor] = counts.get(assessor, 0) + count
    return counts
