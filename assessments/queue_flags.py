"""What makes an answer of the queue worth a closer look."""

from django.db.models import BooleanField, Case, Exists, F, Max, OuterRef, When
from django.utils import timezone

from assessments import proof_doubts
from assessments.copied import with_sameness
from assessments.models import Answer, Review
from assessments.queue_choices import STEEP, Mark
from assessments.queue_entries import Flag
from indicators import scoring


class Flags:
    """Two queries for the entries of a page, or for a whole queue."""

    def __init__(self, desk, user):
        self._desk, self._period, self._user = desk, desk.period, user

    def put_on(self, entries, answers, barred):
        """Give each entry its marks, its flag and what else its row shows. `answers`: the same, to be read."""
        found = {row.pk: row for row in _with_facts(answers)}
        proofs = proof_doubts.read_proofs(answers.order_by().values("pk"))
        for entry in entries:
            self._fill(entry, found[entry.pk], proofs[entry.pk], barred(entry))
        return entries

    def _fill(self, entry, row, proofs, barred):
        indicator = self._desk.indicators[entry.number]
        entry.decided, entry.is_unchanged = row.decided_score, row.is_unchanged
        is_held = row.held_until and row.held_until > timezone.now() and row.holder != self._user.pk
        entry.held_by = row.holder_name if is_held else ""
        flags = dict(self._flags(entry, row, proofs, indicator))
        entry.marks = tuple(flags)
        entry.flag = Flag(barred) if barred else next(iter(flags.values()), self._plain(entry))
        entry.doubt = barred or proof_doubts.doubt_of(proofs, indicator, self._period, entry.claimed)

    def _flags(self, entry, row, proofs, indicator):
        """By mark, the gravest first."""
        change = entry.change or 0
        if change >= STEEP:
            yield Mark.STEEP, Flag(self._steep, is_warning=True)
        if change > 0 and (row.newest is None or row.newest < self._period.fill_opens_at):
            yield Mark.NO_NEW, Flag("Tanpa bukti baru" if proofs else "Tanpa bukti", is_warning=True)
        if words := proof_doubts.cannot_open(proofs):
            yield Mark.DEAD, Flag(words, is_warning=True)
        if words := proof_doubts.too_old(proofs, indicator, self._period, entry.claimed):
            yield Mark.OLD, Flag(words, is_warning=True)
        if row.was_returned:
            words = "Dikembalikan" if entry.status == Answer.Status.RETURNED else "Sudah diperbaiki"
            yield Mark.REPAIRED, Flag(words)
        if entry.is_unchanged:
            yield Mark.UNCHANGED, Flag("Tidak berubah")

    def _plain(self, entry):
        if entry.change is None:
            return Flag("Tanpa hasil pembanding")
        if entry.change == 0:
            return Flag("Tingkat tetap" if self._is_stepped else "Nilai tetap")
        amount = scoring.plain(abs(entry.change)).replace(".", ",")
        return Flag(f"{'Naik' if entry.change > 0 else 'Turun'} {amount}{' tingkat' if self._is_stepped else ''}")

    @property
    def _is_stepped(self):
        return self._period.instrument.is_stepped

    @property
    def _steep(self):
        return Mark.STEEP.label if self._is_stepped else f"Naik ≥ {STEEP}"


def _with_facts(answers):
    returned = Review.objects.standing().filter(answer=OuterRef("pk"), verdict=Review.Verdict.SEND_BACK)
    rows = with_sameness(answers.order_by().with_decided_score()).annotate(
        newest=Max("citations__evidence__created_at"),
        was_returned=Case(When(Exists(returned), then=True), default=False, output_field=BooleanField()),
        holder=F("review_lock__holder"),
        holder_name=F("review_lock__holder__name"),
        held_until=F("review_lock__expires_at"),
    )
    return rows.only("pk")
