"""The draft on paper, for superiors who read before anything is sent."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.draft import Draft
from assessments.views.checking import trail
from assessments.views.lookups import assessment_or_404


@require_safe
def draft(request, period, unit):
    assessment = assessment_or_404(request.user, period, unit)
    context = {
        "assessment": assessment,
        "draft": Draft(assessment),
        "printed_at": timezone.now(),
        "printed_by": request.user,
        "trail": trail(assessment, "Draf"),
    }
    return render(request, "assessments/printing/draft.html", context)
