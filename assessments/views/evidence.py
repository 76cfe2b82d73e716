"""Proofs of an answer: adding, putting back, ordering and removing them, each as part of a save of the whole page."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.removed import removed_from
from assessments.views.answers import save
from assessments.views.lookups import answer_or_404


@require_POST
def evidence_add(request, period, unit, number):
    """The button beside the files, and those that bring a proof back: a removed one, or all of last year's."""
    answer = answer_or_404(request.user, period, unit, number)
    if request.POST.get("tindakan") == "pakai-ulang":
        return save(request, answer, then=lambda: _reuse(answer, request.user))
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


def _reuse(answer, by):
    earlier = earlier_answer(answer)
    if not earlier or not earlier.citations:
        return "Tidak ada bukti tahun lalu yang belum dipakai."
    for citation in earlier.citations:
        workflow.cite(answer, citation.evidence, by=by, pages=citation.pages, levels=citation.levels)
    return f"{len(earlier.citations)} bukti {earlier.year} dipakai ulang. Periksa apakah masih berlaku."


def _act(citation, action, by):
    if action == "hapus":
        workflow.remove_citation(citation, by=by)
        title = citation.evidence.title
        return f"“{title}” dihapus dari jawaban ini. Anda dapat mengembalikannya di bawah daftar bukti."
    if action in ("naik", "turun"):
        workflow.move_citation(citation, by=by, step=-1 if action == "naik" else 1)
    return ""
