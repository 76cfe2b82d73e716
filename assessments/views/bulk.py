"""Accepting the ticked answers of a page of the queue: the list to confirm, and the act."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessments import permissions, workflow
from assessments.forms.desk import TickedForm
from assessments.models import Answer
from assessments.views.queue import queue_filter

GONE = "tidak lagi ada dalam antrean ini"


@require_POST
def accept_together(request):
    filters = queue_filter(request)
    if filters is None:
        return redirect("assessments:queue")
    permissions.require(permissions.may_decide_some(request.user, filters.period))
    form = TickedForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.non_field_errors()[0])
        return _to_queue(filters)
    if not form.cleaned_data["sure"]:
        return _confirm(request, filters, form.cleaned_data["ticked"])
    return _accept(request, filters, form.cleaned_data["ticked"])


def _confirm(request, filters, ticked):
    """What would be accepted, each with the version that was ticked; below it what no longer fits, with the reason."""
    answers = filters.queue()
    found = answers.with_flags([entry for entry in answers.entries if entry.pk in ticked])
    left_out = []
    for entry in found:
        entry.doubt = entry.doubt or (workflow.CHANGED if entry.version != ticked[entry.pk] else "")
        entry.doubt = entry.doubt or (entry.held_by and f"sedang dibuka {entry.held_by}")
        if entry.doubt:
            left_out.append(entry)
    context = {
        "period": filters.period,
        "filters": filters,
        "entries": [entry for entry in found if not entry.doubt],
        "left_out": left_out,
        "gone": len(ticked) - len(found),
    }
    return render(request, "assessments/reviewing/bulk.html", context)


def _accept(request, filters, ticked):
    answers = Answer.objects.visible_to(request.user).with_parents()
    answers = answers.filter(pk__in=ticked, assessment__period=filters.period).order_by("pk")
    outcome = workflow.accept_together([(answer, ticked[answer.pk]) for answer in answers], by=request.user)
    if outcome.accepted:
        messages.success(request, f"{len(outcome.accepted)} jawaban diterima sesuai penilaian mandirinya.")
    if outcome.left_out:
        named = "; ".join(
            f"{answer.assessment.unit}, indikator {answer.indicator.number} ({why.rstrip('.')})"
            for answer, why in outcome.left_out
        )
        messages.warning(request, f"{len(outcome.left_out)} jawaban tidak ikut diterima: {named}.")
    if gone := len(ticked) - len(outcome.accepted) - len(outcome.left_out):
        messages.warning(request, f"{gone} jawaban {GONE}.")
    return _to_queue(filters)


def _to_queue(filters):
    return redirect(reverse("assessments:queue") + filters.query_string)
