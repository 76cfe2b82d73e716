"""The one place where a stored proof leaves the portal: looked up, whole, told of in the trail, as an attachment."""

import logging

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments import permissions, previews, storage, workflow
from assessments.models import Evidence
from assessments.validators.inspection import EXTENSIONS
from assessments.views.lookups import proof_or_404

logger = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@require_safe
def evidence_download(request, pk):
    files = Evidence.objects.visible_to(request.user).present().filter(kind=Evidence.Kind.FILE)
    evidence = get_object_or_404(files.select_related("unit__institution"), pk=pk)
    permissions.require(permissions.may_open(request.user, evidence))
    try:
        file = storage.open_evidence(evidence.stored_name, evidence.sha256)
    except (FileNotFoundError, storage.Tampered):
        return unavailable(request, evidence)
    if request.method == "HEAD":  # nothing leaves, so there is nothing to tell
        file.close()
        return HttpResponse(content_type=_media_type(evidence), headers=HEADERS)
    try:
        workflow.note_download(evidence, by=request.user)
    except BaseException:
        file.close()
        raise
    return FileResponse(
        file,
        as_attachment=True,
        filename=evidence.original_name,
        content_type=_media_type(evidence),
        headers=HEADERS,
    )


@require_safe
def evidence_preview(request, unit, pk, place):
    """A picture of one page, made by the portal itself; so it may be shown in place."""
    evidence = proof_or_404(request, unit, pk)
    permissions.require(permissions.may_open(request.user, evidence))
    if evidence.removed_at or place not in previews.pages_of(evidence):
        raise Http404
    picture = previews.path_of(evidence, place).read_bytes()
    if request.method == "GET":
        workflow.note_view(evidence, by=request.user)
    return HttpResponse(picture, content_type="image/jpeg", headers=HEADERS)


def _media_type(evidence):
    return evidence.media_type if evidence.media_type in EXTENSIONS.values() else "application/octet-stream"


def unavailable(request, evidence):
    """The bytes are gone or are not those that were received: somebody must look, and nobody gets them."""
    logger.error("evidence is not what was received", extra={"evidence": evidence.pk, "sha256": evidence.sha256})
    context = {"evidence": evidence, "incident": getattr(request, "id", "")}
    response = render(request, "assessments/filling/unavailable.html", context, status=500)
    response.is_portal_page = True
    return response
