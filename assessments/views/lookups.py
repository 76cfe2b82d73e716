"""Finding what an address of the questionnaire names. What the user may not know of is not found."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.models import Answer, Assessment, Evidence
from assessments.querysets import units_seen_by


def assessment_or_404(user, period, unit):
    assessments = Assessment.objects.visible_to(user).select_related(
        "period__institution", "period__instrument", "unit", "submitted_by"
    )
    return get_object_or_404(assessments, period__slug=period, unit__code=unit)


def answer_or_404(user, period, unit, number):
    answers = Answer.objects.with_parents().select_related("updated_by", "copied_from__assessment__period")
    return _visible_answer(answers, user, period, unit, number)


def answer_to_save_or_404(user, period, unit, number):
    """The same answer with no more around it than a save judges; a page reads the rest when it is shown again."""
    answers = Answer.objects.select_related("assessment__period", "assessment__unit", "indicator__instrument")
    return _visible_answer(answers, user, period, unit, number)


def _visible_answer(answers, user, period, unit, number):
    return get_object_or_404(
        answers.visible_to(user),
        assessment__period__slug=period,
        assessment__unit__code=unit,
        indicator__number=number,
    )


def unit_or_404(request, code):
    """The unit of this code that the user sees; of two with the same code the one where the user works now."""
    units = units_seen_by(request.user).filter(code=code).select_related("institution")
    here = request.membership and request.membership.institution_id
    found = sorted(units, key=lambda unit: (unit.institution_id != here, unit.pk))
    if not found:
        raise Http404
    return found[0]


def proof_or_404(request, unit, pk):
    """A proof below the address of its unit."""
    proofs = Evidence.objects.visible_to(request.user).filter(unit__code=unit).with_use()
    return get_object_or_404(
        proofs.select_related("unit__institution", "created_by", "removed_by", "dead_by", "replaces"), pk=pk
    )
