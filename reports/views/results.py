"""Figures of a period: interim while it is open, frozen once it is closed; a unit reads its own part only."""

from decimal import Decimal

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from assessments import scorecard
from assessments.models import Assessment, Period, Result
from indicators import scoring
from reports import charts
from reports.figures import fixed
from reports.models import Document
from reports.summary import ResultSummary


@require_safe
def results(request):
    """Every period that the user may know of, with the index where the user sees the whole institution."""
    periods = Period.objects.visible_to(request.user).exclude(status=Period.Status.DRAFT)
    current = {result.period_id: result for result in Result.objects.visible_to(request.user).current()}
    rows = [(period, current.get(period.pk)) for period in periods.select_related("institution", "instrument")]
    return render(request, "reports/results.html", {"rows": rows})


@require_safe
def result(request, period):
    periods = Period.objects.visible_to(request.user).exclude(status=Period.Status.DRAFT)
    period = get_object_or_404(periods.select_related("institution", "instrument"), slug=period)
    if not _sees_whole(request.user, period):
        return _unit_result(request, period)
    return _frozen(request, period) if period.is_closed else _interim(request, period)


def _sees_whole(user, period):
    return any(m.role in Membership.WIDE_ROLES for m in user.roles_in(period.institution_id))


def _frozen(request, period):
    revisions = list(Result.objects.visible_to(request.user).filter(period=period).select_related("closed_by"))
    summary = ResultSummary(revisions[0].content)
    documents = Document.objects.visible_to(request.user).filter(result=revisions[0], unit__isnull=True).with_parents()
    context = {
        "period": period,
        "result": revisions[0],
        "revisions": revisions,
        "summary": summary,
        "documents": documents,
        "strip": _strip(summary, period.year),
        "chart": _chart(summary, period.year),
    }
    return render(request, "reports/result.html", context)


def _interim(request, period):
    scheme = period.instrument.scheme()
    modes = [scorecard.interim(period, mode, scheme) for mode in scoring.Mode]
    context = {
        "period": period,
        "modes": modes,
        "interim": modes[0],
        "aspects": _interim_aspects(period, modes[0]),
        "units": Assessment.objects.visible_to(request.user)
        .filter(period=period)
        .select_related("unit")
        .with_progress(),
        "revision": period.results.first(),
    }
    return render(request, "reports/interim.html", context)


def _interim_aspects(period, interim):
    domains = period.instrument.domains.prefetch_related("aspects")
    return [(aspect, interim.aspects[aspect.code]) for domain in domains for aspect in domain.aspects.all()]


def _unit_result(request, period):
    """A unit's own page: its attainment, its indicators, its edition. Never the figures of the others."""
    own = Assessment.objects.visible_to(request.user).filter(period=period).select_related("unit")
    frozen = period.results.first() if period.is_closed else None
    summary = frozen and ResultSummary(frozen.content)
    documents = Document.objects.visible_to(request.user).filter(result=frozen).with_parents() if frozen else []
    rows = [
        {
            "unit": assessment.unit,
            "assessment": assessment,
            "part": summary and summary.unit(assessment.unit.code),
            "document": next((d for d in documents if d.unit_id == assessment.unit_id), None),
        }
        for assessment in own
    ]
    return render(request, "reports/unit_result.html", {"period": period, "rows": rows, "result": frozen})


def _strip(summary, year):
    marks = {"current": (summary.index["exact"], f"{year}: {fixed(summary.index['exact'])}")}
    if summary.change is not None:
        marks["previous"] = (
            summary.previous["index"],
            f"{summary.previous['year']}: {fixed(summary.previous['index'])}",
        )
    bands = [(band["name"], Decimal(band["minimum"])) for band in reversed(summary.bands)]
    ticks = [
        (max(minimum, summary.scale.minimum), fixed(max(minimum, summary.scale.minimum), 1)) for _, minimum in bands
    ]
    ticks.append((summary.scale.maximum, fixed(summary.scale.maximum, 1)))
    title = f"Indeks {fixed(summary.index['exact'])} pada rentang predikat {summary.index['rating']}"
    return charts.scale_strip(summary.scale, bands, marks, ticks=ticks, title=title)


def _chart(summary, year):
    aspects = summary.aspects
    series = [charts.Series("current", str(year), tuple(group.row["value"] for group in aspects))]
    if summary.change is not None:
        series.append(
            charts.Series("previous", str(summary.previous["year"]), tuple(group.previous for group in aspects))
        )
    return charts.aspect_chart(
        [group.row["name"] for group in aspects],
        [fixed(group.row["value"]) for group in aspects],
        series,
        summary.scale,
        title="Grafik nilai aspek; angkanya sama dengan tabel nilai domain dan aspek",
    )
