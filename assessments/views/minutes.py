"""Isian berita acara: written by the coordinator, read by the leaders."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import permissions, workflow
from assessments.forms.minutes import MinutesForm
from assessments.minutes import minutes_of, missing_in, prefilled
from assessments.views.stages import period_or_404, trail_of

_CHANGED = "Isian ini disimpan orang lain sejak halaman dibuka. Isian Anda tetap di bawah; simpan lagi bila benar."


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request, slug):
    period = period_or_404(request.user, slug)
    permissions.require(permissions.may_follow(request.user, period.institution_id))
    may_write, row = permissions.may_write_minutes(request.user, period), minutes_of(period)
    if request.method != "POST":
        return _page(request, period, row, MinutesForm(initial=row.data or prefilled(period)), may_write)
    permissions.require(may_write)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, period, row, form, may_write, version=request.POST.get("versi", ""), status=422)
    try:
        row = workflow.save_minutes(period, by=request.user, version=_version(request), data=form.written())
    except workflow.Conflict as conflict:
        return _page(request, period, conflict.current, form, may_write, error=_CHANGED, status=409)
    missing = missing_in(row.data)
    told = f" Masih kurang: {', '.join(missing)}." if missing else " Kedua dokumen dapat dibuat."
    messages.success(request, f"Isian berita acara disimpan.{told}")
    return redirect("assessments:minutes", period.slug)


def _version(request):
    text = request.POST.get("versi", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _page(request, period, row, form, may_write, *, version=None, error="", status=200):
    if not may_write:
        for field in form.fields.values():
            field.disabled = True
    context = {
        "period": period,
        "row": row,
        "version": row.version if version is None else version,
        "form": form,
        "may_write": may_write,
        "missing": missing_in(row.data or prefilled(period)),
        "error": error,
        "trail": trail_of(period, "Isian berita acara"),
    }
    return render(request, "assessments/stages/minutes.html", context, status=status)
