"""Sharing the review out: who has what and how much, adding and taking back, and an even suggestion."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments import permissions, workflow
from assessments.even_shares import Basis, seal, suggest
from assessments.forms.sharing import EvenForm, ShareForm, TakeBackForm
from assessments.models import ReviewAssignment
from assessments.sharing import Sharing
from assessments.views.periods import period_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request, slug):
    period = period_or_404(request.user, slug)
    if request.method != "POST":
        permissions.require(permissions.may_coordinate(request.user, period.institution_id))
        return _page(request, period, Sharing(period))
    permissions.require(permissions.may_share_out(request.user, period))
    standing = Sharing(period)
    form = ShareForm(request.POST, sharing=standing)
    if form.is_valid() and _share_out(request, period, form):
        return redirect("assessments:sharing", period.slug)
    return _page(request, period, standing, form, status=422)


@require_POST
def share_take_back(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_share_out(request.user, period))
    form = TakeBackForm(request.POST)
    wanted = form.cleaned_data["share"] if form.is_valid() else None
    share = get_object_or_404(ReviewAssignment.objects.select_related("period"), pk=wanted, period=period)
    try:
        workflow.take_share_back(share, by=request.user)
    except workflow.Conflict:
        messages.info(request, "Bagian itu sudah dicabut sebelumnya.")
    else:
        messages.success(request, "Bagian dicabut.")
    return redirect("assessments:sharing", period.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def sharing_even(request, slug):
    """The suggestion, shown before it replaces what stands."""
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_share_out(request.user, period))
    form = EvenForm(request.POST if request.method == "POST" else request.GET)
    basis = form.cleaned_data["basis"] if form.is_valid() else Basis.UNIT
    standing = Sharing(period)
    parts = suggest(standing, basis)
    if request.method == "POST":
        if form.is_valid() and form.cleaned_data["seen"] == seal(parts):
            return _replace(request, period, standing, parts)
        messages.warning(request, "Penugasan atau asesor berubah sejak usulan ini dibuat. Periksa usulan yang baru.")
    context = {
        "period": period,
        "sharing": standing.with_parts(parts),
        "basis": basis,
        "choices": Basis.choices,
        "seen": seal(parts),
        "standing": len(standing.parts),
        "trail": _trail(period, "Bagi rata"),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "assessments/coordinating/sharing_even.html", context, status=status)


def _share_out(request, period, form):
    """Whether it was saved; what independence refuses is told on the form."""
    try:
        share = workflow.share_out(period, by=request.user, **form.values())
    except PermissionDenied as refusal:
        form.add_error("unit" if form.cleaned_data["unit"] else None, str(refusal))
        return False
    messages.success(request, f"Bagian ditambahkan. {share}.")
    return True


def _replace(request, period, standing, parts):
    rows = [
        (standing.reviewers[p.assessor_id].user, standing.aspects.get(p.aspect_id), standing.units.get(p.unit_id))
        for p in parts
    ]
    workflow.replace_shares(period, rows, by=request.user)
    messages.success(request, f"Reviu dibagi kepada {len({part.assessor_id for part in parts})} asesor.")
    return redirect("assessments:sharing", period.slug)


def _page(request, period, found, form=None, status=200):
    context = {
        "period": period,
        "sharing": found,
        "form": form or ShareForm(sharing=found),
        "may_share": permissions.may_share_out(request.user, period),
        "seconds": settings.REVIEW_SECONDS,
        "trail": _trail(period),
    }
    return render(request, "assessments/coordinating/sharing.html", context, status=status)


def _trail(period, *further):
    return [
        {"label": "Periode", "url": reverse("assessments:periods")},
        {"label": period.name, "url": period.get_absolute_url()},
        {"label": "Pembagian reviu", "url": further and reverse("assessments:sharing", args=[period.slug])},
        *({"label": label} for label in further),
    ]
