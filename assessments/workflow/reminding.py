"""Reminding units of their deadline, by hand or by the schedule: at most once a day, never one that has sent."""

from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assessments import permissions, reminders
from assessments.models import Assessment, Period, Reminder, record
from inbox import outbox
from inbox.chores import at_most_every
from inbox.models import ReminderPlan, Wording
from inbox.moments import today


class LeftOut(NamedTuple):
    assessment: Assessment
    reason: str


class Reminded(list):
    """The reminders that were sent now; `left_out` tells of each other unit why it got none."""

    def __init__(self, sent=(), left_out=()):
        super().__init__(sent)
        self.left_out = list(left_out)


@transaction.atomic
def remind(period, assessments, *, by):
    """Remind the units of these assessments of a period; returns Reminded, a list of Reminder.

    Each unit is reminded at most once a day by the calendar of its institution, so calling this twice sends nothing
    twice: the second time the units stand in `left_out` with "Sudah diingatkan hari ini." Also left out, each with its
    reason, are units that have sent, units without anybody to tell, and all of a period that is not open. An
    assessment of another period is ignored. by: the coordinator who sends (PermissionDenied for anybody else), or None
    for the schedule. What would be sent is shown before by `assessments.reminders.letters(period, assessments)`.
    """
    if by is not None:
        permissions.require(permissions.may_coordinate(by, period.institution_id))
    pks = [assessment.pk for assessment in assessments]
    # A sending holds its assessment; whoever sends at this moment is asked again below, and is not reminded.
    locked = Assessment.objects.select_for_update(of=("self",)).filter(pk__in=pks, period=period).order_by("pk")
    rows = list(locked.select_related("unit", "period__institution"))
    now = timezone.now()
    sent, left_out = [], []
    for letter in reminders.letters(period, rows, now):
        if letter.refusal:
            left_out.append(LeftOut(letter.assessment, letter.refusal))
        else:
            sent.append(_send(letter, by, now))
    return Reminded(sent, left_out)


def _send(letter, by, now):
    assessment = letter.assessment
    institution = assessment.period.institution
    day = today(institution, now)
    reminder = Reminder.objects.create(
        assessment=assessment, day=day, subject=letter.subject, body=letter.body, people=len(letter.people), sent_by=by
    )
    outbox.tell(
        letter.kind,
        letter.people,
        institution=institution,
        subject=letter.subject,
        body=letter.body,
        url=letter.url,
        key=f"reminder:{assessment.pk}:{day}",
    )
    if by is not None:
        record("reminder.sent", by=by, assessment=assessment, target=f"reminder:{reminder.pk}", people=reminder.people)
    return reminder


@transaction.atomic
def change_plan(institution, *, by, is_on, days):
    """On how many days before the deadline the units of an institution are reminded without anybody's doing."""
    permissions.require(permissions.may_coordinate(by, institution.pk))
    values = {"is_on": is_on, "days": days, "changed_by": by}
    ReminderPlan.objects.update_or_create(institution=institution, defaults=values)
    record("reminder.planned", by=by, institution=institution, is_on=is_on, days=days)


@transaction.atomic
def write_wording(institution, kind, *, by, subject, body):
    permissions.require(permissions.may_coordinate(by, institution.pk))
    values = {"subject": subject, "body": body, "changed_by": by}
    Wording.objects.update_or_create(institution=institution, kind=kind, defaults=values)
    record("wording.written", by=by, institution=institution, target=kind, subject=subject, body=body)


@transaction.atomic
def reset_wording(institution, kind, *, by):
    """The text that the portal comes with holds again."""
    permissions.require(permissions.may_coordinate(by, institution.pk))
    if Wording.objects.filter(institution=institution, kind=kind).delete()[0]:
        record("wording.reset", by=by, institution=institution, target=kind)


@at_most_every(60)
def send_due_reminders():
    remind_due(timezone.now())


def remind_due(now):
    """The schedule of each institution, from the hour of the digest on; what was sent today is not sent again."""
    for period in Period.objects.open().select_related("institution"):
        institution = period.institution
        plan = reminders.plan_of(institution)
        if not plan.is_on or now.astimezone(institution.zone).hour < settings.DIGEST_HOUR:
            continue
        told = Reminder.objects.filter(assessment__period=period, day=today(institution, now)).values("assessment")
        waiting = reminders.unsent(period).exclude(pk__in=told)
        due = [a for a in waiting if reminders.days_left(a, now) in plan.days and now < permissions.fill_deadline(a)]
        if due:
            remind(period, due, by=None)
