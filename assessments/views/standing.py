"""How an answer stands: what its level still needs, what its text could say better, and whether its aspect is done."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import permissions, tokens
from assessments.forms.citing import told_to_page
from assessments.ladder import Ladder
from assessments.models import Assessment
from assessments.progress import Progress
from assessments.text_faults import text_faults
from assessments.views.lookups import answer_or_404


@require_safe
def standing(request, period, unit, number):
    """The parts of the page that a script swaps after a save."""
    answer = answer_or_404(request.user, period, unit, number)
    permissions.require(permissions.is_operator_of(request.user, answer.assessment))
    citations = list(answer.citations.select_related("evidence"))
    tokens.read_names([answer], citations)
    progress = Progress(answer.assessment)
    group = next(group for group in progress.groups() if group.aspect.pk == answer.indicator.aspect_id)
    context = {
        "assessment": answer.assessment,
        "period": answer.assessment.period,
        "next_unfinished": progress.next_unfinished(number),
        "previous_unfinished": progress.next_unfinished(number, -1),
    }
    return render(request, "assessments/filling/_standing.html", context | standing_of(answer, citations, group))


def standing_of(answer, citations, group):
    """For an answer whose names have been read, with its proofs in order and the group of its aspect."""
    is_filling = answer.assessment.status in (Assessment.Status.DRAFT, Assessment.Status.RETURNED)
    return {
        "ladder": Ladder(answer, citations),
        "text_faults": _text_faults(answer, citations),
        "done_aspect": group.aspect if is_filling and group.done == group.total else None,
        "names": told_to_page(answer.evidence_names),
    }


def _text_faults(answer, citations):
    source = answer.copied_from
    is_unchanged = source is not None and source.explanation == answer.explanation
    return text_faults(answer, [row.evidence_id for row in citations], is_unchanged)
