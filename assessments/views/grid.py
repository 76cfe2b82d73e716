"""The grid of assignments: the cells that a script sends, and the services that the institution chose."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessments import permissions
from assessments.forms.grid import CellsForm, ServicesForm
from assessments.plan import Plan
from assessments.views.assignments import plan_page
from assessments.views.periods import period_or_404
from assessments.workflow.cells import NONE, save_cells, standing_of
from assessments.workflow.services import name_services


@require_POST
def cells(request, slug):
    """200: all was saved; 409: some cells could not be, each with its reason and how it stands now."""
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_assign(request.user, period))
    form = CellsForm(request.POST, period=period)
    if not form.is_valid():
        return JsonResponse({"error": form.errors["cells"][0]}, status=422)
    saved, refused = save_cells(period, form.cleaned_data["cells"], by=request.user)
    standing = standing_of(period)
    body = {
        "saved": [[cell.unit.pk, cell.indicator.number, cell.now] for cell in saved],
        "refused": [
            [cell.unit.pk, cell.indicator.number, standing.get(cell.key, NONE), cell.reason] for cell in refused
        ],
    }
    return JsonResponse(body, status=409 if refused else 200)


@require_POST
def services(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_assign(request.user, period))
    form = ServicesForm(request.POST, period=period, plan=Plan(period))
    if not form.is_valid():
        return plan_page(request, period, services=form, status=422)
    name_services(period, form.names(), by=request.user)
    messages.success(request, "Layanan pilihan disimpan.")
    return redirect(f"{reverse('assessments:assignments', args=[period.slug])}#layanan")
