"""Each sending of an assessment has a receipt of its own (tanda terima), read from the trail."""

from dataclasses import dataclass

from assessments.models import Event

FIRST, REPAIR, WITHDRAWAL = "assessment.submitted", "assessment.resent", "assessment.withdrawn"
SENDINGS = (FIRST, REPAIR)


@dataclass
class Receipt:
    """One sending: its number, the event that proves it, and the event that took it back, if any."""

    place: int
    number: str
    event: Event
    withdrawal: Event | None = None

    @property
    def is_repair(self):
        return self.event.action == REPAIR

    @property
    def contents(self):
        """What was sent, in words."""
        data = self.event.data
        if self.is_repair:
            what = f"Perbaikan indikator {', '.join(map(str, data['indicators']))}"
        else:
            what = f"{data['answers']} jawaban"
        return f"{what}, {data['evidence']} rujukan bukti" if "evidence" in data else what

    @property
    def content_digest(self):
        """The beginning of the digest of what was sent (`content`); sendings of earlier versions have none."""
        return self.event.data.get("content", "")[:16]


def number_of(assessment, place):
    """The number of the first sending names period, unit and row; later ones add their place."""
    stem = f"TT-{assessment.period.year}-{assessment.unit.code}-{assessment.pk:05d}"
    return stem if place == 1 else f"{stem}-{place}"


def next_number(assessment):
    return number_of(assessment, assessment.events.filter(action__in=SENDINGS).count() + 1)


def receipts_of(assessment):
    """All sendings in order, the last one at the end. One query."""
    found = []
    events = assessment.events.filter(action__in=[*SENDINGS, WITHDRAWAL]).select_related("actor").order_by("sequence")
    for event in events:
        if event.action == WITHDRAWAL:
            if found:
                found[-1].withdrawal = event
        else:
            found.append(Receipt(place := len(found) + 1, number_of(assessment, place), event))
    return found
