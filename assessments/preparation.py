"""What still has to be done before a period can open, step by step, and what will hurt later if it is left."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Unit
from assessments.workflow import opening_faults


class Step(NamedTuple):
    """One line of the check list. A step that is not needed to open only warns while it is not done."""

    title: str
    text: str
    is_done: bool
    url: str = ""
    is_needed: bool = True


class Preparation:
    """Seven queries, whatever the number of units and indicators."""

    def __init__(self, period):
        self.period = period
        self.total = period.instrument.indicators.count()
        self.without_lead, self.without_service = opening_faults(period)
        self.steps = [self._assignment(), *self._services(), *self._dates(), *self._people()]
        self.is_ready = all(step.is_done for step in self.steps if step.is_needed)

    @property
    def next(self):
        """The first step that keeps the period from opening."""
        return next((step for step in self.steps if step.is_needed and not step.is_done), None)

    def _assignment(self):
        missing = len(self.without_lead)
        text = (
            f"{missing} dari {self.total} indikator belum mempunyai penanggung jawab."
            if missing
            else f"Setiap indikator dari {self.total} mempunyai penanggung jawab."
        )
        return Step("Penugasan indikator", text, not missing, self._url)

    def _services(self):
        """Only on an instrument that leaves the choice of a service to the institution."""
        if missing := self.without_service:
            numbers = ", ".join(str(indicator.number) for indicator in missing)
            yield Step("Layanan pilihan", f"Indikator {numbers} belum mempunyai nama layanan.", False, self._url)
        elif self.period.chosen_services.exists():
            yield Step("Layanan pilihan", "Setiap layanan pilihan sudah bernama.", True, self._url)

    def _dates(self):
        if self.period.fill_closes_at < timezone.now():
            yield Step("Jadwal", "Pengisian sudah ditutup menurut tanggal di bawah.", False, is_needed=False)

    def _people(self):
        yield self._role(Membership.Role.OPERATOR, "Operator", "belum mempunyai operator, sehingga tidak dapat mengisi")
        if self.period.needs_head_approval:
            sentence = "belum mempunyai Kepala PD di portal, sehingga tidak dapat mengirim"
            yield self._role(Membership.Role.UNIT_HEAD, "Kepala PD", sentence)

    def _role(self, role, title, sentence):
        holders = Membership.objects.filter(unit=OuterRef("pk"), role=role, user__is_active=True)
        units = Unit.objects.filter(assignments__period=self.period).distinct()
        missing = list(units.filter(~Exists(holders)).values_list("name", flat=True))
        names = ", ".join(missing[:3]) + (f", dan {len(missing) - 3} lainnya" if len(missing) > 3 else "")
        text = f"{names} {sentence}." if missing else f"Setiap perangkat daerah yang ditugasi mempunyai {title}."
        return Step(title, text, not missing, is_needed=False)

    @property
    def _url(self):
        return reverse("assessments:assignments", args=[self.period.slug])
