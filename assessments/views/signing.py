"""Pengesahan: the signatory reads the frozen result, takes both papers along, and brings them back signed."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import permissions, storage, workflow
from assessments.forms.signing import PaperForm
from assessments.minutes import minutes_of, missing_in
from assessments.models import SignedDocument
from assessments.signed_papers import PDF, Mismatch, receive_paper
from assessments.validators.rejection import Rejected
from assessments.views.downloads import HEADERS
from assessments.views.refusals import status_of
from assessments.views.stages import period_or_404, trail_of

Kind = SignedDocument.Kind
_REVISED = "Hasil yang disahkan sudah berganti revisi. Unduh dan tanda tangani dokumen yang baru."


@require_http_methods(["GET", "HEAD", "POST"])
def signing(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_see_signing(request.user, period))
    if request.method != "POST":
        return _page(request, period)
    permissions.require(permissions.may_sign(request.user, period))
    kind = request.POST.get("jenis")
    if kind not in Kind.values:
        raise Http404
    form = PaperForm(request.POST, request.FILES, kind=kind)
    if request.POST.get("revisi") != str(period.results.first().revision):
        return _page(request, period, form, error=_REVISED, status=409)
    return _receive(request, period, form) if form.is_valid() else _page(request, period, form, status=422)


def _receive(request, period, form):
    result = period.results.select_related("period").first()
    given = form.cleaned_data
    try:
        row = receive_paper(given["berkas"], result, form.kind, typed=given["sidik"], by=request.user)
    except Mismatch as mismatch:
        form.add_error(form.PLACES[mismatch.field], f"{mismatch.message}.")
        return _page(request, period, form, status=422)
    except (Rejected, storage.StorageFull) as refusal:
        form.add_error("berkas", f"{refusal.message}.")
        return _page(request, period, form, status=status_of(refusal))
    except (workflow.Conflict, workflow.WrongDigest):
        return _page(request, period, form, error=_REVISED, status=409)
    messages.success(request, f"{row.get_kind_display()} yang bertanda tangan disimpan.")
    return redirect("assessments:signing", period.slug)


@require_safe
def signed_paper(request, slug, pk):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_see_signing(request.user, period))
    papers = SignedDocument.objects.filter(result__period=period).select_related("result__period__institution")
    paper = get_object_or_404(papers, pk=pk)
    try:
        file = storage.open_evidence(paper.stored_name, paper.sha256)
    except (FileNotFoundError, storage.Tampered) as error:
        raise Http404 from error
    if request.method == "GET":
        workflow.note_paper_read(paper, by=request.user)
    return FileResponse(file, as_attachment=True, filename=paper.original_name, content_type=PDF, headers=HEADERS)


def _page(request, period, bound=None, *, error="", status=200):
    result = period.results.select_related("closed_by").first()
    if result is None:
        raise Http404
    papers = SignedDocument.objects.filter(result__period=period).select_related("uploaded_by", "result")
    current = {p.kind: p for p in papers if p.result_id == result.pk and p.voided_at is None}
    forms = {kind: bound if bound and bound.kind == kind else PaperForm(kind=kind) for kind in Kind}
    context = {
        "period": period,
        "result": result,
        "data": result.content,
        "papers": [(kind, current.get(kind), forms[kind]) for kind in Kind],
        "void": [paper for paper in papers if paper.voided_at],
        "bound": bound,
        "error": error,
        "may_sign": permissions.may_sign(request.user, period),
        "may_reopen": permissions.may_reopen(request.user, period),
        "may_write_minutes": permissions.may_write_minutes(request.user, period),
        "missing": missing_in(minutes_of(period).data),
        "trail": trail_of(period, "Pengesahan"),
    }
    return render(request, "assessments/stages/signing.html", context, status=status)
