"""Units of a file: read, compared with those that are there, and added or renamed. None is closed by being left out."""

from django.db import transaction

from accounts import sheets
from accounts.models import Unit
from accounts.people import units
from accounts.people.forms import code_fault
from accounts.people.planning import Kind, Line, Plan

TITLE, ROUTE, MAX_ROWS = "perangkat daerah", "accounts:import_units", 2_000
COLUMNS = (
    sheets.Column("code", "Kode", is_required=True),
    sheets.Column("name", "Nama", is_required=True),
    sheets.Column("kind", "Jenis", is_optional=True),
)
SHOWN = ("Kode", "Nama", "Jenis")
NOTES = (
    "Kode singkat dan tetap, misalnya DINKES; huruf, angka, dan tanda hubung tanpa spasi.",
    "Perangkat daerah yang tidak ada dalam berkas tidak berubah. Nonaktifkan dari halamannya.",
)
_LENGTHS = {"name": 200, "kind": 30}


def template_rows(office):
    return _present(office).values_list("code", "name", "kind")


def _present(office):
    return Unit.objects.filter(institution=office.institution).order_by("name")


def read(file, office):
    sheet = sheets.read(file, COLUMNS, max_rows=MAX_ROWS)
    sheet.report_repeated("code", "Kode")
    for row in sheet.rows:
        if row["code"] and (fault := code_fault(row["code"])):
            sheet.report(row.cell("code"), fault)
        for key, most in _LENGTHS.items():
            if len(row[key]) > most:
                sheet.report(row.cell(key), f"Isi sel terlalu panjang, paling banyak {most} karakter.")
    has_kind = "kind" in sheet.letters
    return sheet, [[r.number, r["code"].upper(), r["name"], r["kind"] if has_kind else None] for r in sheet.rows]


def plan(rows, office):
    present = {unit.code.casefold(): unit for unit in _present(office)}
    result = Plan()
    for number, code, name, kind in rows:
        unit = present.get(code.casefold())
        given = {"unit": unit, "name": name, "kind": (unit.kind if unit else "") if kind is None else kind}
        state, note = _compare(unit, given)
        shown = (unit.code if unit else code, name, given["kind"])
        result.lines.append(Line(number, state, shown, note, given | {"code": code}))
    return result


def _compare(unit, given):
    if unit is None:
        return Kind.NEW, ""
    if not unit.is_active:
        return Kind.CONFLICT, "Perangkat daerah ini nonaktif; dilewati. Aktifkan kembali dari halamannya lebih dahulu."
    notes = [f"Nama sebelumnya {unit.name}."] if unit.name != given["name"] else []
    if unit.kind != given["kind"]:
        notes.append(f"Jenis sebelumnya {unit.kind or 'kosong'}.")
    return (Kind.CHANGED, " ".join(notes)) if notes else (Kind.UNCHANGED, "")


@transaction.atomic
def apply(plan, office, request):
    told = {"by": office.user, "request": request}
    for line in plan.of(Kind.NEW):
        fields = {name: line.given[name] for name in ("code", "name", "kind")}
        units.add(office.institution, **fields, **told)
    for line in plan.of(Kind.CHANGED):
        units.change(line.given["unit"], name=line.given["name"], kind=line.given["kind"], **told)
