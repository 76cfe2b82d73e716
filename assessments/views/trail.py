"""The event log: one list of what people did and what happened at the door, and the same to take along."""

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Institution, Membership
from assessments import permissions
from assessments.forms.trail import PlaceForm, TrailFilter
from assessments.models import Evidence
from assessments.trail.export import FORMATS
from assessments.trail.rows import page_of
from assessments.trail.words import lines_of
from assessments.workflow.exporting import note_export

NOBODY = "-"  # the chain that belongs to no institution: tries with addresses that nobody has


@require_safe
def trail(request):
    institution, choices = _institution(request)
    filters = TrailFilter(request.GET, institution=institution)
    place = PlaceForm(request.GET)
    place.full_clean()
    page = page_of(institution, filters.asked, **place.place)
    context = {
        "of": institution,
        "choices": choices,
        "chosen": institution.code if institution else NOBODY,
        "filters": filters,
        "lines": lines_of(page.rows),
        "page": page,
        "formats": FORMATS.values(),
        "subject": _subject(filters.asked.target, institution),
        "trail": [{"label": "Jejak audit"}],
    }
    return render(request, "assessments/trail/trail.html", context)


@require_safe
def trail_export(request, kind):
    if kind not in FORMATS:
        raise Http404
    institution, _ = _institution(request)
    filters = TrailFilter(request.GET, institution=institution)
    export = FORMATS[kind]
    response = StreamingHttpResponse(
        export.write(institution, filters.asked) if request.method == "GET" else (),
        content_type=export.media_type,
        headers={"Cache-Control": "private, no-store"},
    )
    name = f"jejak-audit-{institution.code if institution else 'tanpa-instansi'}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if request.method == "GET":
        note_export(institution, by=request.user, kind=kind, filters=filters.query_string)
    return response


def _institution(request):
    """Whose log is read, and which there are to choose from."""
    user = request.user
    if user.is_superuser:
        known = {row.code: row for row in Institution.objects.all()} | {NOBODY: None}
    else:
        known = {m.institution.code: m.institution for m in user.all_memberships if _coordinates(m)}
    here = request.membership.institution.code if request.membership else ""
    code = request.GET.get("instansi") or (here if here in known else next(iter(known), None))
    if code is None:
        permissions.require(permissions.may_read_trail(user, None))
    if code not in known:
        raise Http404
    institution = known[code]
    permissions.require(permissions.may_read_trail(user, institution and institution.pk))
    return institution, [(code, row.name if row else "Tanpa instansi") for code, row in known.items()]


def _coordinates(membership):
    return membership.role == Membership.Role.COORDINATOR


def _subject(target, institution):
    """The proof whose accesses are listed, where a link asked for one."""
    kind, _, pk = target.partition(":")
    if kind != "evidence" or institution is None:
        return None
    return Evidence.objects.filter(pk=pk, unit__institution=institution).select_related("unit").first()
