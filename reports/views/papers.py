"""The two papers as DOCX, made from the frozen result whenever somebody who may see the signing asks for them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from assessments import permissions
from assessments.minutes import minutes_of, missing_in
from assessments.models import SignedDocument
from assessments.views.stages import period_or_404
from reports.papers.making import MEDIA_TYPE, file_name, paper_of

Kind = SignedDocument.Kind


@require_safe
def minutes(request, period):
    return _paper(request, period, Kind.MINUTES)


@require_safe
def consent(request, period):
    return _paper(request, period, Kind.CONSENT)


def _paper(request, period, kind):
    period = period_or_404(request.user, period)
    permissions.require(permissions.may_see_signing(request.user, period))
    result = period.results.select_related("period__institution").first()
    if result is None:
        raise Http404
    written = minutes_of(period).data
    if missing := missing_in(written):
        messages.error(request, f"Dokumen belum dapat dibuat. Isian yang masih kurang: {', '.join(missing)}.")
        return redirect("assessments:minutes", period.slug)
    content = paper_of(result, kind, written) if request.method != "HEAD" else b""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{file_name(result, kind)}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
