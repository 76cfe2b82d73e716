"""Turns instrument files into rows. A loaded instrument is never changed: other content under its slug is refused."""

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction

from indicators.models import Aspect, Domain, Indicator, Instrument, LevelCriterion, RatingBand
from indicators.source import Fault, FaultyFiles
from indicators.validation import read_instrument

_COLUMNS = ("slug", "index_name", "title", "regulation", "guide", "effective_from", "status", "rating_basis")
_PREFIX = "Tingkat Kematangan "


@dataclass(frozen=True)
class Loaded:
    """What became of one file: the instrument, and whether its rows are new."""

    file: str
    instrument: Instrument
    is_new: bool


def load(paths):
    """Load every file or, when any of them has a fault or would change a published instrument, none (FaultyFiles)."""
    contents, faults = {}, []
    for path in map(str, paths):
        contents[path], found = read_instrument(path)
        faults += found
    if not faults:
        faults = list(_changes(contents))
    if faults:
        raise FaultyFiles(faults)
    with transaction.atomic():
        return [_load(path, content) for path, content in contents.items()]


def digest_of(content):
    """SHA-256 of what the file says, whatever its comments, quotes, line breaks and order of keys."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _changes(contents):
    """A fault for each file that differs from the published instrument, or from an earlier file, of its slug."""
    slugs = [content["slug"] for content in contents.values()]
    known = dict(Instrument.objects.filter(slug__in=slugs).values_list("slug", "digest"))
    for path, content in contents.items():
        digest = digest_of(content)
        if known.setdefault(content["slug"], digest) != digest:
            yield Fault(path, "slug", f"{content['slug']}: instrumen terbit tidak dapat diubah; beri slug baru")


def _load(path, content):
    existing = Instrument.objects.filter(slug=content["slug"]).first()
    return Loaded(path, existing or _create(content), is_new=existing is None)


def _create(content):
    scale = content["scale"]
    instrument = Instrument(
        **{column: content[column] for column in _COLUMNS},
        scale_min=scale["min"],
        scale_max=scale["max"],
        scale_step=scale["step"],
        notes=content.get("notes", []),
        digest=digest_of(content),
        **content["export"],
    )
    instrument.save()
    instrument.refresh_from_db()
    RatingBand.objects.bulk_create(RatingBand(instrument=instrument, **band) for band in content["rating_bands"])
    for position, domain in enumerate(content["domains"], 1):
        _create_domain(instrument, position, domain, content["level_sets"])
    return instrument


def _create_domain(instrument, position, node, level_sets):
    domain = Domain.objects.create(
        instrument=instrument, position=position, implicit=node.get("implicit", False), **_group(node)
    )
    for place, aspect_node in enumerate(node["aspects"], 1):
        aspect = Aspect.objects.create(domain=domain, position=place, **_group(aspect_node))
        for indicator_node in aspect_node["indicators"]:
            indicator = _create_indicator(instrument, aspect, indicator_node)
            labels = _labels(instrument, level_sets[indicator.level_set])
            LevelCriterion.objects.bulk_create(_criteria(indicator, indicator_node, labels))


def _group(node):
    return {key: node[key] for key in ("code", "national_code", "name", "weight") if key in node}


def _create_indicator(instrument, aspect, node):
    optional = {key: node[key] for key in ("national_code", "typical_owner", "method", "notes") if key in node}
    return Indicator.objects.create(
        instrument=instrument,
        aspect=aspect,
        short_name=node.get("short_name") or node["name"].removeprefix(_PREFIX),
        **{key: node[key] for key in ("number", "name", "weight", "level_set", "question", "explanation")},
        **optional,
    )


def _labels(instrument, names):
    """Level to name, the last name on the highest level; a level below the names ("nothing there") has none."""
    highest = int(instrument.scale_max)
    return {highest - i: name for i, name in enumerate(reversed(names))}


def _criteria(indicator, node, labels):
    """One row for each step; on a continuous scale only where the instrument has a text."""
    levels = indicator.instrument.levels() or sorted(node["levels"])
    for level in levels:
        yield LevelCriterion(
            indicator=indicator,
            level=level,
            label=labels.get(level, ""),
            text=node["levels"].get(level, ""),
            evidence=node["evidence"].get(level, []),
        )
