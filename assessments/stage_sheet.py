"""The ministry's scores of one stage as a table: what a file holds, every fault of it, and what it would change."""

from decimal import Decimal
from typing import NamedTuple

from django import forms

from accounts import sheet_writing, sheets
from assessments.forms.fields import ScoreField
from assessments.models import Period
from assessments.tracks import Entry
from indicators.scoring import plain

_WORDS = {"ya": True, "valid": True, "tetap": True, "tidak": False, "tidak valid": False, "": None}
NOTES = (
    "Satu baris untuk setiap indikator yang dinilai pada tahap ini.",
    "Kosongkan nilai pada indikator yang tidak dibahas; nilai tahap sebelumnya tetap berlaku.",
    "Kolom Tetap hanya dipakai pada harmonisasi: isi Ya atau Tidak. Tidak memerlukan catatan.",
)


class Difference(NamedTuple):
    """One indicator: what this stage said so far, and what the file says."""

    row: int
    indicator: object
    was: Entry | None
    now: Entry | None


class Reading:
    """A file against the tracks as they stand: `faults` in reading order, and the `entries` that it holds."""

    def __init__(self, tracks, stage, file):
        self.tracks, self.stage = tracks, stage
        self.scale = ScoreField(instrument=tracks.period.instrument, required=False)
        self.indicators = {str(indicator.number): indicator for indicator in tracks.indicators}
        self.sheet = sheets.read(file, columns(), max_rows=len(self.indicators) + 50)
        self.entries, self.lines = {}, {}
        for row in self.sheet.rows:
            self._take(row)
        self._check_whole()
        self.faults = self.sheet.in_order()

    def _take(self, row):
        indicator = self.indicators.get(row["number"].lstrip("0"))
        if indicator is None:
            row["number"] and self.sheet.report(row.cell("number"), f"Indikator {row['number'][:20]} tidak ada.")
            return
        if first := self.lines.get(indicator.number):
            self.sheet.report(row.cell("number"), f"Indikator {indicator.number} sudah ada pada baris {first}.")
            return
        self.lines[indicator.number] = row.number
        score, upheld = self._score(row), self._upheld(row)
        if upheld is False and not row["note"]:
            self.sheet.report(row.cell("note"), "Tulis catatan mengapa penilaian sebelumnya tidak tetap.")
        if score is not None or upheld is not None:
            self.entries[indicator.number] = Entry(score, upheld, row["note"])

    def _score(self, row):
        try:
            return self.scale.clean(row["score"])
        except forms.ValidationError as error:
            self.sheet.report(row.cell("score"), f"{error.messages[0]}.")
            return None

    def _upheld(self, row):
        word = row["upheld"].casefold()
        if word not in _WORDS:
            self.sheet.report(row.cell("upheld"), "Isi Ya, Tidak, atau kosongkan.")
        elif word and self.stage != Period.Stage.HARMONISATION:
            self.sheet.report(row.cell("upheld"), "Kolom ini hanya dipakai pada harmonisasi. Kosongkan.")
        return _WORDS.get(word)

    def _check_whole(self):
        """Final scores are the last word on every indicator; a file of another stage says at least something."""
        if self.sheet.faults:
            return
        scored = {number for number, entry in self.entries.items() if entry.score is not None}
        missing = [str(i.number) for i in self.tracks.indicators if i.number not in scored]
        if self.stage == Period.Stage.FINAL and missing:
            self.sheet.report("", f"Nilai final harus lengkap. Belum ada nilai indikator {', '.join(missing)}.")
        elif not self.entries:
            self.sheet.report("", "Berkas ini tidak memuat satu nilai pun.")

    @property
    def differences(self):
        """What the file changes on its track, in the order of the indicators."""
        stands = self.tracks.track(self.stage).entries
        for indicator in self.tracks.indicators:
            was, now = stands.get(indicator.number), self.entries.get(indicator.number)
            if was != now:
                yield Difference(self.lines.get(indicator.number, 0), indicator, was, now)


def columns():
    return [
        sheets.Column("number", "Indikator", is_required=True, also=("No", "Nomor", "Nomor indikator")),
        sheets.Column("name", "Nama indikator", is_optional=True, also=("Nama",)),
        sheets.Column("score", "Nilai", also=("Tingkat", "Capaian")),
        sheets.Column("upheld", "Tetap", is_optional=True, also=("Valid",)),
        sheets.Column("note", "Catatan", is_optional=True, also=("Keterangan",)),
    ]


def as_file(tracks, stage, form):
    """(bytes, media type) of a track in the form that Reading takes; a template where nothing was imported yet."""
    entries = tracks.track(stage).entries
    titles = [column.title for column in columns()]
    rows = [_line(indicator, entries.get(indicator.number)) for indicator in tracks.indicators]
    if form == "csv":
        return sheet_writing.as_csv(titles, rows), sheet_writing.CSV_TYPE
    content = sheet_writing.as_xlsx("Nilai", titles, rows, widths=(12, 60, 10, 10, 80), notes=NOTES)
    return content, sheet_writing.XLSX_TYPE


def _line(indicator, entry):
    upheld = {True: "Ya", False: "Tidak", None: ""}[entry.is_upheld if entry else None]
    score = "" if entry is None or entry.score is None else plain(entry.score).replace(".", ",")
    return [str(indicator.number), indicator.short_name, score, upheld, entry.note if entry else ""]


def packed(entries):
    """The entries as plain JSON, for a page that carries them to the next step."""
    rows = sorted(entries.items())
    return [[n, None if e.score is None else plain(e.score), e.is_upheld, e.note] for n, e in rows]


def unpacked(rows):
    return {n: Entry(None if score is None else Decimal(score), upheld, note) for n, score, upheld, note in rows}
