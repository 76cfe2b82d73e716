"""What a person writes into the two papers: the fields, what is known of them beforehand, and what is still missing."""

from functools import cache

import yaml
from django.conf import settings

from assessments.models import Minutes, TeamMember

DATES = ("date", "letter_date", "decree_date", "consent_date")
REQUIRED = {
    "number": "nomor berita acara",
    "date": "tanggal berita acara",
    "place": "tempat",
    "decree_number": "nomor SK tim asesor internal",
    "decree_date": "tanggal SK tim asesor internal",
    "methods": "cara penilaian",
    "signatory_name": "nama Koordinator SPBE",
    "signatory_position": "jabatan Koordinator SPBE",
}
METHODS = {"documents": "Pengumpulan dokumen", "interview": "Interviu internal", "visit": "Kunjungan"}


@cache
def wording():
    """The sentences of the papers, from fixtures/minutes.yaml."""
    return yaml.safe_load((settings.BASE_DIR / "fixtures" / "minutes.yaml").read_text(encoding="utf-8"))


def minutes_of(period):
    """The stored row, or an empty one that was never saved."""
    return Minutes.objects.filter(period=period).select_related("updated_by").first() or Minutes(period=period)


def prefilled(period):
    """What the period's team and the wording already say. One query."""
    team = list(TeamMember.objects.filter(period=period).order_by("pk"))
    decree = next((member for member in team if member.decree_number), None)
    known = {"guideline": wording()["guideline"], "methods": ["documents"]}
    if decree:
        known["decree_number"] = decree.decree_number
        known["decree_date"] = decree.decree_date.isoformat() if decree.decree_date else ""
    for duty, name in ((TeamMember.Duty.COORDINATOR, "signatory"), (TeamMember.Duty.RESPONSIBLE, "responsible")):
        if member := next((member for member in team if member.duty == duty), None):
            facts = {"name": member.name, "nip": member.employee_number, "position": member.position}
            known |= {f"{name}_{field}": value for field, value in facts.items()}
    return known


def missing_in(data):
    """What the papers cannot do without and nobody wrote yet, in words."""
    return [label for name, label in REQUIRED.items() if not data.get(name)]
