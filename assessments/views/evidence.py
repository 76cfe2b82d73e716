"""Proofs of an answer: adding, putting back, ordering and removing them, each as part of a save of the whole page."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from assessments import permissions, workflow
from assessments.removed import removed_from
from assessments.views.answers import save
from assessments.views.lookups import answer_or_404
from assessments.views.questionnaire import Questionnaire

PART = "X-Bagian"  # the header of a script that wants the list of proofs only


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request, period, unit, number):
    """The button beside the files, and the one that puts a removed proof back."""
    answer = answer_or_404(request.user, period, unit, number)
    if request.method != "POST":
        permissions.require(permissions.may_edit(request.user, answer))
        return _list(request, answer)
    if "kembalikan" not in request.POST:
        return save(request, answer)
    wanted = request.POST["kembalikan"]
    removed = next((row for row in removed_from(answer) if str(row.evidence.pk) == wanted), None)
    if removed is None and wanted not in map(str, answer.citations.values_list("evidence", flat=True)):
        raise Http404
    then = (lambda saving: _restore(answer, removed, request.user)) if removed else None
    return part_of(request, answer, save(request, answer, then=then))


@require_POST
def citation(request, period, unit, number, citation):
    """The buttons beside one proof."""
    answer = answer_or_404(request.user, period, unit, number)
    citation = get_object_or_404(answer.citations.select_related("evidence"), pk=citation)
    citation.answer = answer
    response = save(request, answer, then=lambda saving: _act(citation, request.POST.get("tindakan"), request.user))
    return part_of(request, answer, response)


def part_of(request, answer, response):
    """Where a page would lead back to itself, a script gets the list as it is now, with what a message would say."""
    return _list(request, answer) if PART in request.headers and response.status_code == 302 else response


def _list(request, answer):
    return render(request, "assessments/filling/_evidence_list.html", Questionnaire(request.user, answer).context())


def _restore(answer, removed, by):
    workflow.cite(answer, removed.evidence, by=by, **removed.use)
    return f"“{removed.evidence.title}” dikembalikan pada indikator {answer.indicator.number}."


def _act(citation, action, by):
    if action == "hapus":
        workflow.remove_citation(citation, by=by)
        title = citation.evidence.title
        return f"“{title}” dihapus dari jawaban ini. Anda dapat mengembalikannya di bawah daftar bukti."
    if action in ("naik", "turun"):
        workflow.move_citation(citation, by=by, step=-1 if action == "naik" else 1)
    return ""
