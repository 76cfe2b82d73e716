"""Proofs of an answer: adding, putting back, ordering and removing them, each as part of a save of the whole page."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from assessments import workflow
from assessments.removed import removed_from
from assessments.views.answers import save
from assessments.views.lookups import answer_or_404


@require_POST
def evidence_add(request, period, unit, number):
    """The button beside the files, and the one that puts a removed proof back."""
    answer = answer_or_404(request.user, period, unit, number)
    if "kembalikan" not in request.POST:
        return save(request, answer)
    removed = next((row for row in removed_from(answer) if str(row.evidence.pk) == request.POST["kembalikan"]), None)
    if removed is None:
        raise Http404
    return save(request, answer, then=lambda: _restore(answer, removed, request.user))


@require_POST
def citation(request, period, unit, number, citation):
    """The buttons beside one proof."""
    answer = answer_or_404(request.user, period, unit, number)
    citation = get_object_or_404(answer.citations.select_related("evidence"), pk=citation)
    citation.answer = answer
    return save(request, answer, then=lambda: _act(citation, request.POST.get("tindakan"), request.user))


def _restore(answer, removed, by):
    workflow.cite(answer, removed.evidence, by=by, pages=removed.pages, levels=removed.levels)
    return f"“{removed.evidence.title}” dikembalikan pada indikator {answer.indicator.number}."


def _act(citation, action, by):
    if action == "hapus":
        workflow.remove_citation(citation, by=by)
        title = citation.evidence.title
        return f"“{title}” dihapus dari jawaban ini. Anda dapat mengembalikannya di bawah daftar bukti."
    if action in ("naik", "turun"):
        workflow.move_citation(citation, by=by, step=-1 if action == "naik" else 1)
    return ""
