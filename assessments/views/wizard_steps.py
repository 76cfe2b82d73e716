"""The first three steps of a new period: which form each shows, and what of it is kept."""

from assessments.forms.wizard import AboutForm, ChangeForm, DatesForm, UnitsForm, as_data
from assessments.models import Period
from assessments.nomenclature import ADD, CONTINUE, DEACTIVATE, RENAME, planned_in
from assessments.participants import earlier_period, usual_participants
from assessments.timeline import Timeline

STEPS = {1: "Periode", 2: "Jadwal", 3: "Perangkat daerah", 4: "Penugasan", 5: "Periksa dan buka"}
PARTS = {1: "about", 2: "dates", 3: "units"}
KINDS = (RENAME, CONTINUE, ADD, DEACTIVATE)


class ChangeRefused(Exception):
    def __init__(self, form):
        super().__init__("The change of the nomenclature cannot be taken.")
        self.form = form


class Step:
    number, template = 0, ""

    def __init__(self, draft):
        self.draft, self.institution = draft, draft.institution
        self.part = PARTS[self.number]
        self.kept = draft.data.get(self.part)

    def kept_data(self):
        """What was kept, as if it were sent now; nothing where the step was never shown."""
        return as_data(self.kept or {})

    def values(self, form, data, action):
        return form.kept()

    def context(self, form):
        return {}

    def compared(self, form):
        """(label, mine, theirs) of what differs between what was sent and what is kept."""
        mine, theirs = form.kept(), self.kept or {}
        for name, field in form.fields.items():
            if mine.get(name) != theirs.get(name):
                yield field.label, _shown(field, mine.get(name)), _shown(field, theirs.get(name))

    @property
    def year(self):
        text = str((self.draft.data.get(PARTS[1]) or {}).get("year", ""))
        return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


class AboutStep(Step):
    number, template = 1, "assessments/preparing/about.html"

    def form(self, data=None):
        period = Period.objects.filter(institution=self.institution, slug=self.draft.data.get("period")).first()
        return AboutForm(data, institution=self.institution, kept=self.kept, period=period)


class DatesStep(Step):
    number, template = 2, "assessments/preparing/dates.html"

    def form(self, data=None):
        return DatesForm(data, institution=self.institution, kept=self.kept, year=self.year)

    def context(self, form):
        return {"timeline": Timeline(form.moments(), self.institution.zone), "institution": self.institution}


class UnitsStep(Step):
    number, template = 3, "assessments/preparing/units.html"

    def __init__(self, draft):
        super().__init__(draft)
        self.units = list(self.institution.units.filter(is_active=True).order_by("name"))
        self.planned = planned_in(draft)
        self.earlier = earlier_period(self.institution, self.year)

    def form(self, data=None):
        if self.kept is None:
            chosen = usual_participants(self.institution, self.earlier)
        else:
            chosen = self.kept.get("participants", [])
        return UnitsForm(data, units=self.units, planned=self.planned, initial=chosen)

    def values(self, form, data, action):
        """The ticks, and the list of changes with one added or taken away."""
        kept, changes = form.kept(), list(self.planned.changes)
        verb, _, rest = action.partition("-")
        if verb == "tambah" and rest in KINDS:
            change = ChangeForm(rest, data, units=self.units, planned=self.planned)
            if not change.is_valid():
                raise ChangeRefused(change)
            changes.append(change.change())
            kept["participants"] = _followed(kept["participants"], changes[-1])
        elif verb == "hapus" and rest.isdigit() and int(rest) < len(changes):
            gone = changes.pop(int(rest))
            # Who would have carried on for a unit that is not added after all does not exist.
            changes = [change for change in changes if gone["kind"] != ADD or gone["unit"] not in change.values()]
        return kept | {"changes": changes}

    def context(self, form):
        names = {unit.code: unit.name for unit in self.institution.units.all()}
        names |= {code: change["name"] for code, change in self.planned.added.items()}
        ended = self.planned.ended
        acting = [(code, names[code]) for code, _ in form.fields["participants"].choices]
        return {
            "earlier": self.earlier,
            "changes": [_sentence(change, names) for change in self.planned.changes],
            "acting": acting,
            "ended": sorted(names.get(code, code) for code in ended),
        }


def step_of(number, draft):
    return {1: AboutStep, 2: DatesStep, 3: UnitsStep}[number](draft)


def _followed(participants, change):
    """The ticks after a change: who is new or carries on takes part, who ends does not."""
    chosen = [code for code in participants if change["kind"] not in (CONTINUE, DEACTIVATE) or code != change["unit"]]
    heir = {ADD: change["unit"], CONTINUE: change.get("by")}.get(change["kind"])
    took_part = change["kind"] == ADD or change["unit"] in participants
    return [*chosen, heir] if heir and took_part and heir not in chosen else chosen


def _sentence(change, names):
    name = names.get(change["unit"], change["unit"])
    return {
        RENAME: f"{name} berganti nama menjadi {change.get('name')}",
        CONTINUE: f"{name} berakhir dan dilanjutkan oleh {names.get(change.get('by'), change.get('by'))}",
        ADD: f"{change.get('name')} ({change['unit']}) ditambahkan",
        DEACTIVATE: f"{name} dinonaktifkan",
    }[change["kind"]]


def _shown(field, value):
    """A kept value in words."""
    if isinstance(value, list):
        names = dict(field.choices)
        return f"{len(value)} dipilih: " + ", ".join(sorted(str(names.get(code, code)) for code in value))
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    choices = {str(code): label for code, label in getattr(field, "choices", [])}
    return choices.get(str(value), "(kosong)" if value in (None, "") else str(value))
