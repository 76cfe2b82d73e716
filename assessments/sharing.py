"""How the answers of a period are shared out among its assessors: who has what, how much, and what is missing."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Q

from accounts.models import Membership, Unit, User
from assessments.models import Answer, Assignment, Event, ReviewAssignment
from indicators.models import Aspect


class Part(NamedTuple):
    """What an assessor has or would have. `pk` is None for what is only suggested."""

    assessor_id: int
    aspect_id: int | None
    unit_id: int | None
    pk: int | None = None

    def covers(self, cell):
        return self.aspect_id in (None, cell.aspect_id) and self.unit_id in (None, cell.unit_id)


class Warned(NamedTuple):
    why: str
    answers: int
    places: list


@dataclass
class Cell:
    """The answers to one aspect by one unit."""

    unit_id: int
    aspect_id: int
    total: int
    waiting: int = 0
    decided: int = 0


@dataclass
class Reviewer:
    """An assessor with the own parts. `barred`: units whose answers independence keeps away, with the reason."""

    user: User
    homes: list
    barred: dict
    parts: list = field(default_factory=list)
    total: int = 0
    waiting: int = 0
    decided: int = 0
    kept_away: int = 0

    @property
    def hours(self):
        """Of work that is left, at the time that one answer takes."""
        return (self.total - self.decided) * settings.REVIEW_SECONDS / 3600

    def may_review(self, unit_id):
        return unit_id not in self.barred


class Sharing:
    """Eight queries, whatever the number of units, aspects and assessors."""

    def __init__(self, period):
        self.period = period
        self.aspects = {a.pk: a for a in Aspect.objects.filter(domain__instrument=period.instrument_id)}
        self.cells = self._read_cells()
        units = Unit.objects.filter(pk__in={cell.unit_id for cell in self.cells}).order_by("name")
        self.units = {unit.pk: unit for unit in units}
        self.reviewers = self._read_reviewers()
        stored = ReviewAssignment.objects.filter(period=period).order_by("aspect__code", "unit__name", "pk")
        self._give(Part(*row) for row in stored.values_list("assessor", "aspect", "unit", "pk"))

    def with_parts(self, parts):
        """The same period shared out otherwise. Reads nothing."""
        other = copy(self)
        other.reviewers = {pk: Reviewer(r.user, r.homes, r.barred) for pk, r in self.reviewers.items()}
        other._give(parts)
        return other

    @property
    def total(self):
        return sum(cell.total for cell in self.cells)

    @property
    def rows(self):
        """For a table: each assessor with pairs of a part and its name."""
        return [(r, [(part, self.name_of(part)) for part in r.parts]) for r in self.reviewers.values()]

    @property
    def warnings(self):
        """What is not yet reviewed by anybody, the gravest first: why, how many answers, and which."""
        told = (
            ("Tidak seorang asesor pun boleh mereviu", self.without_reviewer),
            ("Hanya dibagi kepada asesor yang tidak boleh mereviunya", self.kept_away),
            ("Belum dibagi kepada siapa pun", self.uncovered),
        )
        seen, found = set(), []
        for why, cells in told:
            cells = [cell for cell in cells if id(cell) not in seen]
            seen.update(map(id, cells))
            if cells:
                found.append(Warned(why, sum(cell.total for cell in cells), list(self._named(cells))))
        return found

    def _named(self, cells):
        """Units and aspects that are missing whole, then what is left of the others."""
        for unit_id, unit in self.units.items():
            whole = [cell for cell in self.cells if cell.unit_id == unit_id]
            if all(cell in cells for cell in whole):
                yield unit.name
                cells = [cell for cell in cells if cell.unit_id != unit_id]
        for aspect_id, aspect in self.aspects.items():
            left = [cell for cell in cells if cell.aspect_id == aspect_id]
            if left:
                units = ", ".join(self.units[cell.unit_id].code for cell in left)
                yield f"{aspect.code} {aspect.name} ({units})"

    @property
    def uncovered(self):
        """Cells that were given to nobody."""
        return [cell for cell in self.cells if not self._parts_of(cell)]

    @property
    def kept_away(self):
        """Cells that were given only to assessors who may not review them."""
        return [cell for cell in self.cells if self._parts_of(cell) and not self._free(cell, self._holders(cell))]

    @property
    def without_reviewer(self):
        """Cells that no assessor of the institution may review."""
        return [cell for cell in self.cells if not self._free(cell, self.reviewers.values())]

    def name_of(self, part):
        aspect, unit = self.aspects.get(part.aspect_id), self.units.get(part.unit_id)
        return " · ".join(name for name in (aspect and f"{aspect.code} {aspect.name}", unit and unit.name) if name)

    def _give(self, parts):
        self.parts = [part for part in parts if part.assessor_id in self.reviewers]
        for part in self.parts:
            self.reviewers[part.assessor_id].parts.append(part)
        for reviewer in self.reviewers.values():
            for cell in self.cells:
                if any(part.covers(cell) for part in reviewer.parts):
                    self._count(reviewer, cell)

    def _count(self, reviewer, cell):
        if not reviewer.may_review(cell.unit_id):
            reviewer.kept_away += cell.total
            return
        reviewer.total += cell.total
        reviewer.waiting += cell.waiting
        reviewer.decided += cell.decided

    def _parts_of(self, cell):
        return [part for part in self.parts if part.covers(cell)]

    def _holders(self, cell):
        return [self.reviewers[part.assessor_id] for part in self._parts_of(cell)]

    def _free(self, cell, reviewers):
        return [reviewer for reviewer in reviewers if reviewer.may_review(cell.unit_id)]

    def _read_cells(self):
        """What is assigned; before the opening there are no answers yet."""
        asked = Assignment.objects.filter(period=self.period).order_by().values_list("unit", "indicator__aspect")
        cells = {(unit, aspect): Cell(unit, aspect, n) for unit, aspect, n in asked.annotate(n=Count("pk"))}
        status = Answer.Status
        sent = Answer.objects.filter(assessment__period=self.period).order_by()
        sent = sent.values_list("assessment__unit", "indicator__aspect").annotate(
            waiting=Count("pk", filter=Q(status__in=[status.WAITING, status.RAISED])),
            decided=Count("pk", filter=Q(status__in=Answer.DECIDED)),
        )
        for unit, aspect, waiting, decided in sent:
            cell = cells.setdefault((unit, aspect), Cell(unit, aspect, waiting + decided))
            cell.waiting, cell.decided = waiting, decided
        return sorted(cells.values(), key=lambda cell: (cell.unit_id, cell.aspect_id))

    def _read_reviewers(self):
        place = self.period.institution_id
        assessors = User.objects.filter(
            is_active=True, memberships__institution=place, memberships__role=Membership.Role.ASSESSOR
        )
        assessors = {user.pk: user for user in assessors.distinct().order_by("name", "pk")}
        homes = defaultdict(dict)
        of_units = Membership.objects.filter(user__in=assessors, institution=place, unit__isnull=False)
        for user, unit, name in of_units.values_list("user", "unit", "unit__name"):
            homes[user][unit] = name
        barred = {pk: {unit: f"berasal dari {name}" for unit, name in homes[pk].items()} for pk in assessors}
        written = Event.objects.filter(
            assessment__period=self.period, actor__in=assessors, action__startswith="answer."
        )
        for user, unit, name in (
            written.order_by().values_list("actor", "assessment__unit", "assessment__unit__name").distinct()
        ):
            barred[user].setdefault(unit, f"pernah mengisi penilaian {name}")
        return {pk: Reviewer(user, sorted(homes[pk].values()), barred[pk]) for pk, user in assessors.items()}
