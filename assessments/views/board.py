"""The progress board of a period, the same list as a table to take along, and reminding whom it shows to be late."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from assessments import permissions, reminders
from assessments.board import Board, Show, with_contacts
from assessments.csv_cells import plain
from assessments.forms.board import BoardFilter
from assessments.forms.extensions import Requests
from assessments.models import Period
from assessments.workflow import reminding

# The coordinator of a province sees all of its agencies at once.
PAGE_SIZE = 50
HEAD = (
    "Kode", "Perangkat daerah", "Keadaan", "Sebab", "Indikator", "Lengkap", "Diputuskan", "Dikembalikan", "Terkirim",
    "Tenggat", "Diperpanjang", "Kegiatan terakhir", "Pengingat terakhir", "Kontak",
)  # fmt: skip


@require_safe
def progress(request):
    filters = _filters(request)
    if filters is None:
        return render(request, "assessments/board/board.html", {"period": None, "trail": _trail()})
    board = Board(filters.period)
    page = Paginator(board.chosen(**filters.chosen), PAGE_SIZE).get_page(request.GET.get("halaman"))
    institution = filters.period.institution
    coordinates = bool(permissions.may_coordinate(request.user, institution.pk))
    with_contacts([row for row in page if row.needs_reminder], institution)
    context = {
        "period": filters.period,
        "institution": institution,
        "filters": filters,
        "several_periods": len(filters.fields["period"].choices) > 1,
        "board": board,
        "figures": board.figures,
        "shows": {"late": filters.query_string(show=Show.LATE), "at_risk": filters.query_string(show=Show.AT_RISK),
                  "chase": filters.query_string(show=Show.CHASE), "sent": filters.query_string(show=Show.SENT),
                  "reviewed": filters.query_string(show=Show.REVIEWED), "all": filters.query_string(show="", words=""),
                  "asked": filters.query_string(show=Show.EXTENSION)},
        "page": page,
        "coordinates": coordinates,
        "reminds": coordinates and filters.period.is_open and any(row.may_be_reminded for row in page),
        "extensions": Requests(filters.period) if filters.period.is_open else None,
        "trail": _trail(filters.period),
    }  # fmt: skip
    return render(request, "assessments/board/board.html", context)


@require_safe
def progress_csv(request):
    filters = _filters(request)
    if filters is None:
        raise Http404
    period, zone = filters.period, filters.period.institution.zone
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Cache-Control": "private, no-store"})
    response["Content-Disposition"] = f'attachment; filename="kemajuan-{period.slug}.csv"'
    response.write("\ufeff")  # without it Excel takes the file for Windows-1252
    table = csv.writer(response)
    table.writerow(HEAD)
    rows = Board(period).chosen(**filters.chosen)
    for row in with_contacts(rows, period.institution):
        table.writerow([plain(cell) for cell in _cells(row, zone)])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request):
    """Shows the reminders as they would go out, to whom, and who gets none and why; a POST sends them."""
    filters = _filters(request)
    if filters is None:
        raise Http404
    period = filters.period
    permissions.require(permissions.may_coordinate(request.user, period.institution_id))
    rows = _picked(request, Board(period))
    if request.method == "POST":
        return _send(request, filters, rows)
    letters = reminders.letters(period, [row.assessment for row in rows])
    context = {
        "period": period,
        "letters": [letter for letter in letters if not letter.refusal],
        "left_out": [letter for letter in letters if letter.refusal],
        "back": f"{reverse('assessments:progress')}{filters.query_string()}",
        "trail": [*_trail(period, linked=True), {"label": "Pratinjau pengingat"}],
    }
    context["people"] = sum(len(letter.people) for letter in context["letters"])
    return render(request, "assessments/board/remind.html", context)


def _send(request, filters, rows):
    reminded = reminding.remind(filters.period, [row.assessment for row in rows], by=request.user)
    if reminded:
        messages.success(request, f"Pengingat dikirim ke {len(reminded)} PD.")
    else:
        messages.warning(request, "Tidak ada pengingat yang dikirim.")
    if reminded.left_out:
        told = "; ".join(f"{row.assessment.unit.name}: {row.reason}" for row in reminded.left_out[:5])
        more = f" dan {len(reminded.left_out) - 5} PD lain" if len(reminded.left_out) > 5 else ""
        messages.info(request, f"Tidak dikirimi: {told}{more}")
    return redirect(f"{reverse('assessments:progress')}{filters.query_string()}")


def _picked(request, board):
    """The units that were ticked; all that are late or at risk where the address names none."""
    data = request.POST if request.method == "POST" else request.GET
    codes = data.getlist("pd")
    if codes or request.method == "POST":
        return board.named(codes)
    return [row for row in board.chosen(Show.CHASE) if row.may_be_reminded]


def _filters(request):
    """The filters over the periods that the person follows, the open one first; None where there is no such period."""
    roles = (Membership.Role.COORDINATOR, Membership.Role.EXECUTIVE)
    places = {m.institution_id for m in request.user.all_memberships if m.role in roles}
    permissions.require(permissions.may_follow(request.user, next(iter(places), None)))
    here = request.membership.institution_id
    periods = Period.objects.visible_to(request.user).filter(institution__in=places).exclude(status=Period.Status.DRAFT)
    found = sorted(
        periods.select_related("institution", "instrument"),
        key=lambda period: (period.institution_id != here, not period.is_open, -period.year),
    )
    if not found:
        return None
    data = request.GET.copy()
    if data.get("periode") and data["periode"] not in {period.slug for period in found}:
        raise Http404
    return BoardFilter(data, periods=found)


def _trail(period=None, linked=False):
    board = {"label": "Kemajuan"}
    if linked:
        board["url"] = reverse("assessments:progress")
    if period is None:
        return [board]
    return [{"label": period.name, "url": period.get_absolute_url()}, board]


def _cells(row, zone):
    def moment(value):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if value else ""

    return [
        row.unit.code,
        row.unit.name,
        row.text,
        row.why,
        row.total,
        row.ready,
        row.decided,
        row.returned,
        moment(row.assessment.submitted_at),
        moment(row.deadline),
        moment(row.extended_until),
        moment(row.last_activity),
        moment(row.reminded_at),
        "; ".join(f"{person.name} <{person.email}>" for person in row.contacts),
    ]
