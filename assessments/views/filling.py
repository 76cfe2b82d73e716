"""The assessments of a person, and the task list of one of them."""

from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments import permissions
from assessments.deadlines import deadline_of
from assessments.forms.filling import AssessmentFilter, TaskFilter
from assessments.last_year import LastYear
from assessments.models import Answer, Assessment, Period
from assessments.next_step import next_step
from assessments.progress import Progress
from assessments.review_reading import told_reviews
from assessments.views.lookups import assessment_or_404

PER_PAGE = 25
_TOLD = (Answer.Status.RETURNED, *Answer.DECIDED)  # whose last decision still speaks of what stands


@require_safe
def assessment_list(request):
    form = AssessmentFilter(request.GET)
    assessments = (
        Assessment.objects.of_interest_to(request.user)
        .with_progress()
        .select_related("period__institution", "unit")
        .order_by("-period__year", "period", "unit__name")
    )
    if form.chosen():
        assessments = assessments.filter(status=form.chosen())
    page = Paginator(assessments, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "form": form,
        "page": page,
        "periods": [(period, list(rows)) for period, rows in groupby(page, key=lambda row: row.period)],
        "is_left_out": not page.object_list and Period.objects.visible_to(request.user).open().exists(),
    }
    return render(request, "assessments/filling/list.html", context)


@require_safe
def tasks(request, period, unit):
    assessment = assessment_or_404(request.user, period, unit)
    progress, form = Progress(assessment), TaskFilter(request.GET)
    shown = [task for task in progress.tasks if not task.is_done] if form.only_unfinished() else progress.tasks
    last_year = LastYear(assessment.period)
    context = {
        "assessment": assessment,
        "progress": progress,
        "groups": progress.groups(shown),
        "form": form,
        "only_unfinished": form.only_unfinished(),
        "step": next_step(request.user, assessment, progress),
        "last_year": last_year,
        "notes": told_reviews([task.answer for task in shown if task.answer.status in _TOLD]),
        "last_results": {task.number: last_year.result_of(task.indicator) for task in shown},
        "deadline": deadline_of(assessment, progress),
        "may_cancel": permissions.may_cancel_approval(request.user, assessment),
        "may_withdraw": permissions.may_withdraw(request.user, assessment),
        "trail": [{"label": "Penilaian", "url": reverse("assessments:list")}, {"label": assessment.period.name}],
    }
    return render(request, "assessments/filling/tasks.html", context)
