"""Draft and receipt as PDF."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import limits
from assessments.models import Assessment
from assessments.receipts import receipts_of
from reports.rendering import PdfFailed, render_pdf
from reports.sending_pdf import draft_html, receipt_html

PRINTS = limits.Limit("print", 12, 60)  # of one person, drafts and receipts together


@require_safe
def draft_pdf(request, period, unit):
    assessment = _assessment(request.user, period, unit)
    html = partial(draft_html, assessment, printed_at=timezone.now(), printed_by=request.user)
    return _answer(request, html, f"draf-{period}-{unit.lower()}.pdf", "assessments:draft", assessment)


@require_safe
def receipt_pdf(request, period, unit, place):
    assessment = _assessment(request.user, period, unit)
    receipt = next((row for row in receipts_of(assessment) if row.place == place), None)
    if receipt is None:
        raise Http404
    name = f"tanda-terima-{receipt.number.lower()}.pdf"
    return _answer(request, partial(receipt_html, assessment, receipt), name, "assessments:receipt", assessment)


def _assessment(user, period, unit):
    rows = Assessment.objects.visible_to(user).select_related("period__institution", "period__instrument", "unit")
    return get_object_or_404(rows, period__slug=period, unit__code=unit)


def _answer(request, html, name, back, assessment):
    """The file, or the page that it belongs to with the reason why there is none. HEAD makes no file."""
    is_asked = request.method != "HEAD"
    if is_asked and (seconds := limits.take(PRINTS, request.user.pk)):
        back = reverse(back, args=[assessment.period.slug, assessment.unit.code])
        context = {"seconds": seconds, "back": back}
        response = render(request, "reports/print_wait.html", context, status=429)
        response["Retry-After"] = seconds
        return response
    try:
        content = render_pdf(html()) if is_asked else b""
    except PdfFailed as failure:
        messages.error(request, str(failure))
        return redirect(back, assessment.period.slug, assessment.unit.code)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
