"""Comments to one answer, from either side."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessments import permissions, workflow
from assessments.forms.dialogue import CommentForm
from assessments.models import Answer
from assessments.views.lookups import answer_or_404


@require_POST
def comment(request, period, unit, number):
    """From the page of the questionnaire."""
    answer = answer_or_404(request.user, period, unit, number)
    return _add(request, answer, answer.get_absolute_url())


@require_POST
def review_comment(request, pk):
    """From the page of the review."""
    answer = get_object_or_404(Answer.objects.visible_to(request.user).with_parents(), pk=pk)
    permissions.require(permissions.may_read_reviews(request.user, answer.assessment.period.institution_id))
    return _add(request, answer, reverse("assessments:review", args=[pk]))


def _add(request, answer, back):
    permissions.require(permissions.may_comment(request.user, answer))
    form = CommentForm(request.POST)
    if form.is_valid():
        workflow.add_comment(answer, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, "Komentar terkirim.")
    else:
        messages.error(request, f"Komentar belum terkirim. {' '.join(form.errors['text'])}.")
    return redirect(f"{back}#komentar")
