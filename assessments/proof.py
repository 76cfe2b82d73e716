"""What the page of one proof tells: its versions, where it is used, and who opened it."""

from typing import NamedTuple

from assessments import permissions
from assessments.models import Citation, Event, Evidence

LAST = 20
ACTIONS = {
    "evidence.downloaded": "Diunduh",
    "evidence.viewed": "Dilihat",
    "evidence.kept": "Disimpan di pustaka",
    "evidence.infected": "Virus ditemukan",
    "evidence.described": "Keterangan diubah",
    "evidence.replaced": "Versi baru diunggah",
    "evidence.removed": "Dihapus dari pustaka",
    "evidence.restored": "Dipulihkan",
    "evidence.link_dead": "Tautan ditandai mati",
    "evidence.link_alive": "Tautan dapat dibuka kembali",
}


class Access(NamedTuple):
    at: object
    who: str
    what: str


def uses_of(evidence):
    """The answers that cite a proof, this year's first."""
    citations = Citation.objects.filter(evidence=evidence).select_related(
        "answer__assessment__period__institution", "answer__assessment__unit", "answer__indicator__instrument"
    )
    return list(citations.order_by("-answer__assessment__period__year", "answer__indicator__number"))


def changeable(user, uses):
    """The answers among the uses that the user can still change: there a newer version can take its place."""
    return [citation.answer for citation in uses if permissions.may_edit(user, citation.answer)]


def versions_of(evidence):
    """Every version of the same document, the newest first. Two queries, however many there are."""
    links = Evidence.objects.filter(unit=evidence.unit_id, replaces__isnull=False).values_list("pk", "replaces")
    older = dict(links)
    chain = {evidence.pk}
    while True:
        more = {pk for pair in older.items() if chain & set(pair) for pk in pair} - chain
        if not more:
            break
        chain |= more
    return list(Evidence.objects.filter(pk__in=chain).select_related("unit").order_by("-pk"))


def accesses_of(evidence, viewer):
    """Who opened or changed a proof last, and how often that happened. A unit is told the role of a reviewer only."""
    events = Event.objects.filter(institution=evidence.unit.institution_id, target=f"evidence:{evidence.pk}")
    rows = list(events.select_related("actor").prefetch_related("actor__memberships").order_by("-created_at")[:LAST])
    sees_names = permissions.sees_reviewers(viewer, evidence.unit)
    accesses = [
        Access(row.created_at, _who(row.actor, evidence, sees_names), ACTIONS.get(row.action, row.action))
        for row in rows
    ]
    return accesses, len(rows) if len(rows) < LAST else events.count()


def _who(actor, evidence, sees_names):
    if actor is None:
        return "Sistem"
    places = [m for m in actor.memberships.all() if m.institution_id == evidence.unit.institution_id]
    if sees_names or not places or any(m.unit_id == evidence.unit_id for m in places):
        return actor.name
    return places[0].get_role_display()
