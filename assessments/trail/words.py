"""A row of the trail in words: who, what, about which thing, and from which value to which."""

import re
from typing import NamedTuple

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from assessments.models import Answer, Assessment, Event, Evidence, Period
from assessments.trail.actions import Action, action_of

LABELS = {
    "score": "Tingkat",
    "claimed": "Penilaian mandiri",
    "reason": "Alasan",
    "before": "Status sebelumnya",
    "status": "Status",
    "explanation": "Penjelasan",
    "reply": "Tanggapan",
    "version": "Versi",
    "note": "Catatan",
    "until": "Sampai",
    "title": "Judul",
    "url": "Alamat",
    "pages": "Halaman",
    "levels": "Untuk tingkat",
    "changes": "Perubahan",
    "lead": "Penanggung jawab",
    "supporting": "Pendukung",
    "service": "Layanan",
    "units": "Perangkat daerah",
    "people": "Penerima",
    "format": "Format",
    "rows": "Baris",
    "filters": "Saringan",
    "route": "Halaman",
    "method": "Cara",
    "object": "Sasaran",
    "role": "Peran",
    "was": "Sebelumnya",
    "now": "Menjadi",
    "unit": "Perangkat daerah",
    "virus": "Virus",
    "unseen_until": "Penolakan serupa tidak dicatat lagi sampai",
    "year": "Tahun",
    "source": "Sumber",
    "origin": "Asal",
    "position": "Urutan",
    "name": "Nama",
    "email": "Surel",
}
# What tells a machine, not a reader: it is in the export.
_UNTOLD = {"sha256", "review", "evidence", "typed", "session", "server", "status_code", "from", "to", "number"}
_STATUS = dict([*Answer.Status.choices, *Assessment.Status.choices])
_STAGES = dict(Period.Stage.choices)
_HTTP = {403: "tidak berhak", 404: "tidak ada, atau bukan untuk orang ini"}
_TARGET = re.compile(r"(answer|evidence|extension|reminder):(\d+)\Z")
_FIRST = ["score", "reason", "claimed", "changes"]
_LONGEST = 240


class Detail(NamedTuple):
    label: str
    text: str
    was: str = ""


class Thing(NamedTuple):
    """What an event is about, and the page that shows it."""

    text: str
    url: str = ""


class Line(NamedTuple):
    """One row as the list shows it. `address` and `request_id` are empty for acts of the system."""

    row: object
    at: object
    action: Action
    who: str
    thing: Thing
    details: list
    address: str
    request_id: str


def lines_of(rows):
    """The rows in words. Three queries at most for the things that they name, however many rows there are."""
    things = _things(rows)
    return [_line(row, things) for row in rows]


def _line(row, things):
    return Line(
        row,
        row.created_at,
        action_of(row.action),
        row.actor.name if row.actor else "Sistem" if isinstance(row, Event) else "Belum dikenal",
        _thing(row, things),
        _details(row),
        row.address or "",
        row.request_id or "",
    )


def _things(rows):
    pks = {"answer": set(), "evidence": set()}
    for row in rows:
        match = _TARGET.match(getattr(row, "target", ""))
        if match and match[1] in pks:
            pks[match[1]].add(int(match[2]))
    slugs = {row.target.partition(":")[0] for row in rows if getattr(row, "target", "") and not row.assessment_id}
    answers = Answer.objects.filter(pk__in=pks["answer"]).select_related(
        "indicator", "assessment__period", "assessment__unit"
    )
    proofs = Evidence.objects.filter(pk__in=pks["evidence"]).select_related("unit")
    periods = Period.objects.filter(slug__in=slugs)
    found = {f"answer:{row.pk}": _answer_thing(row) for row in answers if pks["answer"]}
    found |= {f"evidence:{row.pk}": _proof_thing(row) for row in proofs if pks["evidence"]}
    return found | {row.slug: Thing(row.name, row.get_absolute_url()) for row in periods if slugs}


def _answer_thing(answer):
    return Thing(
        f"Indikator {answer.indicator.number} · {answer.assessment.unit.name}",
        reverse(
            "assessments:history",
            args=[answer.assessment.period.slug, answer.assessment.unit.code, answer.indicator.number],
        ),
    )


def _proof_thing(proof):
    page = reverse("assessments:evidence", args=[proof.unit.code, proof.pk])
    return Thing(f"{proof.title} · {proof.unit.name}", page)


def _thing(row, things):
    if not isinstance(row, Event):
        return Thing(row.person.name if row.person_id and row.person_id != row.actor_id else "")
    if row.target in things:
        return things[row.target]
    if row.assessment:
        return Thing(row.assessment.unit.name, row.assessment.get_absolute_url())
    slug, _, number = row.target.partition(":")
    period = things.get(slug, Thing(slug))
    return period._replace(text=f"Indikator {number} · {period.text}") if number.isdecimal() else period


def _details(row):
    data = row.data if isinstance(row.data, dict) else {}
    details = []
    if "from" in data and "to" in data:
        details.append(Detail("Tahap", _STAGES.get(data["to"], data["to"]), _STAGES.get(data["from"], data["from"])))
    for name, value in sorted(data.items(), key=_weight):
        text = _text(name, value)
        if name in _UNTOLD or not text:
            continue
        details.append(Detail(LABELS.get(name, name), text, _was(row, name, data, text)))
    return details


def _weight(pair):
    """What readers look for comes first, the version last."""
    name = pair[0]
    return _FIRST.index(name) if name in _FIRST else len(_FIRST) + (name == "version")


def _was(row, name, data, text):
    """What stood there before, where the trail tells it and it was something else."""
    was = ""
    if name == "score":
        was = data.get("claimed") or getattr(row, "earlier_score", None) or ""
    return was.replace(".", ",") if was and was.replace(".", ",") != text else ""


def _text(name, value):
    if isinstance(value, dict):
        return _mapping(value)
    if isinstance(value, list):
        return _cut(", ".join(_item(item) for item in value))
    if name == "status" and isinstance(value, int):
        return _HTTP.get(value, str(value))
    if name in ("status", "before"):
        return _STATUS.get(value, str(value))
    if name in ("score", "claimed"):
        return "" if value is None else str(value).replace(".", ",")
    return "" if value in (None, "") else _cut(_moment(str(value)))


def _mapping(value):
    """A text as its length; a few values by their names."""
    if "characters" in value:
        return f"{value['characters']} karakter"
    pairs = (f"{LABELS.get(name, name)}: {_item(item)}" for name, item in value.items() if name not in _UNTOLD)
    return _cut("; ".join(pairs))


def _item(value):
    if isinstance(value, dict):
        return _mapping(value)
    if isinstance(value, list):
        return " ".join(str(part) for part in value if part not in (None, ""))
    return str(value)


def _moment(text):
    """A moment that was stored for a machine reads as a date and a time, in UTC."""
    if len(text) < 19 or text[4:5] != "-" or "T" not in text:
        return text
    try:
        moment = parse_datetime(text)
    except ValueError:
        return text
    return f"{moment:%d-%m-%Y %H.%M} UTC" if moment else text


def _cut(text):
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
