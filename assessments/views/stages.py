"""The stages of a period: the page with the timeline, the moves, and the completeness check before the closing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.typed import typed_texts
from assessments import permissions, workflow
from assessments.findings import Findings
from assessments.models import Period
from assessments.stage_page import actions_of, visits_and_rows

MOVED = "Tahap periode ini sudah berubah sejak halaman dibuka. Lihat tahapnya sekarang, lalu putuskan lagi."


@require_http_methods(["GET", "HEAD", "POST"])
def stages(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_read_stages(request.user, period.institution_id))
    if request.method == "POST":
        permissions.require(permissions.may_coordinate(request.user, period.institution_id))
        return _move(request, period)
    return _page(request, period)


@require_safe
def findings(request, slug):
    """What blocks the closing and what only warns, each with the way to its place."""
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_read_stages(request.user, period.institution_id))
    if not period.is_open:
        raise Http404
    context = {
        "period": period,
        "findings": Findings(period),
        "coordinates": permissions.may_coordinate(request.user, period.institution_id),
        "trail": trail_of(period, "Pemeriksaan kelengkapan"),
    }
    return render(request, "assessments/stages/findings.html", context)


def period_or_404(user, slug):
    periods = Period.objects.visible_to(user).select_related("institution", "instrument")
    return get_object_or_404(periods, slug=slug)


def trail_of(period, label):
    return [
        {"label": period.name, "url": reverse("assessments:stages", args=[period.slug])},
        {"label": label},
    ]


def _move(request, period):
    """Do what was asked, unless the period stands elsewhere by now."""
    if request.POST.get("tahap") != period.stage:
        return _moved(request, period)
    actions = actions_of(period, request.user)
    action = next((action for action in actions if action.name == request.POST.get("langkah")), None)
    if action is None:
        raise Http404
    form = action.form(request.POST)
    if not action.verdict:
        return _page(request, period, error=action.verdict.reason, status=422)
    if not form.is_valid():
        return _page(request, period, bound=form, status=422)
    try:
        action.act(by=request.user, seen=period.stage, **form.cleaned_data)
    except workflow.Conflict:
        return _moved(request, period_or_404(request.user, period.slug))
    except workflow.Incomplete:
        return _page(request, period, bound=action.form(request.POST), status=422)
    messages.success(request, action.done)
    return redirect("assessments:stages", period.slug)


def _moved(request, period):
    return _page(request, period, error=MOVED, typed=typed_texts(request), status=409)


def _page(request, period, *, bound=None, error="", typed=(), status=200):
    visits, rows = visits_and_rows(period)
    actions = [
        (action, bound if bound is not None and bound.prefix == action.name else action.form())
        for action in actions_of(period, request.user)
    ]
    context = {
        "period": period,
        "rows": rows,
        "now": next((row for row in rows if row.state == "now"), None),
        "visits": visits[::-1],
        "actions": actions,
        "bound": bound,
        "error": error,
        "typed": typed,
        "receipt": next((v.event.data["receipt"] for v in visits if v.event.data.get("receipt")), ""),
        "coordinates": permissions.may_coordinate(request.user, period.institution_id),
        "signs": permissions.may_sign(request.user, period),
        "sees_signing": permissions.may_see_signing(request.user, period),
        "may_reopen": permissions.may_reopen(request.user, period),
        "may_write_minutes": permissions.may_write_minutes(request.user, period),
        "is_under_review": permissions.is_under_review(period),
        "trail": [
            {"label": "Periode", "url": reverse("assessments:periods")},
            {"label": period.name, "url": period.get_absolute_url()},
            {"label": "Tahap"},
        ],
    }
    return render(request, "assessments/stages/stages.html", context, status=status)
