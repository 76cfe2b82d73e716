"""Bringing in a file of people or of units: choose it, see what it would change, apply it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sheet_writing
from accounts.models import Institution
from accounts.people import people_file, planning, units_file
from accounts.people.forms import FileForm
from accounts.people.rules import Office
from accounts.reauthentication import recent

SHOWN = 200
CHANGED = "Data berubah sejak pratinjau dibuat, jadi belum ada yang diterapkan. Ini pratinjau yang baru."
EXPIRED = "Pratinjau ini sudah terlalu lama. Pilih berkasnya sekali lagi."


def _office(request, kind):
    office = Office(request.user, request.membership)
    office.require_coordinator() if kind is units_file else office.require()
    return office


@require_http_methods(["GET", "HEAD", "POST"])
def people(request):
    return _import(request, people_file)


@require_http_methods(["GET", "HEAD", "POST"])
def units(request):
    return _import(request, units_file)


def _import(request, kind):
    office = _office(request, kind)
    if "rencana" in request.POST:
        return _to_apply(request, kind, office)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if not form.is_valid():
        return _page(request, kind, 422 if form.errors else 200, form=form)
    sheet, rows = kind.read(form.cleaned_data["file"], office)
    if sheet.faults:
        return _page(request, kind, 422, form=FileForm(), faults=sheet.in_order())
    return _preview(request, kind, office, rows)


def _preview(request, kind, office, rows, status=200):
    plan = kind.plan(rows, office)
    sealed = planning.seal(rows, plan.digest, request.user)
    shown = [(line, planning.BADGES[line.kind]) for line in plan.differences[:SHOWN]]
    more = len(plan.differences) - len(shown)
    return _page(request, kind, status, plan=plan, lines=shown, more=more, sealed=sealed)


def _to_apply(request, kind, office):
    try:
        digest, rows = planning.unseal(request.POST["rencana"], request.user)
    except planning.Expired:
        messages.warning(request, EXPIRED)
        return _page(request, kind, 409, form=FileForm())
    return _apply(request, kind, office, digest, rows)


@recent
def _apply(request, kind, office, digest, rows):
    with transaction.atomic():
        list(Institution.objects.select_for_update().filter(pk__in=[i.pk for i in office.institutions]))
        plan = kind.plan(rows, office)
        if is_same := plan.digest == digest and plan.is_effective:
            kind.apply(plan, office, request)
    if not is_same:
        messages.warning(request, CHANGED)
        return _preview(request, kind, office, rows, status=409)
    counts = ", ".join(f"{count} {label.label.lower()}" for label, _, count in plan.counts)
    messages.success(request, f"Berkas diterapkan: {counts}.")
    return redirect("accounts:units" if kind is units_file else "accounts:people")


def _page(request, kind, status, **context):
    back = "accounts:units" if kind is units_file else "accounts:people"
    trail = [{"label": "Pengguna", "url": reverse("accounts:people")}]
    if kind is units_file:
        trail.append({"label": "Perangkat daerah", "url": reverse(back)})
    context |= {"kind": kind, "heads": kind.SHOWN, "trail": [*trail, {"label": "Impor"}], "back": reverse(back)}
    context |= {"action": reverse(kind.ROUTE), "template": reverse(f"{kind.ROUTE}_template"), "notes": kind.NOTES}
    context |= {"columns": kind.COLUMNS, "title": kind.TITLE, "max_rows": kind.MAX_ROWS}
    return render(request, "accounts/people/import.html", context, status=status)


@require_safe
def people_template(request):
    return _template(request, people_file, "pengguna")


@require_safe
def units_template(request):
    return _template(request, units_file, "perangkat-daerah")


def _template(request, kind, name):
    office = _office(request, kind)
    header, rows = [column.title for column in kind.COLUMNS], kind.template_rows(office)
    if request.GET.get("format") == "csv":
        content, media, suffix = sheet_writing.as_csv(header, rows), sheet_writing.CSV_TYPE, "csv"
    else:
        content = sheet_writing.as_xlsx(
            kind.TITLE.capitalize(), header, rows, widths=(36, 36, 26, 24), notes=kind.NOTES
        )
        media, suffix = sheet_writing.XLSX_TYPE, "xlsx"
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
