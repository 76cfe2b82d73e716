"""What a unit is reminded of: the letter as it would go out now, or the reason why none goes."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from assessments.models import Answer, Assessment, Reminder
from assessments.notices import people_of_units
from assessments.permissions import fill_deadline
from inbox import outbox, wording
from inbox.models import ReminderPlan
from inbox.moments import moment, today
from inbox.whatsapp import whatsapp_url

UNSENT = (Assessment.Status.DRAFT, Assessment.Status.AWAITING_HEAD)
EXAMPLE_DAYS = 7
_UNFINISHED = [Answer.Status.EMPTY, Answer.Status.DRAFT]


class Plan(NamedTuple):
    is_on: bool
    days: list


class Letter(NamedTuple):
    """A reminder before it is sent. `refusal` says why this unit gets none; then nobody may send it."""

    assessment: Assessment
    kind: str
    subject: str
    body: str
    url: str
    people: list
    refusal: str

    @property
    def text(self):
        return f"{self.subject}\n\n{self.body}"

    @property
    def whatsapp_url(self):
        return whatsapp_url(self.text)


def plan_of(institution):
    """The days that the coordinators chose, or those that the portal comes with."""
    row = ReminderPlan.objects.filter(institution=institution).first()
    return Plan(row.is_on, row.days) if row else Plan(True, wording.standard_days())


def days_left(assessment, now):
    """By the calendar of the institution, up to the deadline of this unit; negative once it has passed."""
    institution = assessment.period.institution
    return (today(institution, fill_deadline(assessment)) - today(institution, now)).days


def unsent(period):
    """The assessments that a reminder could move, with what it tells of them. One query."""
    return _counted(period).filter(status__in=UNSENT)


def letters(period, assessments, now=None):
    """The letter of each of these assessments of a period, in five queries however many they are."""
    now = now or timezone.now()
    day = today(period.institution, now)
    pks = [assessment.pk for assessment in assessments]
    told = set(Reminder.objects.filter(assessment__in=pks, day=day).values_list("assessment", flat=True))
    counted = {row.pk: row for row in _counted(period).filter(pk__in=pks)}
    people = _people_by_unit([row.unit_id for row in counted.values()])
    texts = wording.written_for(period.institution)
    return [
        _letter(counted[pk], people.get(counted[pk].unit_id, []), pk in told, texts, now) for pk in pks if pk in counted
    ]


def _counted(period):
    return period.assessments.select_related("unit", "period__institution").annotate(
        assigned=Count("answers"), unfinished=Count("answers", filter=Q(answers__status__in=_UNFINISHED))
    )


def _people_by_unit(units):
    found = {}
    people = people_of_units(units).filter(memberships__unit__in=units).distinct()
    for person in people.prefetch_related("memberships"):
        for membership in person.memberships.all():
            if membership.role in membership.OWN_UNIT_ROLES and person not in found.get(membership.unit_id, []):
                found.setdefault(membership.unit_id, []).append(person)
    return found


def _letter(assessment, people, is_told, texts, now):
    period, deadline = assessment.period, fill_deadline(assessment)
    kind = "reminder_late" if now > deadline else "reminder"
    url = reverse("assessments:extension" if kind == "reminder_late" else "assessments:tasks",
                  args=[period.slug, assessment.unit.code])  # fmt: skip
    text = texts.get(kind) or wording.standards()[kind]
    filled = wording.fill(
        text.subject,
        text.body,
        {
            "perangkat_daerah": assessment.unit.name,
            "periode": period.name,
            "tenggat": moment(deadline, period.institution),
            "sisa_hari": max(days_left(assessment, now), 0),
            "belum_lengkap": assessment.unfinished,
            "jumlah_indikator": assessment.assigned,
            "tautan": outbox.address_of(url),
        },
    )
    refusal = _refusal(assessment, people, is_told)
    return Letter(
        assessment, kind, outbox.one_line(filled.subject), outbox.printable(filled.body), url, people, refusal
    )


def _refusal(assessment, people, is_told):
    if not assessment.period.is_open:
        return "Periode tidak sedang dibuka."
    if assessment.status not in UNSENT:
        return "Penilaian sudah dikirim."
    if is_told:
        return "Sudah diingatkan hari ini."
    if not people:
        return "Belum ada operator atau Kepala PD yang akunnya aktif."
    return ""


def example(institution, standard):
    """Values to show a text with, before there is anything to tell."""
    now = timezone.now()
    values = {
        "perangkat_daerah": "Dinas Contoh",
        "periode": f"Penilaian Mandiri {today(institution, now).year}",
        "tenggat": moment(now + timedelta(days=EXAMPLE_DAYS), institution),
        "sisa_hari": EXAMPLE_DAYS,
        "belum_lengkap": 4,
        "jumlah_indikator": 9,
        "jumlah": 9,
        "pelaku": "Operator Dinas Contoh",
        "alasan": "Alasan yang ditulis muncul di sini.",
        "tautan": outbox.address_of("/penilaian/contoh/"),
    }
    return {name: values[name] for name in standard.placeholders}
