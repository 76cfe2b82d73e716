"""Reads scores from a CSV file of staff: one government in rows, or many governments with one row each."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from re import fullmatch

from indicators.source import FaultyFiles, Inspection

LONG, WIDE = ["indikator", "tingkat"], "nama"


@dataclass(frozen=True)
class Case:
    """One government's name and its scores by indicator number, complete and on the scale."""

    name: str
    scores: dict[int, Decimal]


def read_scores(path, scheme):
    """The cases of a file in its order. Raises FaultyFiles with every faulty cell, by row and column.

    Columns `indikator,tingkat`, or `nama` and one for each indicator number; comma or semicolon between cells; scores
    with a decimal point or comma. Rows count as in a spreadsheet: the header is row 1.
    """
    inspection = Inspection(path)
    rows = _rows(inspection)
    cases = _Reader(inspection, scheme).cases(rows) if rows else []
    if not rows and not inspection.faults:
        inspection.report("", "berkas kosong")
    if inspection.faults:
        raise FaultyFiles(inspection.faults)
    return cases


def _rows(inspection):
    """(row number, cells) of every row that has something in it."""
    try:
        text = Path(inspection.file).read_text(encoding="utf-8-sig")
        delimiter = ";" if ";" in text.partition("\n")[0] else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except OSError:
        return inspection.report("", "berkas tidak ada atau tidak dapat dibaca")
    except UnicodeDecodeError:
        return inspection.report("", "berkas bukan teks UTF-8")
    except csv.Error as error:
        return inspection.report("", f"bukan CSV yang sah ({error})")
    numbered = [(number, [cell.strip() for cell in cells]) for number, cells in enumerate(rows, 1)]
    return [(number, cells) for number, cells in numbered if any(cells)]


class _Reader:
    def __init__(self, inspection, scheme):
        self.inspection, self.scheme = inspection, scheme

    def cases(self, rows):
        (_, header), *body = rows
        header = [cell.lower() for cell in header]
        if header != LONG and header[0] != WIDE:
            wanted = f"{','.join(LONG)} atau {WIDE},1,2,…"
            self.inspection.report("baris 1", f"kolom tidak dikenal: {','.join(header)}; seharusnya {wanted}")
            return []
        if not body:
            self.inspection.report("", "tidak ada baris nilai")
        body = [(row, cells) for row, cells in body if self._fits(row, cells, header)]
        return [self._long(body)] if header == LONG else list(self._wide(header, body))

    def _fits(self, row, cells, header):
        if len(cells) != len(header):
            self.inspection.report(f"baris {row}", f"ada {len(cells)} kolom, seharusnya {len(header)}")
        return len(cells) == len(header)

    def _long(self, body):
        scores, seen = {}, {}
        for row, (number_cell, score_cell) in body:
            score = self._score(row, "tingkat", score_cell)
            number = int(number_cell) if fullmatch(r"[0-9]{1,4}", number_cell) else None
            if number not in self.scheme.numbers:
                self._report(row, "indikator", f"indikator {number_cell or '(kosong)'} tidak ada pada instrumen")
            elif number in seen:
                self._report(row, "indikator", f"indikator {number} sudah ada pada baris {seen[number]}")
            else:
                seen[number], scores[number] = row, score
        for number in sorted(self.scheme.numbers - seen.keys()):
            self.inspection.report("", f"indikator {number} tidak ada barisnya")
        return Case(Path(self.inspection.file).stem, scores)

    def _wide(self, header, body):
        columns = self._columns(header)
        for row, cells in body:
            if not cells[0]:
                self._report(row, WIDE, "kosong")
            scores = {number: self._score(row, number, cells[place]) for number, place in columns.items()}
            yield Case(cells[0], scores)

    def _columns(self, header):
        """Indicator number to the place of its column."""
        repeated = [name for name, times in Counter(header).items() if times > 1]
        for name in repeated:
            self._report(1, name, "kolom berulang")
        columns = {int(name): place for place, name in enumerate(header) if fullmatch(r"[0-9]{1,4}", name)}
        for name in header[1:]:
            if not (fullmatch(r"[0-9]{1,4}", name) and int(name) in self.scheme.numbers):
                self._report(1, name or "(kosong)", "indikator ini tidak ada pada instrumen")
        for number in sorted(self.scheme.numbers - columns.keys()):
            self.inspection.report("baris 1", f"kolom indikator {number} tidak ada")
        return {number: place for number, place in columns.items() if number in self.scheme.numbers}

    def _score(self, row, column, cell):
        if not fullmatch(r"[0-9]{1,4}([.,][0-9]{1,10})?", cell):
            return self._report(row, column, f"“{cell}” bukan bilangan" if cell else "kosong")
        score = Decimal(cell.replace(",", "."))
        if not self.scheme.scale.contains(score):
            scale = f"{self.scheme.scale.minimum.normalize():f}–{self.scheme.scale.maximum.normalize():f}"
            return self._report(row, column, f"{cell} di luar skala {scale}")
        return score

    def _report(self, row, column, message):
        self.inspection.report(f"baris {row}, kolom {column}", message)
