"""Closing a period and opening it again: these live here because a closing makes documents."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.reauthentication import recent
from assessments import permissions, scorecard, workflow
from assessments.findings import NO_SCORE, Findings
from assessments.models import Answer, Period
from assessments.workflow.closing import without_score
from reports import publishing
from reports.figures import plain
from reports.forms import CloseForm, ReopenForm


def _period(user, slug):
    periods = Period.objects.visible_to(user).select_related("institution", "instrument")
    return get_object_or_404(periods, slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, period):
    period = _period(request.user, period)
    permissions.require(permissions.may_close(request.user, period))
    missing, findings = without_score(period), Findings(period)
    blocking = [finding for finding in findings.blocking if finding.code != NO_SCORE]
    posted = request.POST if request.method == "POST" else None
    counts = {"missing": len(missing), "blocking": len(blocking)}
    form = CloseForm(posted, minimum=plain(period.instrument.scale_min), **counts)
    if form.is_valid():
        try:
            return _closed(request, period, form)
        except workflow.Incomplete:
            return redirect("reports:close", period.slug)
    context = {
        "form": form,
        "period": period,
        "missing": missing,
        "blocking": blocking,
        "warnings": len(findings.warnings),
        "is_early": period.stage != Period.Stage.VALIDATION,
        "undecided": Answer.objects.filter(assessment__period=period, status__in=Answer.UNDECIDED).with_parents(),
        "unsent": period.assessments.filter(submitted_at__isnull=True).select_related("unit"),
        "interim": scorecard.interim(period),
    }
    return render(request, "reports/close.html", context, status=422 if form.errors else 200)


@recent
def _closed(request, period, form):
    given = {name: form.cleaned_data[name] for name in ("at_minimum", "exceptions") if name in form.cleaned_data}
    with transaction.atomic():
        result = workflow.close_period(period, by=request.user, **given)
        publishing.register(result)
    documents = result.documents.filter(unit__isnull=True).with_parents()
    failed = [document for document in map(publishing.publish, documents) if document.state != document.State.FINAL]
    messages.success(request, f"Periode ditutup. Hasil revisi {result.revision} telah dibekukan.")
    if failed:
        messages.warning(request, f"Dokumen belum dapat dibuat: {failed[0].failure}")
    return redirect("reports:result", period.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request, period):
    period = _period(request.user, period)
    permissions.require(permissions.may_reopen(request.user, period))
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _reopened(request, period, form)
    context = {
        "form": form,
        "period": period,
        "result": period.results.first(),
        "signs": permissions.is_signatory(request.user, period.institution_id),
        "has_signed": permissions.has_signed_paper(period),
    }
    return render(request, "reports/reopen.html", context, status=422 if form.errors else 200)


@recent
def _reopened(request, period, form):
    with transaction.atomic():
        workflow.reopen_period(period, by=request.user, reason=form.cleaned_data["reason"])
        publishing.withdraw(period)
    messages.success(request, "Periode dibuka kembali. Dokumen yang sudah terbit ditandai digantikan.")
    return redirect("assessments:stages", period.slug)
