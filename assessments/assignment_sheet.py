"""The assignments of a period as a table that a spreadsheet opens, and what such a table would change."""

from typing import NamedTuple

from accounts import sheet_writing, sheets
from assessments.workflow.cells import LEAD, NONE, SUPPORT, Cell, digest_of, standing_of

MARKS = {"": NONE, "-": NONE, "–": NONE, "p": SUPPORT, "pendukung": SUPPORT, "pj": LEAD, "penanggung jawab": LEAD}
NOTES = (
    "Satu baris untuk setiap perangkat daerah, satu kolom untuk setiap indikator.",
    "Isi sel dengan PJ (penanggung jawab), P (pendukung), atau kosongkan.",
    "Setiap indikator mempunyai paling banyak satu PJ.",
    "Perangkat daerah yang barisnya dihapus tidak berubah. Judul kolom dan kode jangan diganti.",
)


class Difference(NamedTuple):
    row: int
    cell: str
    change: Cell


class Reading:
    """A file against the assignments as they stand: `faults` in reading order, or the `differences` it brings."""

    def __init__(self, period, file):
        self.period = period
        self.indicators = {str(i.number): i for i in period.instrument.indicators.order_by("number")}
        self.units = {unit.code.casefold(): unit for unit in period.institution.units.all()}
        self.standing = standing_of(period)
        self.digest = digest_of(self.standing)
        self.sheet = sheets.read(file, _columns(self.indicators), max_rows=len(self.units) + 200)
        self.differences = list(self._differences())
        self.sheet.report_repeated("code", "Perangkat daerah")
        self._check_leads()
        self.faults = self.sheet.in_order()

    @property
    def cells(self):
        return [difference.change for difference in self.differences]

    @property
    def unchanged(self):
        return len(self.sheet.rows) - len({difference.row for difference in self.differences})

    def _differences(self):
        for row, unit in self._known_rows():
            for number, indicator in self.indicators.items():
                mark = MARKS.get(row[number].casefold())
                was = self.standing.get((unit.pk, indicator.pk), NONE)
                if mark is None:
                    self._report_mark(row, number)
                elif mark and not was and not unit.is_active:
                    self.sheet.report(row.cell(number), f"{unit.code} sudah tidak aktif.")
                elif mark != was and number in row.values:
                    yield Difference(row.number, row.cell(number), Cell(unit, indicator, was, mark))

    def _known_rows(self):
        """Each row with its unit. A unit's second row is told as repeated and counts for nothing else."""
        seen = set()
        for row in self.sheet.rows:
            unit = self.units.get(row["code"].casefold())
            if unit is None and row["code"]:
                self.sheet.report(row.cell("code"), f"Kode perangkat daerah “{row['code']}” tidak ada.")
            elif unit and unit.pk not in seen:
                seen.add(unit.pk)
                yield row, unit

    def _report_mark(self, row, number):
        place = row.cell(number)
        if all(fault.cell != place for fault in self.sheet.faults):
            self.sheet.report(place, f"“{row[number][:30]}” bukan isian yang dikenal. Isi PJ, P, atau kosongkan.")

    def _check_leads(self):
        """At most one lead for each indicator once the file is in; in an open period exactly one."""
        after = {cell.key: cell.now for cell in self.cells}
        for number, indicator in self.indicators.items():
            marks = {**self.standing, **after}
            leads = [unit for (unit, key), mark in marks.items() if key == indicator.pk and mark == LEAD]
            if len(leads) > 1:
                self._report_leads(number, set(leads))
            elif not leads and self.period.is_open and number in self.sheet.letters:
                text = f"Indikator {number} kehilangan penanggung jawab, padahal periode sudah dibuka."
                self.sheet.report(self.sheet.header(number), text)

    def _report_leads(self, number, leads):
        found = [(row, self.units.get(row["code"].casefold())) for row in self.sheet.rows]
        rows = {unit.pk: row for row, unit in reversed(found) if unit}
        places = [rows[unit].cell(number) for unit in leads if unit in rows]
        others = [unit.code for unit in self.units.values() if unit.pk in leads and unit.pk not in rows]
        for place in sorted(places, key=lambda cell: (len(cell), cell)):
            beside = ", ".join([*(other for other in places if other != place), *others])
            self.sheet.report(place, f"Indikator {number} mempunyai dua penanggung jawab; lihat juga {beside}.")


def header(period):
    return ["Kode", "Perangkat daerah", *(str(row) for row in _numbers(period))]


def as_file(grid, form):
    """(bytes, media type) of the whole plan in the form that Reading takes; a template where nothing is assigned."""
    titles = header(grid.plan.period)
    rows = [[line.unit.code, line.unit.name, *line.marks] for line in grid.lines]
    if form == "csv":
        return sheet_writing.as_csv(titles, rows), sheet_writing.CSV_TYPE
    names = [f"{row.indicator.number} = {row.indicator.short_name or row.indicator.name}" for row in grid.rows]
    widths = [16, 44, *(5 for _ in grid.rows)]
    content = sheet_writing.as_xlsx("Penugasan", titles, rows, widths=widths, frozen="C2", notes=[*NOTES, "", *names])
    return content, sheet_writing.XLSX_TYPE


def _numbers(period):
    return period.instrument.indicators.order_by("number").values_list("number", flat=True)


def _columns(indicators):
    code = sheets.Column("code", "Kode", is_required=True, also=("Kode PD", "Kode perangkat daerah"))
    name = sheets.Column("name", "Perangkat daerah", is_optional=True, also=("Nama", "PD", "Nama perangkat daerah"))
    return [code, name, *(sheets.Column(number, number, also=(f"Indikator {number}",)) for number in indicators)]
