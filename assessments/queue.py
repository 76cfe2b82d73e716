"""The order in which answers wait for review, and what makes one of them worth a closer look."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from assessments.desk import Desk, tally
from assessments.independence import Independence
from assessments.last_year import LastYear
from assessments.models import Answer
from assessments.queue_choices import Mark, Order, Show
from assessments.queue_entries import Entry, Flag, Rows
from assessments.queue_flags import Flags

__all__ = ["Entry", "Flag", "Mark", "Order", "Queue", "Show", "tally"]


class Queue:
    """The answers of one period that a user reads as a queue, in order. A fixed number of queries, however long it is.

    Paling berpengaruh: by influence, of equal ones the older first. `mine`: only what was shared out to the user.
    """

    def __init__(
        self, period, user, *, unit="", aspect="", show=Show.WAITING, mark=Mark.ALL, order=Order.INFLUENCE, mine=False,
        desk=None,
    ):  # fmt: skip
        self.period, self.user, self.order = period, user, order
        self.desk = desk or Desk(period)
        self.last_year = LastYear(period)
        self._show, self._mark = Show(show), Mark(mark)
        self._rows = Rows(self.desk, self.last_year)
        self._answers = Answer.objects.visible_to(user).filter(
            assessment__period=period, status__in=self._show.statuses
        )
        if unit:
            self._answers = self._answers.filter(assessment__unit__code=unit)
        if aspect:
            self._answers = self._answers.filter(indicator__aspect__code=aspect)
        entries = self._rows.of(self._answers)
        if mine:
            own = self.desk.shares.of(user)
            entries = (e for e in entries if any(share.covers(e.aspect_id, e.unit_id) for share in own))
        placed = sorted((entry.key(order), entry) for entry in self._marked(list(entries)))
        self._places, self.entries = [place for place, _ in placed], [entry for _, entry in placed]

    def __len__(self):
        return len(self.entries)

    def entry_of(self, answer):
        """The answer's own entry, in the queue or not (a filter may leave it out)."""
        known = next((entry for entry in self.entries if entry.pk == answer.pk), None)
        return known or next(self._rows.of(Answer.objects.filter(pk=answer.pk)))

    def after(self, entry):
        """The next answer in order that the user may decide on, or None at the end."""
        following = self.entries[bisect_right(self._places, entry.key(self.order)) :]
        return next((other for other in following if not self.barred(other)), None)

    def before(self, entry):
        """The one that comes before it, likewise."""
        preceding = self.entries[: bisect_left(self._places, entry.key(self.order))]
        return next((other for other in reversed(preceding) if not self.barred(other)), None)

    def around(self, entry, before, size):
        """A stretch of the queue with the answer near its top."""
        position = bisect_left(self._places, entry.key(self.order))
        first = max(0, min(position - before, len(self.entries) - size))
        return self.entries[first : first + size]

    def barred(self, entry):
        """Why this assessor stays away from an answer, and who reviews it. Empty for everybody else."""
        return self._independence.barred(entry)

    def with_flags(self, entries):
        """The same entries with their flags and, where decided, their scores. Two queries, for those without."""
        bare = list({entry.pk: entry for entry in entries if entry.flag is None}.values())
        if bare:
            answers = Answer.objects.filter(pk__in=[entry.pk for entry in bare])
            Flags(self.desk, self.user).put_on(bare, answers, self.barred)
        return entries

    def _marked(self, entries):
        """Those that bear the mark. The facts of the whole queue are read for it, by the same two queries."""
        if self._mark == Mark.ALL:
            return entries
        answers = Answer.objects.filter(pk__in=self._answers.order_by().values("pk"))
        Flags(self.desk, self.user).put_on(entries, answers, self.barred)
        return [entry for entry in entries if self._mark in entry.marks]

    @cached_property
    def _independence(self):
        shows_raised = self._show in (Show.RAISED, Show.ALL)
        return Independence(self.period, self.user, self.desk.shares, with_raised=shows_raised)
