"""The library of a unit as its pages list it: found, filtered, ordered, and each proof with where it is used."""

from typing import NamedTuple

from django.db.models import F, Prefetch, Q, TextChoices
from django.utils import timezone

from assessments.models import Citation, Evidence

UNSTATED = "belum-diisi"


class State(TextChoices):
    VALID = "berlaku", "Masih berlaku"
    LAPSED = "lewat", "Lewat masa berlaku"
    UNUSED = "belum-dipakai", "Belum dipakai"
    REPLACED = "versi-lama", "Sudah ada versi baru"
    DEAD = "tautan-mati", "Tautan mati"
    INFECTED = "virus", "Mengandung virus"
    UNSCANNED = "belum-dipindai", "Belum dipindai"
    REMOVED = "dihapus", "Dihapus dari pustaka"


class Order(TextChoices):
    NEWEST = "terbaru", "Terbaru ditambahkan"
    TITLE = "judul", "Judul"
    DATE = "tanggal", "Tanggal dokumen terbaru"
    EXPIRY = "berlaku", "Masa berlaku terdekat"
    SIZE = "ukuran", "Ukuran terbesar"


_ORDERS = {
    Order.NEWEST: ["-created_at", "-pk"],
    Order.TITLE: ["title", "pk"],
    Order.DATE: [F("document_date").desc(nulls_last=True), "title", "pk"],
    Order.EXPIRY: [F("valid_until").asc(nulls_last=True), "title", "pk"],
    Order.SIZE: [F("size").desc(nulls_last=True), "title", "pk"],
}


class Flag(NamedTuple):
    """What to know about a proof before using it; `status` is a value of the status badge."""

    status: str
    text: str


def proofs(unit, *, words="", kind="", state="", order=Order.NEWEST):
    """The proofs of a unit with their uses; removed ones only where they are asked for."""
    found = Evidence.objects.filter(unit=unit).with_use().filter(_in_state(state, unit))
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(document_number__icontains=word)
            | Q(original_name__icontains=word)
            | Q(url__icontains=word)
        )
    if kind:
        found = found.filter(document_kind="" if kind == UNSTATED else kind)
    return found.order_by(*_ORDERS[order]).prefetch_related(_uses())


def pickable(unit):
    """What an answer of the unit can cite."""
    return Evidence.objects.present().filter(unit=unit).exclude(scan=Evidence.Scan.INFECTED)


def twins_among(evidence):
    """Of these proofs, those that are the same file or the same link as an earlier one, with that one's title."""
    first, twins = {}, {}
    for row in sorted(evidence, key=lambda row: row.pk):
        same = first.setdefault(row.sha256 or row.url, row)
        if same is not row:
            twins[row.pk] = same.title
    return twins


def _in_state(state, unit):
    today = timezone.localdate(timezone=unit.institution.zone)
    there = Q(removed_at__isnull=True)
    return {
        State.VALID: there & (Q(valid_until__isnull=True) | Q(valid_until__gte=today)),
        State.LAPSED: there & Q(valid_until__lt=today),
        State.UNUSED: there & Q(uses=0),
        State.REPLACED: there & Q(is_replaced=True),
        State.DEAD: there & Q(dead_at__isnull=False),
        State.INFECTED: there & Q(scan=Evidence.Scan.INFECTED),
        State.UNSCANNED: there & Q(kind=Evidence.Kind.FILE, scan__in=[Evidence.Scan.WAITING, Evidence.Scan.OFF]),
        State.REMOVED: Q(removed_at__isnull=False),
    }.get(state, there)


def _uses():
    """The citations of each proof, this year's first, as `used`."""
    citations = Citation.objects.select_related(
        "answer__assessment__period__institution", "answer__assessment__unit", "answer__indicator__instrument"
    )
    ordered = citations.order_by("-answer__assessment__period__year", "answer__indicator__number")
    return Prefetch("citations", ordered, to_attr="used")


def flags_of(evidence):
    """Needs with_use(). The gravest first."""
    today = timezone.localdate(timezone=evidence.unit.institution.zone)
    found = [
        (evidence.scan == Evidence.Scan.INFECTED, Flag("danger", "Mengandung virus")),
        (evidence.dead_at, Flag("danger", "Tautan mati")),
        (evidence.removed_at, Flag("superseded", "Dihapus")),
        (evidence.valid_until and evidence.valid_until < today, Flag("warning", "Lewat masa berlaku")),
        (evidence.document_status == Evidence.DocumentStatus.DRAFT, Flag("warning", "Masih rancangan")),
        (evidence.is_replaced, Flag("superseded", "Ada versi baru")),
        (evidence.scan == Evidence.Scan.WAITING, Flag("waiting", "Belum dipindai")),
        (not evidence.uses, Flag("empty", "Belum dipakai")),
    ]
    return [flag for applies, flag in found if applies]


def places_of(evidence):
    """Where a proof is used, in words: "indikator 16, 28 (2023); indikator 16 (2022)". Needs `used`."""
    years = {}
    for citation in evidence.used:
        years.setdefault(citation.answer.assessment.period.year, []).append(str(citation.answer.indicator.number))
    return "; ".join(f"indikator {', '.join(numbers)} ({year})" for year, numbers in years.items())
