"""The history of an answer: who changed what, and the way back to an earlier version."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import permissions, workflow
from assessments.forms.history import RestoreForm
from assessments.history import changed_fields, entries_of, used_before
from assessments.models import Answer
from assessments.views.lookups import answer_or_404
from assessments.views.place import place_of

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def history(request, period, unit, number):
    answer = answer_or_404(request.user, period, unit, number)
    if request.method == "POST":
        return _restore(request, answer)
    return _page(request, answer)


def _restore(request, answer):
    permissions.require(permissions.may_edit(request.user, answer))
    form = RestoreForm(request.POST, answer=answer)
    if not form.is_valid():
        messages.error(request, "Versi itu tidak ditemukan pada riwayat jawaban ini.")
        return _page(request, answer, status=422)
    revision = form.cleaned_data["versi"]
    revision.answer = answer
    try:
        workflow.restore(revision, by=request.user, seen=form.seen, fields=_fields_of(revision))
    except workflow.Conflict:
        messages.error(
            request,
            "Belum dipulihkan: jawaban berubah setelah halaman ini dibuka. Periksa versi terbaru, lalu pulihkan lagi.",
        )
        return _page(request, answer_or_404(request.user, *_place(answer)), status=409)
    messages.success(request, "Versi itu dipulihkan. Versi sebelumnya tetap ada di riwayat ini.")
    return redirect(reverse("assessments:history", args=_place(answer)))


def _fields_of(revision):
    """All of a version that stood; of one that lost only what was refused. A reply is given while it is asked for."""
    names = Answer.FIELDS if revision.is_used else changed_fields(revision, used_before(revision))
    asked = revision.answer.status == Answer.Status.RETURNED
    return [name for name in names if name != "reply" or asked]


def _place(answer):
    return [answer.assessment.period.slug, answer.assessment.unit.code, answer.indicator.number]


def _page(request, answer, status=200):
    revisions = answer.revisions.select_related("author").order_by("-pk")
    page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("halaman"))
    rows = list(page.object_list)
    older = used_before(rows[-1]) if rows else None
    context = {
        **place_of(answer),
        "page": page,
        "entries": entries_of(answer, rows, older),
        "labels": {row.level: row.label for row in answer.indicator.criteria.all()},
        "may_restore": permissions.may_edit(request.user, answer).allowed,
        "trail": [
            {"label": "Penilaian", "url": reverse("assessments:list")},
            {"label": answer.assessment.unit.name, "url": answer.assessment.get_absolute_url()},
            {"label": str(answer.indicator), "url": answer.get_absolute_url()},
            {"label": "Riwayat"},
        ],
    }
    return render(request, "assessments/filling/history.html", context, status=status)
