"""The bytes of a proof for the viewer of the portal, piece by piece, and how far the PDF of an office file is.

As closed as the download (downloads.py): looked up, whole, told of in the trail; only the name of the act differs.
"""

import re

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import conversion, permissions, storage, viewing, workflow
from assessments.models import Evidence
from assessments.views.downloads import HEADERS, unavailable
from assessments.views.pieces import piece_of

_OPENING = re.compile(r"[0-9a-f]{16,32}")


@require_safe
def evidence_view(request, pk):
    evidence = _openable(request.user, pk)
    media_type = viewing.media_type_of(evidence)
    if media_type is None:
        raise Http404
    try:
        file = storage.open_evidence(evidence.stored_name, evidence.sha256)
    except (FileNotFoundError, storage.Tampered):
        return unavailable(request, evidence)
    if media_type != evidence.media_type:
        file.close()
        file = conversion.path_of(evidence).open("rb")
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=media_type, headers=HEADERS)
    try:
        workflow.note_view(evidence, by=request.user, opening=_opening(request))
    except BaseException:
        file.close()
        raise
    return piece_of(request, FileResponse(file, content_type=media_type, headers=HEADERS), file)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_as_pdf(request, pk):
    """How far the PDF of an office file is, as a part of the review page; a POST has it made, or made again."""
    evidence = _openable(request.user, pk)
    if not conversion.is_office(evidence):
        raise Http404
    if request.method == "POST" and conversion.program():
        conversion.order(evidence)
    if request.method == "POST" and not request.htmx:
        return redirect("assessments:evidence", evidence.unit.code, evidence.pk)
    context = {"evidence": evidence, "state": conversion.states_of([evidence])[evidence.pk]}
    return render(request, "assessments/reviewing/_proof_as_pdf.html", context)


def _openable(user, pk):
    files = Evidence.objects.visible_to(user).present().filter(kind=Evidence.Kind.FILE)
    evidence = get_object_or_404(files.select_related("unit__institution"), pk=pk)
    permissions.require(permissions.may_open(user, evidence))
    return evidence


def _opening(request):
    key = request.GET.get("buka", "")
    return key if _OPENING.fullmatch(key) else ""
