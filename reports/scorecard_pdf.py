"""The HTML of the PDF editions: a pure function of a frozen result and of what its document is stamped with."""

import io
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import segno
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from reports import charts, scorecard_rows, scorecard_text
from reports.figures import fixed, moment, plain, printable, shortened
from reports.frozen_result import FrozenResult

# WeasyPrint breaks a line too early where a space follows a text that fills it.
SPACE_BEFORE_END = re.compile(r"\s+(?=</)")
NAMES = {"province": "Kartu Skor", "executive": "Ringkasan Pimpinan", "unit": "Kartu Capaian"}
PREFIXES = {"province": "KS", "executive": "RP", "unit": "KC"}
STATES = {"draft": "DRAF", "superseded": "DIGANTIKAN"}
STATE_NAMES = {"draft": "Draf", "final": "Final", "superseded": "Digantikan revisi yang lebih baru"}


@dataclass(frozen=True)
class Stamp:
    """What a document says about itself; created_at is aware, signatories are offices, never persons."""

    code: str
    revision: int
    digest: str
    created_at: datetime
    verification_url: str
    kind: str = "province"
    state: str = "final"
    unsigned: bool = True
    signatories: tuple = ()


def build_html(data, stamp, kind, unit_code=None):
    """One edition ("province", "executive" or "unit") as a complete page, ready for `rendering.render_pdf`."""
    result = FrozenResult(printable(data))
    unit = result.unit(unit_code) if kind == "unit" else None
    context = {"kind": kind, "result": result, "unit": unit, "doc": _document(result, stamp, kind, unit)}
    context |= {"province": _province, "executive": _executive, "unit": _unit}[kind](result, unit)
    return SPACE_BEFORE_END.sub("", render_to_string(f"pdf/{kind}.html", context))


def _document(result, stamp, kind, unit):
    name, owner = f"{NAMES[kind]} {result.subject}", unit["name"] if unit else result.institution["name"]
    code = f"{stamp.code[:4]}-{stamp.code[4:]}" if len(stamp.code) == 8 else stamp.code
    created = moment(stamp.created_at, result.zone)
    marks = _marks(result, stamp)
    number = [PREFIXES[kind], result.institution["code"].upper(), unit and unit["code"], str(result.year)]
    return {
        "name": name,
        "title": f"{name} {result.year} – {owner}" + (" (data contoh)" if result.institution["is_sample"] else ""),
        "running": f"{shortened(owner, max(20, 75 - len(name)))} · {name} {result.year}",
        "marks": marks,
        "status": " · ".join(marks),
        "foot": f"{code} · dibuat {created} · sidik {stamp.digest[:16]}",
        "number": "/".join(filter(None, [*number, f"R{stamp.revision}"])),
        "code": code,
        "created": created,
        "created_iso": stamp.created_at.isoformat(timespec="seconds"),
        "state": STATE_NAMES[stamp.state],
        "revision": stamp.revision,
        "digest": stamp.digest,
        "url": stamp.verification_url,
        "qr": _qr(stamp.verification_url),
        "unsigned": stamp.unsigned,
        "signatories": stamp.signatories or _signatories(unit),
        "closed": moment(result.period["closed_at"], result.zone),
        "ranges": f"{plain(result.scale.minimum)} sampai {plain(result.scale.maximum)}",
    }


def _marks(result, stamp):
    marks = ["DATA CONTOH"] if result.institution["is_sample"] else []
    marks += [STATES[stamp.state]] if stamp.state in STATES else []
    return marks + (["BELUM DITANDATANGANI"] if stamp.unsigned else [])


def _province(result, unit):
    evidence, total, each = scorecard_rows.limited_evidence(result.indicators)
    steps = scorecard_rows.step_rows(result)
    return _headline(result) | {
        "strip": _strip(result, width=640),
        "domains": scorecard_rows.domain_rows(result),
        "messages": scorecard_text.messages(result),
        "reading": scorecard_text.reading(result),
        "radar": _radar(result, width=600),
        "aspect_groups": scorecard_rows.aspect_groups(result),
        "indicator_groups": scorecard_rows.indicator_groups(result, result.indicators),
        "units": scorecard_rows.unit_names(result.indicators),
        "strengths": scorecard_rows.strengths(result.indicators),
        "gaps": scorecard_rows.gaps(result.indicators),
        "changed": scorecard_rows.changed_rows(result, result.indicators),
        "steps": steps,
        "steps_left": len(result.steps) - len(steps),
        "evidence": evidence,
        "evidence_total": total,
        "evidence_each": each,
    }


def _executive(result, unit):
    aspects = scorecard_rows.aspect_rows(result)
    crowded = _is_crowded(result, aspects)
    longest = 22 if crowded else 60
    return _headline(result) | {
        "boundary_note": shortened(result.index["boundary_note"] or "", 180),
        "strip": _strip(result, width=680),
        "decisions": scorecard_text.decisions(result, longest),
        "compliance": scorecard_text.compliance(result),
        "radar": _radar(result, width=460, longest=longest),
        "aspects": [row | {"name": shortened(row["name"], longest)} for row in aspects],
        "steps": scorecard_rows.step_rows(result, most=4 if crowded else 6, longest=40 if crowded else 60),
    }


def _unit(result, unit):
    led, supported = result.led_by(unit["code"]), result.supported_by(unit["code"])
    changed = scorecard_rows.changed_rows(result, led)
    figure = unit["attainment"]
    own = [*led, *(indicator for indicator, _ in supported)]
    return {
        "figure": figure and figure["display"].replace(".", ","),
        "figure_weight": figure and fixed(figure["weight"]),
        "figure_count": figure and figure["count"],
        "strip": figure and _unit_strip(result, figure["exact"]),
        "messages": scorecard_text.unit_messages(result, led, len(changed)),
        "previous_year": result.previous and result.previous["year"],
        "attained": scorecard_rows.attainment_rows(result, led),
        "indicator_groups": scorecard_rows.indicator_groups(result, led),
        "supported": scorecard_rows.supporting_rows(result, supported),
        "changed": changed,
        "steps": scorecard_rows.own_step_rows(led),
        "evidence": scorecard_rows.evidence_rows(sorted(own, key=lambda i: i["number"]), unit["code"]),
    }


def _is_crowded(result, aspects):
    """Whether names are so long that the single page must cut them and show fewer steps."""
    lines = sum(1 + len(row["name"]) // 26 for row in aspects)
    headline = ((result.index_name, 20), (result.index["rating"], 12), (result.institution["name"], 50))
    return lines + sum(len(words) // room for words, room in headline) > 16


def _headline(result):
    return {
        "index": fixed(result.index["exact"]),
        "index_precise": fixed(result.index["exact"], 3),
        "claimed": fixed(result.index["claimed"]),
        "rating_step": scorecard_rows.rating_step(result, result.index["rating"]),
        "gap": scorecard_text.gap(result),
        "assumption": scorecard_text.assumption(result),
        "change": scorecard_text.since_last_year(result),
        "previous_year": result.previous and result.previous["year"],
        "previous_index": result.previous and fixed(result.previous["index"]),
    }


def _strip(result, width):
    index, rating = result.index["exact"], result.index["rating"]
    marks = {"current": (Decimal(index), f"{result.year}: {fixed(index)}")}
    if result.previous:
        last = result.previous["index"]
        marks["previous"] = (Decimal(last), f"{result.previous['year']}: {fixed(last)}")
    edges = [max(result.scale.minimum, minimum) for _, minimum in result.bands] + [result.scale.maximum]
    ticks = [(edge, fixed(edge, 1 if edge == round(edge, 1) else 2)) for edge in edges]
    title = f"{result.index_name} {fixed(index)} pada rentang predikat {rating}."
    return mark_safe(charts.scale_strip(result.scale, result.bands, marks, title=title, ticks=ticks, width=width))


def _unit_strip(result, attainment):
    marks = {"current": (Decimal(attainment), f"{result.year}: {fixed(attainment)}")}
    ticks = [(step, plain(step)) for step in result.scale.steps]
    title = (
        f"Capaian PD {fixed(attainment)} pada skala {plain(result.scale.minimum)} sampai {plain(result.scale.maximum)}."
    )
    return mark_safe(charts.scale_strip(result.scale, [], marks, title=title, ticks=ticks))


def _radar(result, width, longest=120):
    last = result.previous and result.previous["aspects"]
    names = [
        f"{n}.\u00a0{shortened(a.get('short_name') or a['name'], longest)}" for n, a in enumerate(result.aspects, 1)
    ]
    series = [charts.Series("current", str(result.year), tuple(Decimal(a["value"]) for a in result.aspects))]
    if last:
        old = tuple(Decimal(last[a["code"]]) if a["code"] in last else None for a in result.aspects)
        series.append(charts.Series("previous", str(result.previous["year"]), old))
    values = [fixed(aspect["value"]) for aspect in result.aspects]
    said = [f"{name}: {value}" for name, value in zip(names, values, strict=True)]
    title = f"Grafik nilai {len(names)} aspek tahun {result.year}. {'; '.join(said)}."
    return mark_safe(charts.aspect_chart(names, values, series, result.scale, title=title, width=width))


def _signatories(unit):
    if unit:
        return (("Diperiksa oleh", "Koordinator Penilaian"), ("Diketahui oleh", f"Kepala {unit['name']}"))
    return (("Diperiksa oleh", "Koordinator Penilaian"), ("Disetujui oleh", "Pimpinan"))


def _qr(url):
    stream = io.BytesIO()
    code = segno.make_qr(url, error="m")
    title = f"Kode QR menuju halaman verifikasi {url}"
    plain_svg = {"xmldecl": False, "nl": False, "omitsize": True, "svgclass": None, "lineclass": None}
    code.save(stream, kind="svg", border=2, title=title, **plain_svg)
    return mark_safe(stream.getvalue().decode())
