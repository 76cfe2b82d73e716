"""The team of a period: its members, the functions that they represent, and the decree that names them."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments import permissions, workflow
from assessments.forms.team import MemberForm
from assessments.models import TeamMember
from assessments.team import Team, earlier_team_of
from assessments.views.periods import period_or_404
from assessments.workflow import team as moves


@require_http_methods(["GET", "HEAD", "POST"])
def team(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_coordinate(request.user, period.institution_id))
    found = Team(period)
    if request.method == "POST":
        permissions.require(permissions.may_assign(request.user, period))
    form = _form(request, period, found, TeamMember(period=period))
    if form.is_valid() and _save(form, lambda: moves.add_member(period, by=request.user, **form.values())):
        messages.success(request, f"{form.cleaned_data['name']} ditambahkan ke tim.")
        return redirect("assessments:team", period.slug)
    may_change = permissions.may_assign(request.user, period)
    context = {
        "period": period,
        "team": found,
        "form": form if may_change else None,
        "earlier": earlier_team_of(period) if may_change and not found.members else None,
        "trail": _trail(period, "Tim asesor internal"),
    }
    return render(request, "assessments/preparing/team.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request, slug, pk):
    period, row = _member_or_404(request, slug, pk)
    form = _form(request, period, Team(period), row)
    stale = None
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            if _save(form, lambda: moves.change_member(row, by=request.user, seen=seen, **form.values())):
                messages.success(request, f"{form.cleaned_data['name']} disimpan.")
                return redirect("assessments:team", period.slug)
        except workflow.Conflict as conflict:
            stale = conflict.current
            form.data = form.data.copy()
            form.data["seen"] = moves.facts_of(stale)
    context = {
        "period": period,
        "member": row,
        "form": form,
        "stale": stale,
        "trail": _trail(period, "Tim asesor internal", row.name),
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "assessments/preparing/member.html", context, status=status)


@require_POST
def member_remove(request, slug, pk):
    period, row = _member_or_404(request, slug, pk)
    moves.remove_member(row, by=request.user)
    messages.success(request, f"{row.name} dikeluarkan dari tim.")
    return redirect("assessments:team", period.slug)


@require_POST
def team_copy(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_assign(request.user, period))
    earlier = earlier_team_of(period)
    try:
        copied = moves.copy_team(period, earlier, by=request.user) if earlier else []
    except workflow.Conflict:
        messages.error(request, "Tim ini sudah berisi, sehingga tidak disalin.")
    else:
        messages.success(request, f"{len(copied)} anggota disalin. Isi nomor dan tanggal SK yang baru.")
    return redirect("assessments:team", period.slug)


def _form(request, period, found, row):
    data = request.POST if request.method == "POST" else None
    initial = {"seen": moves.facts_of(row) if row.pk else ""}
    copy = TeamMember.objects.get(pk=row.pk) if row.pk and data else row  # a form writes into what it is given
    return MemberForm(data, instance=copy, initial=initial, period=period, functions=found.functions)


def _save(form, act):
    """Whether it was saved. Another coordinator may have given away a duty that only one person can have."""
    try:
        act()
    except IntegrityError:
        form.add_error("duty", "Peran ini baru saja diberikan kepada orang lain. Pilih peran yang berbeda.")
        return False
    return True


def _member_or_404(request, slug, pk):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_assign(request.user, period))
    return period, get_object_or_404(period.team.select_related("period__institution", "unit"), pk=pk)


def _trail(period, *labels):
    first, *rest = labels
    return [
        {"label": "Periode", "url": reverse("assessments:periods")},
        {"label": period.name, "url": period.get_absolute_url()},
        {"label": first, "url": rest and reverse("assessments:team", args=[period.slug])},
        *({"label": label} for label in rest),
    ]
