"""The queue of answers that wait for an assessor: its page, and the same list as a table to take along."""

import csv

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from assessments import permissions
from assessments.csv_cells import plain
from assessments.forms.queue import EVERYBODY, QueueFilter
from assessments.models import Period
from assessments.queue import Mark, Show
from indicators import scoring

PAGE_SIZE = 25
HEAD = (
    "Nomor indikator",
    "Indikator",
    "Perangkat daerah",
    "Hasil terakhir",
    "Penilaian mandiri",
    "Keputusan",
    "Yang perlu diketahui",
    "Bobot (%)",
    "Pengaruh",
    "Terkirim",
    "Status",
)


@require_safe
def queue(request):
    filters = queue_filter(request)
    if filters is None:
        return render(request, "assessments/reviewing/queue.html", {"period": None})
    answers = filters.queue()
    page = Paginator(answers.entries, PAGE_SIZE).get_page(request.GET.get("halaman"))
    context = {
        "period": filters.period,
        "several_periods": len(filters.fields["period"].choices) > 1,
        "filters": filters,
        "shows_status": filters.chosen["show"] not in (Show.WAITING, Show.RAISED),
        "last_year": answers.last_year,
        "page": page,
        "entries": answers.with_flags(list(page)),
        "tally": filters.desk.tally,
        "whole_queue": filters.query_string_with(whose=EVERYBODY) if filters.chosen["mine"] else "",
        **_bulk(request, filters),
    }
    return render(request, "assessments/reviewing/queue.html", context)


@require_safe
def queue_csv(request):
    filters = queue_filter(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Cache-Control": "private, no-store"})
    name = slugify(filters.period.slug) if filters else "kosong"
    response["Content-Disposition"] = f'attachment; filename="antrean-reviu-{name}.csv"'
    response.write("\ufeff")  # without it Excel takes the file for Windows-1252
    table = csv.writer(response)
    table.writerow(HEAD)
    if filters:
        answers = filters.queue()
        for entry in answers.with_flags(answers.entries):
            table.writerow([plain(cell) for cell in _cells(entry, filters.period.institution.zone)])
    return response


def queue_filter(request):
    """The filters over the open periods that the person sees whole; None where there is no such period."""
    permissions.require(permissions.may_read_some_reviews(request.user))
    periods = Period.objects.visible_to(request.user).seen_whole_by(request.user).open()
    periods = periods.select_related("institution", "instrument")
    return QueueFilter(request.GET, periods=periods, user=request.user) if periods else None


def _bulk(request, filters):
    """Where answers may be ticked: among the unchanged ones that wait, by whoever decides."""
    chosen, may_decide = filters.chosen, permissions.may_decide_some(request.user, filters.period)
    ticks = bool(may_decide) and chosen["mark"] == Mark.UNCHANGED and chosen["show"] == Show.WAITING
    return {
        "ticks": ticks,
        "unchanged": filters.query_string_with(mark=Mark.UNCHANGED, show="") if may_decide and not ticks else "",
    }


def _cells(entry, zone):
    scores = (entry.last, entry.claimed, entry.decided)
    return [
        entry.number,
        entry.indicator,
        entry.unit,
        *("" if score is None else scoring.plain(score).replace(".", ",") for score in scores),
        entry.flag.text,
        scoring.plain(entry.weight).replace(".", ","),
        scoring.plain(entry.influence).replace(".", ","),
        entry.sent_at.astimezone(zone).date() if entry.sent_at else "",
        entry.status_text,
    ]
