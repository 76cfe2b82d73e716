"""Who answers what: the whole plan of a period, and one indicator at a time."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import permissions, sources, workflow
from assessments.forms.assignments import AssignmentForm, LoadForm
from assessments.forms.grid import GridFilter, ServicesForm
from assessments.grid import Grid
from assessments.nomenclature import draft_of, planned_in
from assessments.plan import Plan
from assessments.views.periods import period_or_404
from assessments.views.wizard import steps_of


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_coordinate(request.user, period.institution_id))
    if request.method == "POST":
        permissions.require(permissions.may_prepare(request.user, period))
        return _load(request, period)
    return plan_page(request, period)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request, slug, number):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_assign(request.user, period))
    plan = Plan(period)
    row = plan.row_of(number)
    if row is None:
        raise Http404
    form = AssignmentForm(request.POST if request.method == "POST" else None, period=period, row=row)
    if form.is_valid() and _assign(request, form):
        return redirect(_after(request, period, plan, number))
    context = {
        "period": period,
        "row": row,
        "form": form,
        "previous": plan.row_of(number - 1),
        "following": plan.row_of(number + 1),
        "trail": _trail(period, f"Indikator {number}"),
    }
    return render(request, "assessments/coordinating/assignment.html", context, status=422 if form.errors else 200)


def _assign(request, form):
    """Whether it was saved. What the coordinator can mend is told on the form; whether he may act was asked before."""
    try:
        workflow.assign(form.period, form.row.indicator, by=request.user, **form.values())
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Penugasan indikator {form.row.indicator.number} disimpan.")
    return True


def _after(request, period, plan, number):
    if "next" in request.POST and plan.row_of(number + 1):
        return reverse("assessments:assignment", args=[period.slug, number + 1])
    return f"{reverse('assessments:assignments', args=[period.slug])}#indikator-{number}"


def _load(request, period):
    form = LoadForm(request.POST)
    source = sources.read(period, form.cleaned_data["source"]) if form.is_valid() else None
    if source is None:
        messages.error(request, "Sumber penugasan itu tidak tersedia untuk periode ini.")
        return plan_page(request, period, status=422)
    if period.assignments.exists() and not form.cleaned_data["replace"]:
        messages.error(request, "Penugasan yang ada belum diganti. Setujui penggantian itu lebih dahulu.")
        return plan_page(request, period, status=422)
    workflow.load_assignments(period, source.rows, by=request.user, services=source.services)
    messages.success(request, f"{len(source.rows)} indikator dimuat dari {source.label}.")
    if source.unknown:
        codes = ", ".join(source.unknown)
        messages.warning(request, f"Kode yang tidak ada atau tidak aktif di instansi ini dilewati: {codes}.")
    return redirect("assessments:assignments", period.slug)


def plan_page(request, period, status=200, services=None):
    may_load = bool(permissions.may_prepare(request.user, period))
    may_assign = bool(permissions.may_assign(request.user, period))
    plan, draft = Plan(period), draft_of(period)
    chosen = GridFilter(request.GET, plan=plan)
    if services is None and may_assign and plan.has_services:
        services = ServicesForm(period=period, plan=plan)
    context = {
        "period": period,
        "plan": plan,
        "grid": Grid(plan, **chosen.chosen(), planned=planned_in(draft)),
        "filter": chosen,
        "services": services,
        "draft": draft,
        "steps": steps_of(draft, 4) if draft else None,
        "step": 4,
        "may_assign": may_assign,
        "may_load": may_load,
        "default": sources.default_of(period.instrument) if may_load else None,
        "earlier": sources.earlier_of(period) if may_load else None,
        "trail": _trail(period),
    }
    return render(request, "assessments/coordinating/assignments.html", context, status=status)


def _trail(period, *further):
    return [
        {"label": "Periode", "url": reverse("assessments:periods")},
        {"label": period.name, "url": period.get_absolute_url()},
        {"label": "Penugasan", "url": further and reverse("assessments:assignments", args=[period.slug])},
        *({"label": label} for label in further),
    ]
