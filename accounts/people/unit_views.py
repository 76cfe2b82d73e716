"""The units of an institution: the list with its form, and one unit."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import Unit
from accounts.people import units as changing
from accounts.people.forms import UnitChangeForm, UnitForm
from accounts.people.rules import Office
from accounts.people.views import PER_PAGE


@require_http_methods(["GET", "HEAD", "POST"])
def units(request):
    office = Office(request.user, request.membership)
    office.require_coordinator()
    instance = Unit(institution=office.institution)
    form = UnitForm(request.POST if request.method == "POST" else None, instance=instance)
    if form.is_valid():
        unit = changing.add(office.institution, by=request.user, request=request, **form.cleaned_data)
        messages.success(request, f"{unit.name} ditambahkan.")
        return redirect("accounts:units")
    words = request.GET.get("cari", "").replace("\0", "").strip()[:100]
    held = Count("memberships", filter=Q(memberships__user__is_active=True), distinct=True)
    rows = (
        Unit.objects.filter(institution=office.institution).annotate(people=held).order_by("-is_active", "name", "pk")
    )
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(code__icontains=words))
    context = {
        "form": form,
        "office": office,
        "words": words,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman")),
        "trail": [{"label": "Pengguna", "url": reverse("accounts:people")}, {"label": "Perangkat daerah"}],
    }
    return render(request, "accounts/people/units.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request, pk):
    office = Office(request.user, request.membership)
    rows = Unit.objects.filter(institution__in=office.institutions)
    found = get_object_or_404(rows, pk=pk)
    before = found.name
    form = UnitChangeForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        changing.change(rows.get(pk=pk), by=request.user, request=request, **form.cleaned_data)
        messages.success(request, "Perubahan disimpan.")
        return redirect("accounts:units")
    trail = [
        {"label": "Pengguna", "url": reverse("accounts:people")},
        {"label": "Perangkat daerah", "url": reverse("accounts:units")},
        {"label": before},
    ]
    context = {"form": form, "unit": found, "name": before, "trail": trail}
    return render(request, "accounts/people/unit.html", context, status=422 if form.errors else 200)
