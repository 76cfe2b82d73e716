"""The default of who answers which indicator, from fixtures/ownership/. Units belong to accounts; these are names."""

from dataclasses import dataclass

from indicators.models import Indicator
from indicators.source import FaultyFiles, Inspection


@dataclass(frozen=True)
class OwnershipUnit:
    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class OwnershipRow:
    number: int
    lead: str
    supporting: tuple[str, ...]


@dataclass(frozen=True)
class Ownership:
    """`lead` and `supporting` are codes of `units`; every number is an indicator of the loaded instrument."""

    instrument: str
    units: tuple[OwnershipUnit, ...]
    rows: tuple[OwnershipRow, ...]


def read_ownership(path):
    """Raises FaultyFiles with every fault of the file; the instrument must be loaded, for its numbers."""
    inspection = Inspection(path)
    content = inspection.read()
    keys = {"instrument", "government_kind", "units", "ownership"}
    usable = not inspection.faults and inspection.mapping(content, "", keys)
    ownership = _read(inspection, content) if usable else None
    if inspection.faults:
        raise FaultyFiles(inspection.faults)
    return ownership


def _read(inspection, content):
    units = tuple(_units(inspection, content))
    slug = content.get("instrument")
    numbers = set(Indicator.objects.filter(instrument__slug=str(slug)).values_list("number", flat=True))
    if not numbers:
        inspection.report("instrument", f"instrumen {slug} belum dimuat")
    codes = {unit.code for unit in units}
    return Ownership(slug, units, tuple(_rows(inspection, content, codes, numbers)))


def _units(inspection, content):
    seen = set()
    for place, node in inspection.entries(content, "units", ""):
        if not inspection.mapping(node, place, {"code", "name", "kind"}):
            continue
        for key in ("code", "name", "kind"):
            if key in node and not (isinstance(node[key], str) and node[key].strip()):
                inspection.report(f"{place}.{key}", "harus berupa teks")
        unit = OwnershipUnit(*(str(node.get(key)) for key in ("code", "name", "kind")))
        if unit.code in seen:
            inspection.report(f"{place}.code", f"{unit.code} sudah dipakai")
        seen.add(unit.code)
        yield unit


def _rows(inspection, content, codes, numbers):
    seen = set()
    for place, node in inspection.entries(content, "ownership", ""):
        if not inspection.mapping(node, place, {"number", "lead", "supporting"}):
            continue
        number, lead, supporting = node.get("number"), node.get("lead"), node.get("supporting", [])
        if number in seen or (numbers and number not in numbers):
            problem = "sudah dipakai" if number in seen else "tidak ada pada instrumen"
            inspection.report(f"{place}.number", f"indikator {number} {problem}")
        seen.add(number)
        if not isinstance(supporting, list):
            inspection.report(f"{place}.supporting", "harus berupa daftar kode perangkat daerah")
            supporting = []
        for code in (lead, *supporting):
            if code not in codes:
                inspection.report(place, f"perangkat daerah {code} tidak ada pada units")
        if len({lead, *supporting}) != 1 + len(supporting):
            inspection.report(place, "perangkat daerah yang sama disebut dua kali")
        yield OwnershipRow(number, lead, tuple(supporting))
