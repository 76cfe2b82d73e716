"""Assignments as a spreadsheet: taken home, brought back, compared, and only then taken over."""

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments import permissions, workflow
from assessments.assignment_sheet import Reading, as_file
from assessments.forms.grid import CellsForm, SheetForm
from assessments.grid import Grid
from assessments.nomenclature import planned_for
from assessments.plan import Plan
from assessments.views.periods import period_or_404
from assessments.workflow.cells import Refused, import_cells

SALT = "assessments.assignment_import"
SHOWN_FAULTS = 200
PREVIEW_LASTS = 4 * 3600


@require_safe
def assignment_export(request, slug, form):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_coordinate(request.user, period.institution_id))
    if form not in ("xlsx", "csv"):
        raise Http404
    content, media_type = as_file(Grid(Plan(period), planned=planned_for(period)), form)
    headers = {"Content-Disposition": f'attachment; filename="penugasan-{period.slug}.{form}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_import(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_assign(request.user, period))
    if request.method != "POST":
        return _page(request, period, SheetForm())
    if "rencana" in request.POST:
        return _take(request, period)
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, period, form, status=422)
    reading = Reading(period, form.cleaned_data["file"])
    if reading.faults:
        return _page(request, period, SheetForm(), status=422, reading=reading, faults=reading.faults)
    rows = [[c.unit.pk, c.indicator.number, c.was, c.now] for c in reading.cells]
    plan = signing.dumps([period.pk, reading.digest, rows], salt=SALT, compress=True)
    return _page(request, period, SheetForm(), reading=reading, differences=reading.differences, plan=plan)


def _take(request, period):
    """What was previewed, and nothing else: the signature holds the cells and what they were compared with."""
    try:
        key, seen, rows = signing.loads(request.POST["rencana"], salt=SALT, max_age=PREVIEW_LASTS)
    except signing.BadSignature:
        key, seen, rows = None, "", []
    form = CellsForm({"cells": signing.JSONSerializer().dumps(rows).decode()}, period=period)
    if key != period.pk or not form.is_valid():
        return _refuse(request, period, 422, "Pratinjau itu tidak dapat dipakai lagi. Pilih berkasnya sekali lagi.")
    try:
        import_cells(period, form.cleaned_data["cells"], by=request.user, seen=seen)
    except workflow.Conflict:
        text = "Penugasan berubah sejak pratinjau dibuat. Tidak ada yang diganti; pilih berkasnya sekali lagi."
        return _refuse(request, period, 409, text)
    except Refused as refused:
        texts = [f"Indikator {c.indicator.number}, {c.unit.code}: {c.reason}" for c in refused.cells]
        return _page(request, period, SheetForm(), status=422, faults=texts)
    messages.success(request, f"{len(rows)} sel penugasan diganti dari berkas.")
    return redirect("assessments:assignments", period.slug)


def _refuse(request, period, status, text):
    return _page(request, period, SheetForm(), status=status, errors=[{"url": "#id_file", "text": text}])


def _page(request, period, form, status=200, faults=(), **found):
    context = {
        "period": period,
        "form": form,
        "faults": faults[:SHOWN_FAULTS],
        "more_faults": len(faults) - SHOWN_FAULTS,
        "fault_count": len(faults),
        "trail": [
            {"label": "Periode", "url": reverse("assessments:periods")},
            {"label": period.name, "url": period.get_absolute_url()},
            {"label": "Penugasan", "url": reverse("assessments:assignments", args=[period.slug])},
            {"label": "Impor"},
        ],
    }
    return render(request, "assessments/preparing/import.html", context | found, status=status)
