"""The steps of a new period. Each keeps what was typed as it was typed, so that a person can leave at any moment."""

from django import forms
from django.utils.datastructures import MultiValueDict

from accounts.models import Unit
from assessments.forms.periods import WINDOWS, InstrumentFields, NewYearField, WindowsForm, suggestion
from assessments.models import Period
from assessments.nomenclature import ADD, CONTINUE, DEACTIVATE, RENAME

ACTIVITIES = {
    Period.Activity.EVALUATION: "Penilaian lengkap sampai indeks dan predikat.",
    Period.Activity.MONITORING: "Penilaian mandiri untuk memantau kemajuan; tanpa predikat resmi.",
}
CODE = Unit._meta.get_field("code")


class Kept(forms.Form):
    """A step that can be filled from what was kept of it, with or without judging it."""

    def kept(self):
        """What was typed, as JSON can hold it: the last value of a field, all values of a list."""
        return {name: self._typed(name) for name in self.fields}

    def _typed(self, name):
        field = self.fields[name]
        if field.disabled:
            return str(self.initial.get(name, ""))
        value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if isinstance(value, (list, tuple)):
            return [str(item)[:200] for item in value][:1000]
        return value if isinstance(value, bool) else str(value if value is not None else "")[:300]


def as_data(values):
    """Kept values in the shape of a request's POST."""
    data = MultiValueDict()
    for name, value in values.items():
        if isinstance(value, list):
            data.setlist(name, value)
        elif value is not False:
            data[name] = "on" if value is True else value
    return data


class AboutForm(InstrumentFields, Kept):
    """Step 1: which year, on which instrument, for which purpose."""

    year = NewYearField()
    name = forms.CharField(
        label="Nama periode (opsional)",
        max_length=120,
        required=False,
        help_text="Kosongkan untuk “Penilaian Mandiri” dengan tahunnya.",
    )
    activity = forms.ChoiceField(
        label="Jenis kegiatan",
        choices=Period.Activity,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jenis kegiatan.", "invalid_choice": "Pilih jenis kegiatan pada daftar."},
    )

    def __init__(self, data=None, *, institution, kept=None, period=None):
        start = suggestion(institution) | {"activity": Period.Activity.EVALUATION} | _as_last_time(institution)
        super().__init__(data, initial=start | (kept or {}))
        self.institution, self.period = institution, period
        if period:
            self.fields["year"].disabled = True
            self.fields["year"].help_text = "Tetap. Buang rancangan ini bila Anda memerlukan tahun lain."
            self.initial["year"] = period.year

    @property
    def activities(self):
        return [(choice, ACTIVITIES[choice.data["value"]]) for choice in self["activity"]]

    def clean_year(self):
        year = self.cleaned_data["year"]
        if self.period is None and self.institution.periods.filter(year=year).exists():
            raise self.taken(year)
        return year

    def taken(self, year):
        return forms.ValidationError(
            f"{self.institution} sudah mempunyai periode {year}. Satu instansi mempunyai satu periode setiap tahun."
        )

    def values(self):
        """The fields of the period; its address is the institution's code and the year."""
        values = dict(self.cleaned_data)
        values["name"] = values["name"] or f"Penilaian Mandiri {values['year']}"
        return values | {"slug": f"{self.institution.code}-{values['year']}"}


class DatesForm(WindowsForm, Kept):
    """Step 2: when is filled, mended, reviewed and closed."""

    def __init__(self, data=None, *, institution, kept=None, year=None):
        start = suggestion(institution, year)
        super().__init__(data, institution=institution, initial={name: start[name] for name in WINDOWS} | (kept or {}))
        del self.fields["name"]

    def moments(self):
        """The dates that can be read, for the picture."""
        read = {}
        for name, field in self.fields.items():
            try:
                read[name] = field.clean(self.data.get(name) if self.is_bound else self.initial[name])
            except forms.ValidationError:
                read[name] = None
        return read


class UnitsForm(Kept):
    """Step 3: who takes part, and one change of the nomenclature at a time."""

    participants = forms.MultipleChoiceField(
        label="Perangkat daerah peserta",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Pilih paling sedikit satu perangkat daerah.",
            "invalid_choice": "Pilih perangkat daerah yang ada pada daftar.",
        },
    )

    def __init__(self, data=None, *, units, planned, initial=()):
        super().__init__(data, initial={"participants": list(initial)})
        self.planned = planned
        listed = {unit.code: planned.names.get(unit.code, unit.name) for unit in units}
        listed |= {code: change["name"] for code, change in planned.added.items()}
        self.fields["participants"].choices = sorted(
            ((code, name) for code, name in listed.items() if code not in planned.ended), key=lambda pair: pair[1]
        )


class ChangeForm(forms.Form):
    """One change of the nomenclature, as the buttons of step 3 send it."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in (RENAME, CONTINUE, ADD, DEACTIVATE)])
    unit = forms.CharField(required=False)
    name = forms.CharField(required=False, max_length=200, error_messages={"max_length": "Paling banyak 200 karakter."})
    by = forms.CharField(required=False)
    unit_kind = forms.CharField(required=False, max_length=30)

    def __init__(self, kind, data, *, units, planned):
        names = ("unit", "name", "by", "unit_kind")
        super().__init__({"kind": kind} | {name: data.get(f"{kind}-{name}", "").strip() for name in names})
        self.planned = planned
        self.active = {unit.code for unit in units} | planned.added.keys()
        self.known = {code.casefold() for code in self.active} | set(self._inactive(units))

    @staticmethod
    def _inactive(units):
        institution = units[0].institution_id if units else None
        codes = Unit.objects.filter(institution=institution).values_list("code", flat=True)
        return (code.casefold() for code in codes)

    def clean(self):
        cleaned = super().clean()
        kind, code = cleaned.get("kind"), cleaned.get("unit", "")
        if kind == ADD:
            self._check_new(code)
        elif code not in self.active:
            self.add_error("unit", "Pilih perangkat daerah.")
        elif code in self.planned.ended:
            self.add_error("unit", "Perangkat daerah ini sudah berakhir menurut perubahan lain.")
        if kind in (RENAME, ADD) and not cleaned.get("name"):
            self.add_error("name", "Tulis nama perangkat daerah.")
        if kind == CONTINUE:
            self._check_heir(code, cleaned.get("by"))
        return cleaned

    def _check_new(self, code):
        if not code or len(code) > CODE.max_length or not code.replace("-", "").replace("_", "").isalnum():
            self.add_error("unit", "Tulis kode dari huruf dan angka tanpa spasi, misalnya DISKOMINFO.")
        elif code.casefold() in self.known:
            self.add_error("unit", f"Kode {code} sudah dipakai perangkat daerah lain.")

    def _check_heir(self, code, heir):
        if heir not in self.active or heir in self.planned.ended:
            self.add_error("by", "Pilih perangkat daerah yang melanjutkan.")
        elif heir == code:
            self.add_error("by", "Pilih perangkat daerah lain sebagai penerus.")

    def change(self):
        wanted = {RENAME: ("unit", "name"), CONTINUE: ("unit", "by"), DEACTIVATE: ("unit",)}
        kind = self.cleaned_data["kind"]
        names = wanted.get(kind, ("unit", "name", "unit_kind"))
        return {"kind": kind} | {name: self.cleaned_data[name] for name in names}


def _as_last_time(institution):
    """The rules of the newest period, which the next one mostly shares."""
    newest = institution.periods.order_by("-year").first()
    names = ("activity", "rollup_policy", "needs_head_approval", "instrument")
    return {name: getattr(newest, name) for name in names} if newest else {}
