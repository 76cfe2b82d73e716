"""What still has to be done before a period can open, step by step, and what will hurt later if it is left."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Unit
from assessments.team import Team
from assessments.workflow import opening_faults
from assessments.workflow.units import ended_but_assigned


class Step(NamedTuple):
    """One line of the check list. A step that is not needed to open only warns while it is not done."""

    title: str
    text: str
    is_done: bool
    url: str = ""
    is_needed: bool = True


class Preparation:
    """A fixed number of queries, whatever the number of units and indicators."""

    def __init__(self, period, draft=None):
        self.period, self.draft = period, draft
        self.total = period.instrument.indicators.count()
        self.without_lead, self.without_service = opening_faults(period)
        steps = (self._assignment(), *self._services(), *self._units(), *self._dates(), *self._people(), *self._team())
        self.steps = list(steps)
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

    def _units(self):
        """Only where units end when the period opens."""
        if ended := ended_but_assigned(self.period, self.draft):
            names = ", ".join(unit.name for unit in ended)
            text = f"{names} berakhir saat periode dibuka, tetapi masih ditugasi."
            yield Step("Perangkat daerah yang berakhir", text, False, self._url)
        if self.draft:
            idle = self.period.participants.exclude(assignments__period=self.period).values_list("name", flat=True)
            if names := _listed(list(idle)):
                text = f"{names} menjadi peserta tetapi tidak ditugasi, sehingga tidak mendapat isian."
                yield Step("Peserta tanpa penugasan", text, False, self._url, is_needed=False)

    def _team(self):
        """Only where the rules of the instrument say what a team has to represent."""
        team = Team(self.period)
        if team.functions:
            text = " ".join(team.warnings) or "Setiap fungsi mempunyai anggota dan pelaksana entri data sudah ada."
            url = reverse("assessments:team", args=[self.period.slug])
            yield Step("Tim asesor internal", text, not team.warnings, url, is_needed=False)

    def _dates(self):
        if self.period.fill_closes_at < timezone.now():
            yield Step("Jadwal", "Batas pengisian sudah lewat menurut tanggal yang disimpan.", False, is_needed=False)

    def _people(self):
        yield self._role(Membership.Role.OPERATOR, "Operator", "belum mempunyai operator, sehingga tidak dapat mengisi")
        if self.period.needs_head_approval:
            sentence = "belum mempunyai Kepala PD di portal, sehingga tidak dapat mengirim"
            yield self._role(Membership.Role.UNIT_HEAD, "Kepala PD", sentence)

    def _role(self, role, title, sentence):
        holders = Membership.objects.filter(unit=OuterRef("pk"), role=role, user__is_active=True)
        units = Unit.objects.filter(assignments__period=self.period).distinct()
        missing = list(units.filter(~Exists(holders)).values_list("name", flat=True))
        whole = f"Setiap perangkat daerah yang ditugasi mempunyai {title}."
        text = f"{_listed(missing)} {sentence}." if missing else whole
        return Step(title, text, not missing, is_needed=False)

    @property
    def _url(self):
        return reverse("assessments:assignments", args=[self.period.slug])


def _listed(names):
    return ", ".join(names[:3]) + (f", dan {len(names) - 3} lainnya" if len(names) > 3 else "")
