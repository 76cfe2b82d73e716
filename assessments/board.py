"""The progress board of a period, unit by unit: who has done how much, and who is late or will be."""

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, TextChoices
from django.utils import timezone

from accounts.models import Membership
from assessments.models import Answer, Assessment, Extension, Reminder
from assessments.pace import PACE, Reason, State, Work, standing_of
from assessments.permissions import edit_deadline
from assessments.reminders import UNSENT

_UNFINISHED = (Answer.Status.EMPTY, Answer.Status.DRAFT, Answer.Status.RETURNED)
_REVIEWED = (Assessment.Status.VERIFIED, Assessment.Status.FINAL)
_SEVERITY = list(State)
_WORDS = {
    State.AT_RISK: "Berisiko",
    State.NOT_BEGUN: "Belum mulai",
    State.ON_PLAN: "Sesuai rencana",
    State.SENT: "Terkirim",
    State.REVIEWED: "Selesai direviu",
}
_REASONS = {
    Reason.TOO_SLOW: "laju belum cukup",
    Reason.SILENT: "diam {days} hari",
    Reason.SHORT: "belum mulai, tenggat dekat",
}
_BADGES = {
    State.LATE: "late",
    State.AT_RISK: "warning",
    State.NOT_BEGUN: "empty",
    State.ON_PLAN: "draft",
    State.SENT: "submitted",
    State.REVIEWED: "verified",
}


class Show(TextChoices):
    ALL = "", "Semua keadaan"
    CHASE = "perlu-diingatkan", "Terlambat dan berisiko"
    LATE = "terlambat", "Terlambat"
    AT_RISK = "berisiko", "Berisiko"
    NOT_BEGUN = "belum-mulai", "Belum mulai"
    ON_PLAN = "sesuai-rencana", "Sesuai rencana"
    SENT = "terkirim", "Terkirim"
    REVIEWED = "selesai-direviu", "Selesai direviu"
    EXTENSION = "minta-perpanjangan", "Minta perpanjangan"


class Order(TextChoices):
    STATE = "", "Paling mendesak"
    NAME = "nama", "Nama"
    READY = "lengkap", "Paling sedikit lengkap"
    DECIDED = "direviu", "Paling sedikit direviu"
    ACTIVITY = "kegiatan", "Paling lama diam"


_STATES = {
    Show.CHASE: (State.LATE, State.AT_RISK),
    Show.LATE: (State.LATE,),
    Show.AT_RISK: (State.AT_RISK,),
    Show.NOT_BEGUN: (State.NOT_BEGUN,),
    Show.ON_PLAN: (State.ON_PLAN,),
    Show.SENT: (State.SENT,),
    Show.REVIEWED: (State.REVIEWED,),
}


class Row:
    """One unit on the board."""

    def __init__(self, assessment, now):
        self.assessment, self.unit = assessment, assessment.unit
        self.total, self.ready, self.decided = assessment.total, assessment.ready, assessment.decided
        self.returned, self.unfinished = assessment.returned, assessment.total - assessment.ready
        self.asked, self.extended_until = assessment.is_asked, assessment.extended_until
        self.deadline, self.last_activity = edit_deadline(assessment), assessment.last_activity
        self.standing = standing_of(_work_of(assessment, self.unfinished, self.deadline), now)
        self.state, self.silent_days = self.standing.state, None
        if self.last_activity:
            self.silent_days = max((now - self.last_activity).days, 0)
        self._since = now - (self.last_activity or assessment.period.fill_opens_at)
        self.reminded_at, self.contacts = assessment.reminded_at, []

    @property
    def needs_reminder(self):
        return self.state in _STATES[Show.CHASE]

    @property
    def may_be_reminded(self):
        """What came back is repaired under another deadline, of which the unit was told with the answers."""
        return self.assessment.status in UNSENT

    @property
    def badge(self):
        return _BADGES[self.state]

    @property
    def text(self):
        if self.state == State.LATE:
            return f"Terlambat {self.standing.days_late} hari"
        return _WORDS[self.state]

    @property
    def why(self):
        """Why a unit is at risk, in words."""
        reason = self.standing.reason
        return _REASONS[reason].format(days=self._since.days) if reason else ""

    @property
    def urgency(self):
        return _SEVERITY.index(self.state), -self.standing.days_late, -self.unfinished, self.unit.name


_KEYS = {
    Order.STATE: lambda row: row.urgency,
    Order.NAME: lambda row: row.unit.name,
    Order.READY: lambda row: (row.ready / row.total if row.total else 1, row.unit.name),
    Order.DECIDED: lambda row: (row.decided / row.total if row.total else 1, row.unit.name),
    Order.ACTIVITY: lambda row: (row.last_activity or row.assessment.period.created_at, row.unit.name),
}


class Board:
    """All units of one period, the most urgent first. One query, however many units there are."""

    def __init__(self, period, now=None):
        self.period, self.now = period, now or timezone.now()
        lately = ~Q(answers__status__in=_UNFINISHED) & Q(answers__updated_at__gt=self.now - PACE)
        asked = Extension.objects.filter(assessment=OuterRef("pk"), state=Extension.State.ASKED)
        reminders = Reminder.objects.filter(assessment=OuterRef("pk")).order_by("-pk")
        assessments = (
            period.assessments.with_progress()
            .annotate(
                begun=Count("answers", filter=~Q(answers__status=Answer.Status.EMPTY)),
                finished_lately=Count("answers", filter=lately),
                last_activity=Max("answers__updated_at"),
                is_asked=Exists(asked),
                reminded_at=Subquery(reminders.values("sent_at")[:1]),
            )
            .select_related("unit")
        )
        self.rows = []
        for assessment in assessments:
            assessment.period = period
            self.rows.append(Row(assessment, self.now))
        self.rows.sort(key=_KEYS[Order.STATE])

    def chosen(self, show=Show.ALL, order=Order.STATE, words=""):
        """The rows of one state, in an order, whose unit has these words in its name or code."""
        rows = [row for row in self.rows if _matches(row, show) and _is_called(row.unit, words)]
        return sorted(rows, key=_KEYS[order]) if order else rows

    def named(self, codes):
        """The rows of units with these codes."""
        codes = set(codes)
        return [row for row in self.rows if row.unit.code in codes]

    def count(self, *states):
        return sum(row.state in states for row in self.rows)

    @property
    def extended(self):
        """The units that fill longer than the others."""
        return [row for row in self.rows if row.extended_until and row.extended_until > self.period.fill_closes_at]

    @property
    def longest(self):
        return max(self.extended, key=lambda row: row.extended_until, default=None)

    @property
    def figures(self):
        """How many units there are, have sent, are fully reviewed, are late, and are at risk."""
        return {
            "total": len(self.rows),
            "sent": self.count(State.SENT, State.REVIEWED),
            "reviewed": self.count(State.REVIEWED),
            "late": self.count(State.LATE),
            "at_risk": self.count(State.AT_RISK),
            "asked": sum(row.asked for row in self.rows),
        }


def with_contacts(rows, institution):
    """Give each row the people of its unit who fill and send. One query."""
    people = Membership.objects.filter(
        institution=institution, unit__in=[row.unit.pk for row in rows], role__in=Membership.OWN_UNIT_ROLES
    ).filter(user__is_active=True)
    found = {}
    for membership in people.select_related("user").order_by("role", "user__name"):
        found.setdefault(membership.unit_id, {})[membership.user_id] = membership.user
    for row in rows:
        row.contacts = list(found.get(row.unit.pk, {}).values())
    return rows


def _work_of(assessment, unfinished, deadline):
    is_reviewed = assessment.status in _REVIEWED
    is_sent = assessment.status == Assessment.Status.SUBMITTED
    return Work(
        unfinished=unfinished,
        finished_lately=assessment.finished_lately,
        begun=assessment.begun > 0,
        is_sent=is_sent or not assessment.period.is_open and assessment.submitted_at is not None,
        is_reviewed=is_reviewed,
        opens_at=assessment.period.fill_opens_at,
        deadline=deadline,
        last_activity=assessment.last_activity,
    )


def _matches(row, show):
    if show == Show.EXTENSION:
        return row.asked
    return not show or row.state in _STATES[show]


def _is_called(unit, words):
    name = f"{unit.name} {unit.code}".casefold()
    return all(word in name for word in words.casefold().split())
