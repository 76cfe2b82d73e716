"""Preparing a period: what is settled before it opens, and the dates that may move until it closes."""

from datetime import datetime, time, timedelta
from itertools import pairwise

from django import forms
from django.utils import timezone

from assessments.models import Period
from indicators.models import Instrument

WINDOWS = {
    "fill_opens_at": ("Pengisian dibuka", "Sejak saat ini perangkat daerah dapat mengisi."),
    "fill_closes_at": ("Pengisian ditutup", "Sesudahnya isian hanya dapat dibaca."),
    "repair_closes_at": ("Perbaikan ditutup", "Batas mengirim ulang jawaban yang dikembalikan asesor."),
    "review_closes_at": ("Reviu ditutup", "Batas asesor memutuskan semua jawaban."),
    "closing_due_at": ("Penutupan periode", "Rencana pembekuan hasil; periode tidak tertutup sendiri."),
}
POLICIES = {
    Period.Policy.LEAD: "Nilai indikator mengikuti putusan asesor atas jawaban penanggung jawab. Pilihan yang lazim.",
    Period.Policy.MINIMUM: "Nilai indikator adalah nilai terendah di antara penanggung jawab dan semua pendukung. "
    "Cocok bila kriteria meminta seluruh perangkat daerah.",
    Period.Policy.AVERAGE: "Rata-rata dibulatkan ke bawah. Hanya untuk keperluan internal; bukan indeks resmi.",
}
_DAYS = {"fill_closes_at": 29, "repair_closes_at": 50, "review_closes_at": 64, "closing_due_at": 71}


FIRST_YEAR, LAST_YEAR = 2000, 2100


class LocalDateTimeField(forms.DateTimeField):
    """A moment as the clocks of one time zone show it."""

    default_error_messages = {
        "required": "Isi tanggal dan jamnya.",
        "invalid": "Isi tanggal dan jam, misalnya 30/06/2023 16:00.",
    }

    def __init__(self, *, zone, **options):
        self.zone = zone
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **options)

    def to_python(self, value):
        with timezone.override(self.zone):
            moment = super().to_python(value)
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise forms.ValidationError(f"Isi tahun antara {FIRST_YEAR} dan {LAST_YEAR}.")
        return moment

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)


class WindowsForm(forms.Form):
    """Name and dates: what may still change in an open period. Times are those of the institution's own zone."""

    name = forms.CharField(label="Nama periode", max_length=120, error_messages={"required": "Beri nama periode ini."})

    def __init__(self, *args, institution, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint) in WINDOWS.items():
            self.fields[name] = LocalDateTimeField(zone=institution.zone, label=label, help_text=hint)

    @property
    def windows(self):
        return [self[name] for name in WINDOWS]

    def clean(self):
        """Each date stands after the one before it; the error stands beside the later one."""
        cleaned_data = super().clean()
        # An error takes its field out of the cleaned data, and the next pair needs it.
        given = dict(cleaned_data)
        for earlier, later in pairwise(WINDOWS):
            before, after = given.get(earlier), given.get(later)
            is_equal_allowed = earlier != "fill_opens_at"
            if before and after and (after < before or after == before and not is_equal_allowed):
                self.add_error(later, f"Harus sesudah “{WINDOWS[earlier][0]}”.")
        return cleaned_data


class InstrumentFields(forms.Form):
    """What an assessment is measured by, and how several agencies' scores become one."""

    instrument = forms.ModelChoiceField(
        Instrument.objects.none(),
        label="Instrumen",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Pilih instrumen.", "invalid_choice": "Pilih instrumen yang ada pada daftar."},
    )
    rollup_policy = forms.ChoiceField(
        label="Cara menggabungkan nilai",
        choices=Period.Policy,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih cara menggabungkan nilai."},
    )
    needs_head_approval = forms.BooleanField(
        label="Perlu persetujuan Kepala PD",
        help_text="Operator meminta persetujuan, dan Kepala PD yang mengirim penilaian kepada asesor.",
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["instrument"].queryset = Instrument.objects.all()

    @property
    def instruments(self):
        """Each choice with the instrument that it stands for."""
        return [(choice, choice.data["value"].instance) for choice in self["instrument"]]

    @property
    def policies(self):
        return [(choice, POLICIES[choice.data["value"]]) for choice in self["rollup_policy"]]


class PreparationForm(InstrumentFields, WindowsForm):
    """Everything that is settled before the period opens."""


class NewYearField(forms.IntegerField):
    def __init__(self):
        faulty = "Tulis tahun dengan empat angka, misalnya 2023."
        super().__init__(
            label="Tahun penilaian",
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            error_messages={
                "required": "Isi tahun penilaian.",
                "invalid": faulty,
                "min_value": faulty,
                "max_value": faulty,
            },
        )


def suggestion(institution, year=None):
    """A month to fill from the first of the next month on, and the usual weeks after it.

    For another year than that month's, the same month of that year.
    """
    today = timezone.now().astimezone(institution.zone).date()
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    if year and FIRST_YEAR <= year <= LAST_YEAR and year > first.year:
        first = first.replace(year=year)
    moments = {"fill_opens_at": datetime.combine(first, time(8), institution.zone)}
    for name, days in _DAYS.items():
        moments[name] = datetime.combine(first + timedelta(days=days), time(16), institution.zone)
    return {"year": first.year, "rollup_policy": Period.Policy.LEAD, **moments}
