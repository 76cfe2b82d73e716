"""The event log as a file, written while it is read: CSV for people, JSONL with the hashes for another verifier."""

import csv
import json
from datetime import UTC
from typing import NamedTuple

from assessments.csv_cells import plain
from assessments.models import Event
from assessments.trail.rows import chunks_of
from assessments.trail.words import lines_of

HEAD = (
    "Waktu (UTC)", "Rantai", "Nomor urut", "Kode tindakan", "Tindakan", "Hasil", "Orang", "Surel", "Orang lain",
    "Instansi", "Perangkat daerah", "Sasaran", "Uraian sasaran", "Versi", "Alamat jaringan", "Nomor permintaan",
    "Rincian", "Sidik",
)  # fmt: skip


class Export(NamedTuple):
    label: str
    extension: str
    media_type: str
    write: object


class _Echo:
    """A file that gives each row back instead of keeping it."""

    def write(self, value):
        return value


def as_csv(institution, asked):
    table = csv.writer(_Echo())
    yield "\ufeff" + table.writerow(HEAD)  # without the mark Excel takes the file for Windows-1252
    for rows in chunks_of(institution, asked):
        for line in lines_of(rows):
            yield table.writerow([plain(cell) for cell in _cells(line)])


def as_jsonl(institution, asked):
    for rows in chunks_of(institution, asked):
        for line in lines_of(rows):
            yield json.dumps(_told(line), ensure_ascii=True, sort_keys=True) + "\n"


FORMATS = {
    "csv": Export("CSV", "csv", "text/csv; charset=utf-8", as_csv),
    "jsonl": Export("JSONL", "jsonl", "application/x-ndjson", as_jsonl),
}


def chain_of(row):
    if not isinstance(row, Event):
        return f"access:{row.institution_id or 0}"
    return f"assessment:{row.assessment_id}" if row.assessment_id else f"institution:{row.institution_id}"


def _cells(line):
    row = line.row
    person, unit = getattr(row, "person", None), getattr(row, "assessment", None)
    return [
        _utc(row),
        chain_of(row),
        row.sequence,
        row.action,
        line.action.sentence,
        line.action.outcome.label,
        row.actor.name if row.actor else "",
        row.actor.email if row.actor else "",
        person.name if person else "",
        row.institution.name if row.institution else "",
        unit.unit.name if unit else "",
        getattr(row, "target", ""),
        line.thing.text,
        row.data.get("version", ""),
        line.address,
        line.request_id,
        json.dumps(row.data, ensure_ascii=False, sort_keys=True) if row.data else "",
        row.hash,
    ]


def _told(line):
    """Everything that the hash speaks of under its own name, and beside it the words."""
    row = line.row
    told = {name: getattr(row, name) for name in ("sequence", "action", "actor_id", "data", "previous_hash", "hash")}
    told |= {name: getattr(row, name) for name in ("institution_id", "assessment_id", "person_id", "target")
             if hasattr(row, name)}  # fmt: skip
    return told | {
        "chain": chain_of(row),
        "created_at": _utc(row),
        "address": row.address,
        "request_id": row.request_id,
        "actor": row.actor.email if row.actor else None,
        "institution": row.institution.name if row.institution else None,
        "sentence": line.action.sentence,
        "outcome": str(line.action.outcome),
        "object": line.thing.text,
    }


def _utc(row):
    return row.created_at.astimezone(UTC).isoformat(timespec="microseconds")
