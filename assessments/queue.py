"""The order in which answers wait for review, and what makes one of them worth a closer look."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, TextChoices

from accounts.models import Membership
from assessments.copied import with_sameness
from assessments.last_year import LastYear
from assessments.models import Answer, Event, Review
from indicators import scoring

_NEVER = datetime.max.replace(tzinfo=UTC)
_STEEP = 2


class Show(TextChoices):
    """Which answers a queue holds; none that the unit has not sent."""

    WAITING = "menunggu", "Menunggu reviu"
    DECIDED = "diputuskan", "Sudah diputuskan"
    RETURNED = "dikembalikan", "Dikembalikan ke PD"
    ALL = "semua", "Semua yang sudah dikirim"


class Mark(TextChoices):
    """Which of them, by what makes them alike."""

    ALL = "", "Semua tanda"
    UNCHANGED = "tidak-berubah", "Tidak berubah dari tahun lalu"


class Order(TextChoices):
    INFLUENCE = "pengaruh", "Paling berpengaruh dahulu"
    NUMBER = "nomor", "Nomor indikator"
    UNIT = "pd", "Perangkat daerah"


_STATUSES = {
    Show.WAITING: (Answer.Status.WAITING,),
    Show.DECIDED: Answer.DECIDED,
    Show.RETURNED: (Answer.Status.RETURNED,),
    Show.ALL: (Answer.Status.WAITING, Answer.Status.RETURNED, *Answer.DECIDED),
}


class Flag(NamedTuple):
    """The one thing to know before opening an answer; a warning asks for care, the others tell."""

    text: str
    is_warning: bool = False


@dataclass
class Entry:
    """One answer in the queue. `last` is what it compares with, None without a comparable earlier result."""

    pk: int
    number: int
    indicator: str
    weight: Decimal
    assessment_id: int
    unit_id: int
    unit: str
    unit_code: str
    sent_at: datetime | None
    status: str
    claimed: Decimal | None
    last: Decimal | None
    influence: Decimal
    flag: Flag | None = None
    is_unchanged: bool = False
    decided: Decimal | None = None

    @property
    def status_text(self):
        return Answer.Status(self.status).label

    def key(self, order):
        if order == Order.NUMBER:
            return self.number, self.unit, self.pk
        if order == Order.UNIT:
            return self.unit, self.number, self.pk
        return -self.influence, self.sent_at or _NEVER, self.number, self.unit, self.pk


class Tally(NamedTuple):
    """How far the review of a period is. `total` counts the answers that are asked for, sent or not."""

    total: int
    decided: int
    waiting: int
    returned: int


def tally(period):
    status = Answer.Status
    return Tally(
        **Answer.objects.filter(assessment__period=period).aggregate(
            total=Count("pk"),
            decided=Count("pk", filter=Q(status__in=Answer.DECIDED)),
            waiting=Count("pk", filter=Q(status=status.WAITING)),
            returned=Count("pk", filter=Q(status=status.RETURNED)),
        )
    )


class Queue:
    """The answers of one period that a user reads as a queue, in order. Four queries, however long it is.

    Influence is weight x |claimed - last|: what the claim, if it stands, moves in the index. Without an earlier result
    the last score counts as the lowest of the scale, because nothing has been shown yet. Equal ones: the older first.
    """

    def __init__(self, period, user, *, unit="", aspect="", show=Show.WAITING, mark=Mark.ALL, order=Order.INFLUENCE):
        self.period, self.user, self.order = period, user, order
        self.last_year = LastYear(period)
        self._last = {i.number: self.last_year.result_of(i) for i in period.instrument.indicators.all()}
        self._read_independence()
        answers = Answer.objects.visible_to(user).filter(assessment__period=period, status__in=_STATUSES[Show(show)])
        if unit:
            answers = answers.filter(assessment__unit__code=unit)
        if aspect:
            answers = answers.filter(indicator__aspect__code=aspect)
        if mark == Mark.UNCHANGED:
            answers = with_sameness(answers).filter(is_unchanged=True)
        self.entries = sorted(self._entries(answers), key=lambda entry: entry.key(order))

    def __len__(self):
        return len(self.entries)

    def entry_of(self, answer):
        """The answer's own entry, in the queue or not (a filter may leave it out)."""
        return next(self._entries(Answer.objects.filter(pk=answer.pk)))

    def after(self, entry):
        """The next answer in order that the user may decide on, or None at the end."""
        place = entry.key(self.order)
        return next((e for e in self.entries if e.key(self.order) > place and not self.barred(e)), None)

    def around(self, entry, before, size):
        """A stretch of the queue with the answer near its top."""
        place = entry.key(self.order)
        position = sum(e.key(self.order) < place for e in self.entries)
        first = max(0, min(position - before, len(self.entries) - size))
        return self.entries[first : first + size]

    def barred(self, entry):
        """Why this assessor stays away from an answer: the own unit's, or the own entry. Empty for everybody else."""
        if entry.unit_id in self._own_units:
            return "PD Anda: direviu asesor lain"
        return "Isian Anda: direviu asesor lain" if entry.assessment_id in self._own_entries else ""

    def with_flags(self, entries):
        """The same entries, each with its flag and, where decided, its score. One query."""
        answers = Answer.objects.filter(pk__in=[entry.pk for entry in entries]).with_decided_score()
        answers = with_sameness(answers).annotate(
            newest=Max("citations__evidence__created_at"),
            was_returned=Exists(Review.objects.filter(answer=OuterRef("pk"), verdict=Review.Verdict.SEND_BACK)),
        )
        found = {answer.pk: answer for answer in answers}
        for entry in entries:
            entry.decided = found[entry.pk].decided_score
            entry.is_unchanged = found[entry.pk].is_unchanged
            entry.flag = self._flag(entry, found[entry.pk])
        return entries

    def _read_independence(self):
        roles = self.user.roles_in(self.period.institution_id)
        assesses = any(m.role == Membership.Role.ASSESSOR for m in roles)
        self._own_units = {m.unit_id for m in roles if m.unit_id} if assesses else set()
        own = Event.objects.filter(assessment__period=self.period, actor=self.user, action__startswith="answer.")
        self._own_entries = set(own.values_list("assessment", flat=True).distinct()) if assesses else set()

    def _entries(self, answers):
        lowest = self.period.instrument.scale_min
        rows = answers.order_by().values_list(
            "pk",
            "indicator__number",
            "indicator__short_name",
            "indicator__weight",
            "assessment",
            "assessment__unit",
            "assessment__unit__name",
            "assessment__unit__code",
            "assessment__submitted_at",
            "status",
            "score",
        )
        for row in rows:
            number, weight, unit_code, claimed = row[1], row[3], row[7], row[10]
            last = self._last[number] and self._last[number].score_of(unit_code)
            moved = 0 if claimed is None else abs(claimed - (lowest if last is None else last))
            yield Entry(*row, last=last, influence=weight * moved)

    def _flag(self, entry, answer):
        if barred := self.barred(entry):
            return Flag(barred)
        change = None if None in (entry.last, entry.claimed) else entry.claimed - entry.last
        if change is not None and change >= _STEEP:
            return Flag(self._moved(change), is_warning=True)
        if change and change > 0 and answer.newest and answer.newest < self.period.fill_opens_at:
            return Flag("Tanpa bukti baru", is_warning=True)
        if answer.was_returned:
            return Flag("Dikembalikan" if entry.status == Answer.Status.RETURNED else "Sudah diperbaiki")
        if entry.is_unchanged:
            return Flag("Tidak berubah")
        if change is None:
            return Flag("Tanpa hasil pembanding")
        if change == 0:
            return Flag("Tingkat tetap" if self.period.instrument.is_stepped else "Nilai tetap")
        return Flag(self._moved(change))

    def _moved(self, change):
        amount = scoring.plain(abs(change)).replace(".", ",")
        return f"{'Naik' if change > 0 else 'Turun'} {amount}{' tingkat' if self.period.instrument.is_stepped else ''}"
