"""What every page shows around its content: whose portal, who is signed in, and where to go by role."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership

Role = Membership.Role


class Link(NamedTuple):
    url: str
    label: str
    is_current: bool


_MENU = {
    Role.OPERATOR: ("assessments:list", "assessments:library", "reports:results", "reports:documents",
                    "indicators:list"),
    Role.UNIT_HEAD: ("assessments:list", "assessments:library", "reports:results", "reports:documents",
                     "accounts:people", "indicators:list"),
    Role.ASSESSOR: ("assessments:queue", "assessments:consolidations", "reports:results", "indicators:list"),
    Role.COORDINATOR: ("assessments:periods", "assessments:progress", "assessments:queue",
                       "assessments:consolidations", "reports:results", "reports:documents", "indicators:list"),
    Role.EXECUTIVE: ("reports:results", "reports:documents", "assessments:progress", "assessments:periods",
                     "indicators:list"),
}  # fmt: skip

_LABELS = {
    "home": "Beranda",
    "accounts:people": "Pengguna",
    "assessments:list": "Penilaian",
    "assessments:library": "Pustaka bukti",
    "assessments:queue": "Reviu",
    "assessments:consolidations": "Konsolidasi",
    "assessments:periods": "Periode",
    "assessments:progress": "Kemajuan",
    "assessments:trail": "Jejak audit",
    "reports:results": "Hasil",
    "reports:documents": "Laporan",
    "indicators:list": "Instrumen",
}


def portal(request):
    membership = getattr(request, "membership", None)
    return {
        "portal_name": settings.PORTAL_NAME,
        "debug_demo": settings.DEMO,
        "membership": membership,
        "memberships": request.user.all_memberships if membership else [],
        "institution": membership and membership.institution,
        "navigation": _navigation(request, membership),
    }


def _navigation(request, membership):
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    without_role = ("assessments:trail", "indicators:list") if request.user.is_superuser else ("indicators:list",)
    names = ("home", *(_MENU[membership.role] if membership else without_role))
    return [_link(request.path, name, membership) for name in names]


def _link(path, name, membership):
    url = reverse(name, args=[membership.unit.code] if name == "assessments:library" else ())
    is_current = path == url if name == "home" else path.startswith(url)
    return Link(url, _LABELS[name], is_current)
