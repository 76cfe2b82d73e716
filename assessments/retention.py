"""How long a proof that was sent is a record: until then it is not deleted (docs/adr/0017).

The years come from the institution's own retention schedule (JRA). Where none are set, a proof is kept for good.
"""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format


class Hold(NamedTuple):
    since: date
    until: date | None  # the last day; None where there is no end

    @property
    def sentence(self):
        end = f" sampai {date_format(self.until, 'j F Y')}" if self.until else ""
        return (
            f"Bukti ini menjadi dasar penilaian yang dikirim atau ditutup {date_format(self.since, 'j F Y')}. "
            f"Bukti itu disimpan sebagai arsip{end} dan tidak dapat dihapus."
        )


def hold_of(evidence, now=None):
    """The hold on a proof, or None. Whole years count from the end of the year in which it was sent last."""
    if evidence.held_at is None:
        return None
    zone = evidence.unit.institution.zone
    since = evidence.held_at.astimezone(zone).date()
    years = settings.EVIDENCE_RETENTION_YEARS
    if years is None:
        return Hold(since, None)
    until = date(since.year + years, 12, 31)
    return Hold(since, until) if (now or timezone.now()).astimezone(zone).date() <= until else None
