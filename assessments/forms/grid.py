"""What the grid of assignments sends: its filter, the cells that were changed, and a file."""

import json

from django import forms

from assessments.models import ChosenService
from assessments.workflow.cells import LEAD, NONE, SUPPORT, Cell

MAX_CELLS = 5_000
ONLY = {"": "Semua", "kosong": "Belum ditugasi", "ditugasi": "Sudah ditugasi"}


class GridFilter(forms.Form):
    aspek = forms.ChoiceField(label="Aspek", required=False)
    cari = forms.CharField(label="Cari perangkat daerah", required=False, max_length=100)
    tampil = forms.ChoiceField(label="Tampilkan", required=False, choices=ONLY.items())

    def __init__(self, data, *, plan):
        super().__init__(data)
        aspects = [(aspect.code, aspect.name) for aspect, _ in plan.groups]
        self.fields["aspek"].choices = [("", "Semua aspek"), *aspects]

    @property
    def is_set(self):
        return any(self.cleaned_data.values())

    def chosen(self):
        """What the grid takes; a filter that nobody offered filters nothing."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "aspect": found.get("aspek", ""),
            "search": found.get("cari", "").strip(),
            "only": found.get("tampil", ""),
        }


class CellsForm(forms.Form):
    """`cells` is a JSON list of [unit, number of the indicator, was, now]."""

    cells = forms.CharField(max_length=400_000)

    def __init__(self, data, *, period):
        super().__init__(data)
        self.units = {unit.pk: unit for unit in period.institution.units.all()}
        self.indicators = {indicator.number: indicator for indicator in period.instrument.indicators.all()}

    def clean_cells(self):
        try:
            rows = json.loads(self.cleaned_data["cells"])
            cells = [self._cell(*row) for row in rows]
        except (TypeError, ValueError, KeyError, RecursionError) as error:
            raise forms.ValidationError("Perubahan itu tidak terbaca. Muat ulang halaman ini.") from error
        if not 0 < len(cells) <= MAX_CELLS or len({cell.key for cell in cells}) < len(cells):
            raise forms.ValidationError("Perubahan itu tidak terbaca. Muat ulang halaman ini.")
        return cells

    def _cell(self, unit, number, was, now):
        if was not in (NONE, SUPPORT, LEAD) or now not in (NONE, SUPPORT, LEAD):
            raise ValueError("A mark that no cell has.")
        return Cell(self.units[unit], self.indicators[number], was, now)


class SheetForm(forms.Form):
    file = forms.FileField(
        label="Berkas penugasan (.xlsx atau .csv)",
        allow_empty_file=True,
        error_messages={"required": "Pilih berkas .xlsx atau .csv.", "max_length": "Nama berkas terlalu panjang."},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ServicesForm(forms.Form):
    """The names of all services that the institution chooses, each another one."""

    def __init__(self, data=None, *, period, plan):
        super().__init__(data)
        self.rows = [row for row in plan.rows if row.needs_service]
        for row in self.rows:
            self.fields[self._name(row)] = forms.CharField(
                label=str(row.indicator),
                max_length=ChosenService._meta.get_field("name").max_length,
                required=period.is_open,
                initial=row.service,
                error_messages={"required": "Tulis nama layanan yang dinilai pada indikator ini."},
            )

    def clean(self):
        cleaned, seen = super().clean(), {}
        for row in self.rows:
            name = " ".join(cleaned.get(self._name(row), "").split())
            if name and name.casefold() in seen:
                number = seen[name.casefold()]
                text = f"Layanan ini sudah dipilih untuk indikator {number}. Pilih layanan yang berbeda."
                self.add_error(self._name(row), text)
            seen.setdefault(name.casefold(), row.indicator.number)
        return cleaned

    def names(self):
        return {row.indicator: " ".join(self.cleaned_data[self._name(row)].split()) for row in self.rows}

    @staticmethod
    def _name(row):
        return f"service_{row.indicator.number}"
