"""Turns crosswalk files into rows. They are advice, so a corrected file takes the place of what was loaded before."""

from dataclasses import dataclass

from django.db import transaction

from indicators.models import Crosswalk, Indicator
from indicators.source import Fault, FaultyFiles, Inspection

_KEYS = {"source", "target", "rows"}


@dataclass(frozen=True)
class Read:
    """One file without fault: the slugs of both instruments, and (source number, target number, note) of each pair."""

    file: str
    source: str
    target: str
    pairs: tuple[tuple[int, int, str], ...]


def load(paths):
    """Load every file or, when any of them has a fault, none (FaultyFiles). Answers with what was read, in order."""
    read, faults, first = [], [], {}
    for path in map(str, paths):
        inspection = Inspection(path)
        found = _read(inspection)
        faults += inspection.faults
        if found and first.setdefault((found.source, found.target), path) != path:
            faults.append(Fault(path, "", f"pasangan instrumen ini sudah ada pada {first[found.source, found.target]}"))
        read.append(found)
    if faults:
        raise FaultyFiles(faults)
    with transaction.atomic():
        for found in read:
            _replace(found)
    return read


def _replace(read):
    known = {
        slug: {indicator.number: indicator for indicator in Indicator.objects.filter(instrument__slug=slug)}
        for slug in (read.source, read.target)
    }
    Crosswalk.objects.filter(source__instrument__slug=read.source, target__instrument__slug=read.target).delete()
    Crosswalk.objects.bulk_create(
        Crosswalk(source=known[read.source][source], target=known[read.target][target], note=note)
        for source, target, note in read.pairs
    )


def _read(inspection):
    content = inspection.read()
    if inspection.faults or not inspection.mapping(content, "", _KEYS):
        return None
    numbers = {key: _numbers_of(inspection, content, key) for key in ("source", "target")}
    if content.get("source") == content.get("target"):
        inspection.report("target", "harus instrumen lain daripada source")
    pairs = tuple(_pairs(inspection, content, numbers))
    return Read(inspection.file, str(content.get("source")), str(content.get("target")), pairs)


def _numbers_of(inspection, content, key):
    slug = content.get(key)
    numbers = set(Indicator.objects.filter(instrument__slug=str(slug)).values_list("number", flat=True))
    if key in content and not numbers:
        inspection.report(key, f"instrumen {slug} belum dimuat")
    return numbers


def _pairs(inspection, content, numbers):
    seen = set()
    for place, node in inspection.entries(content, "rows", ""):
        if not inspection.mapping(node, place, {"target", "sources"}, {"note"}):
            continue
        note = node.get("note", "")
        if not isinstance(note, str):
            inspection.report(f"{place}.note", "harus berupa teks")
        _check_number(inspection, f"{place}.target", node.get("target"), numbers["target"])
        for at, source in inspection.entries(node, "sources", place):
            _check_number(inspection, at, source, numbers["source"])
            pair = (str(source), str(node.get("target")))
            if pair in seen:
                inspection.report(at, f"pasangan {pair[0]} dan {pair[1]} sudah ada")
            seen.add(pair)
            yield source, node.get("target"), note


def _check_number(inspection, place, number, known):
    if not isinstance(number, int) or isinstance(number, bool):
        inspection.report(place, "harus bilangan bulat")
    elif known and number not in known:
        inspection.report(place, f"indikator {number} tidak ada pada instrumen")
