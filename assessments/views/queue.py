"""The queue of answers that wait for an assessor."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import permissions
from assessments.forms.queue import QueueFilter
from assessments.models import Period
from assessments.queue import Queue, Show, tally

PAGE_SIZE = 25


@require_safe
def queue(request):
    permissions.require(permissions.may_read_some_reviews(request.user))
    periods = Period.objects.visible_to(request.user).seen_whole_by(request.user).open()
    periods = periods.select_related("institution", "instrument")
    if not periods:
        return render(request, "assessments/reviewing/queue.html", {"period": None})
    filters = QueueFilter(request.GET, periods=periods)
    answers = Queue(filters.period, request.user, **filters.chosen)
    page = Paginator(answers.entries, PAGE_SIZE).get_page(request.GET.get("halaman"))
    context = {
        "period": filters.period,
        "several_periods": len(periods) > 1,
        "filters": filters,
        "shows_status": filters.chosen["show"] != Show.WAITING,
        "last_year": answers.last_year,
        "page": page,
        "entries": answers.with_flags(list(page)),
        "tally": tally(filters.period),
    }
    return render(request, "assessments/reviewing/queue.html", context)
