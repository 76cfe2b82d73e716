"""Periods: the list, a new one, and the page from which one is prepared, opened and watched."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from assessments import permissions, workflow
from assessments.forms.extensions import Requests
from assessments.forms.periods import WINDOWS, PreparationForm, WindowsForm
from assessments.models import Period
from assessments.nomenclature import draft_of
from assessments.overview import Overview
from assessments.preparation import Preparation
from assessments.schedule import stages_of
from assessments.views.coordinated import coordinated_by, institutions_of
from assessments.views.wizard import drafts_of
from assessments.workflow.closing import without_score
from assessments.workflow.units import ended_but_assigned

PER_PAGE = 20


@require_safe
def period_list(request):
    institutions = institutions_of(request.user, Membership.Role.COORDINATOR, Membership.Role.EXECUTIVE)
    permissions.require(permissions.may_follow(request.user, institutions[0].pk if institutions else None))
    periods = (
        Period.objects.visible_to(request.user)
        .filter(institution__in=institutions)
        .select_related("institution", "instrument")
        .annotate(units=Count("assessments"), sent=Count("assessments", Q(assessments__submitted_at__isnull=False)))
        .order_by("-year", "institution__name")
    )
    coordinates = coordinated_by(request.user)
    page = Paginator(periods, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "rows": [(period, stages_of(period)) for period in page],
        "coordinates": coordinates,
        "drafts": drafts_of(coordinates) if coordinates else [],
        "has_several": len(institutions) > 1,
    }
    return render(request, "assessments/coordinating/periods.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def period(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_follow(request.user, period.institution_id))
    form = None
    draft = draft_of(period)
    if draft and request.method == "POST":
        permissions.require(permissions.may_assign(request.user, period))
        return redirect("assessments:period_step", draft.pk, 1)  # there its dates are kept with all the rest
    if draft:
        return _period_page(request, period, None)
    if may_change := permissions.may_assign(request.user, period):
        form = _form_of(period, request.POST if request.method == "POST" else None)
    elif request.method == "POST":
        permissions.require(may_change)
    if form and form.is_valid():
        period = workflow.change_period(period, by=request.user, **form.cleaned_data)
        messages.success(request, "Perubahan periode disimpan.")
        return redirect(period)
    return _period_page(request, period, form)


@require_POST
def period_open(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_prepare(request.user, period))
    try:
        period = workflow.open_period(period, by=request.user)
    except workflow.Incomplete:
        form = None if draft_of(period) else _form_of(period)
        return _period_page(request, period, form, errors=_faults(period))
    messages.success(request, f"{period} dibuka untuk {period.assessments.count()} perangkat daerah.")
    return redirect(period)


def period_or_404(user, slug):
    periods = Period.objects.visible_to(user).select_related("institution", "instrument")
    return get_object_or_404(periods, slug=slug)


def extensions_page(request, period, answered):
    """The page of a period with an answer to a request that could not be taken as it was sent."""
    errors = [
        {"url": f"#{answered[name].auto_id}", "text": f"{answered.extension.assessment.unit}: {texts[0]}"}
        for name, texts in answered.errors.items()
    ]
    return _period_page(request, period, _form_of(period), errors, answered)


def _period_page(request, period, form, errors=(), answered=None):
    coordinates = bool(permissions.may_coordinate(request.user, period.institution_id))
    draft = draft_of(period)
    context = {
        "period": period,
        "wizard": draft,
        "form": form,
        "errors": errors,
        "stages": stages_of(period),
        "coordinates": coordinates,
        "preparation": Preparation(period, draft) if period.is_draft else None,
        "overview": None if period.is_draft else Overview(period),
        "extensions": Requests(period, answered) if period.is_open else None,
        "answered": answered,
        "without_score": without_score(period) if period.is_open and coordinates else None,
        "trail": [{"label": "Periode", "url": reverse("assessments:periods")}, {"label": period.name}],
    }
    status = 422 if errors or form and form.errors else 200
    return render(request, "assessments/coordinating/period.html", context, status=status)


def _form_of(period, data=None):
    names = ("name", *WINDOWS, "instrument", "rollup_policy", "needs_head_approval")
    form_class = PreparationForm if period.is_draft else WindowsForm
    return form_class(data, institution=period.institution, initial={name: getattr(period, name) for name in names})


def _faults(period):
    """What keeps the period from opening, each with the page that mends it."""
    missing = {}
    ended = ended_but_assigned(period, draft_of(period))
    without_lead, without_service = workflow.opening_faults(period)
    for what, indicators in (("penanggung jawab", without_lead), ("nama layanan", without_service)):
        for indicator in indicators:
            missing.setdefault(indicator, []).append(what)
    return [
        {
            "url": reverse("assessments:assignment", args=[period.slug, indicator.number]),
            "text": f"Indikator {indicator}: belum mempunyai {' dan '.join(what)}",
        }
        for indicator, what in sorted(missing.items(), key=lambda pair: pair[0].number)
    ] + [
        {
            "url": reverse("assessments:assignments", args=[period.slug]),
            "text": f"{unit.name} berakhir saat periode dibuka, tetapi masih ditugasi",
        }
        for unit in ended
    ]
