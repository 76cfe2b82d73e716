"""Table mode: the levels of many indicators at once. Each changed row is saved by itself, so one fails alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import grace, permissions, workflow
from assessments.deadlines import deadline_of
from assessments.forms.table import TableFilter, TableRow
from assessments.last_year import LastYear
from assessments.progress import Progress
from assessments.views.lookups import assessment_or_404
from indicators.models import LevelCriterion


@require_http_methods(["GET", "HEAD", "POST"])
def table(request, period, unit):
    assessment = assessment_or_404(request.user, period, unit)
    if request.method != "POST":
        return _page(request, assessment, Progress(assessment))
    permissions.require(permissions.is_operator_of(request.user, assessment))
    progress = Progress(assessment)
    opened_at = grace.opened_at(request.POST.get("izin", ""), request.user, assessment)
    rows = [TableRow(task, request.POST) for task in progress.tasks]
    changed = [row for row in rows if row.is_changed]
    saved = sum(_save(row, request.user, opened_at) for row in changed)
    if saved:
        messages.success(request, f"{saved} indikator disimpan.")
    if refused := [row for row in changed if row.error]:
        status = 409 if any(row.is_conflict for row in refused) else 422
        return _page(request, assessment, Progress(assessment), refused, status=status)
    filters = TableFilter(request.GET, groups=progress.groups())
    return redirect(reverse("assessments:table", args=[period, unit]) + filters.query_string)


def _save(row, by, opened_at):
    """Whether the row was saved; if not, it says why."""
    score = row.score()
    if row.error:
        return False
    try:
        workflow.save_answer(row.answer, by=by, seen={"score": row.version}, seen_open_at=opened_at, score=score)
    except workflow.Conflict as conflict:
        row.answer = conflict.current
        row.refuse(_told(conflict.current), is_conflict=True)
    except PermissionDenied as refusal:
        row.refuse(str(refusal))
    return not row.error


def _told(answer):
    by = answer.updated_by.name if answer.updated_by_id else "Orang lain"
    stands = "mengosongkannya" if answer.score is None else f"memilih {answer.score.normalize():f}".replace(".", ",")
    return f"{by} {stands} setelah halaman ini dibuka. Pilihan Anda belum disimpan; simpan lagi untuk memakainya"


def _page(request, assessment, progress, refused=(), status=200):
    filters = TableFilter(request.GET, groups=progress.groups())
    kept = {row.task.number: row for row in refused}
    tasks = [task for task in progress.tasks if filters.keeps(task) or task.number in kept]
    rows = list(_shown_rows(request, tasks, kept))
    last_year = LastYear(assessment.period)
    is_own = permissions.is_operator_of(request.user, assessment)
    context = {
        "assessment": assessment,
        "period": assessment.period,
        "instrument": assessment.period.instrument,
        "progress": progress,
        "filters": filters,
        "groups": _grouped(progress, rows),
        "is_editable": any(row.is_editable for row in rows),
        "refused": refused,
        "errors": [{"url": f"#{row.name}", "text": f"Indikator {row.task.number}: {row.error}"} for row in refused],
        "levels": _levels(assessment.period.instrument),
        "last_year": last_year,
        "last_results": {task.number: last_year.result_of(task.indicator) for task in tasks},
        "izin": grace.issue(request.user, assessment) if is_own else "",
        "deadline": deadline_of(assessment, progress),
        "trail": [
            {"label": "Penilaian", "url": reverse("assessments:list")},
            {"label": assessment.unit.name, "url": assessment.get_absolute_url()},
            {"label": "Tampilan tabel"},
        ],
    }
    return render(request, "assessments/filling/table.html", context, status=status)


def _shown_rows(request, tasks, refused):
    for task in tasks:
        row = TableRow(task, is_editable=bool(permissions.may_edit(request.user, task.answer)))
        if task.number in refused:
            row.keep(refused[task.number])
        yield row


def _grouped(progress, rows):
    found = {row.task.number: row for row in rows}
    groups = progress.groups([row.task for row in rows])
    return [(group, [found[task.number] for task in group.tasks]) for group in groups]


def _levels(instrument):
    """Indicator to its levels with their names, as choices. One query; none on a continuous scale."""
    levels = instrument.levels()
    rows = LevelCriterion.objects.filter(indicator__instrument=instrument) if levels else []
    names = {(row.indicator_id, row.level): row.label for row in rows}
    found = {}
    for indicator in {pk for pk, _ in names}:
        found[indicator] = [(str(level), names.get((indicator, level), "")) for level in levels]
    return found
