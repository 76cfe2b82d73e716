"""Two closed years, walked through the workflow as people would: filled, sent, reviewed, closed."""

import csv
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings

from assessments import workflow
from assessments.content import digest
from assessments.models import Evidence, Period
from assessments.tokens import token
from reports import publishing
from reports.demo import files, texts
from reports.demo.clock import at

SERVICES = {45: "Layanan Pajak Kendaraan Bermotor", 46: "Layanan Rujukan Kesehatan", 47: "Layanan Perizinan Berusaha"}
# Claims that the assessors lowered by one level in 2022.
LOWERED = {2022: (3, 9, 16, 22, 29, 38, 45), 2021: (5, 24, 31)}


def levels_of(year):
    path = settings.BASE_DIR / "fixtures" / "demo" / f"levels_{year}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {int(row["indikator"]): Decimal(row["tingkat"]) for row in csv.DictReader(file)}


def assignment_rows(instrument, ownership, units):
    indicators = {indicator.number: indicator for indicator in instrument.indicators.all()}
    return [
        (indicators[row.number], units[row.lead], [units[code] for code in row.supporting])
        for row in ownership.rows
        if row.number in indicators
    ]


def prepare(cast, instrument, ownership, year, dates, **fields):
    """Create, assign and open a period; the choices of a service get their names."""
    slug = f"{cast.institution.code}-{year}"
    values = {"instrument": instrument, "slug": slug, "year": year, "name": f"Penilaian Mandiri {year}"}
    period = workflow.create_period(cast.institution, by=cast.coordinator, **values, **dates, **fields)
    rows = assignment_rows(instrument, ownership, cast.units)
    workflow.load_assignments(period, rows, by=cast.coordinator)
    for indicator, lead, supporting in rows:
        if service := SERVICES.get(indicator.number):
            workflow.assign(period, indicator, by=cast.coordinator, lead=lead, supporting=supporting, service=service)
    return workflow.open_period(period, by=cast.coordinator)


def close_year(cast, instrument, ownership, year):
    """One closed year with every answer explained, proven and reviewed."""
    if Period.objects.filter(institution=cast.institution, year=year).exists():
        return
    dates = _dates(cast.institution, year)
    with at(dates["fill_opens_at"] - timedelta(days=20)):
        period = prepare(cast, instrument, ownership, year, dates)
    levels = levels_of(year)
    for position, assessment in enumerate(period.assessments.select_related("unit").order_by("unit__code")):
        with at(dates["fill_closes_at"] - timedelta(days=9, hours=position)):
            _fill_and_send(cast, assessment, year, levels)
    for position, assessment in enumerate(period.assessments.select_related("unit").order_by("unit__code")):
        with at(dates["repair_closes_at"] + timedelta(days=2, hours=position)):
            _review(cast, assessment, levels)
    with at(dates["closing_due_at"] - timedelta(days=3)):
        result = workflow.close_period(period, by=cast.coordinator)
        publishing.register(result)


def _dates(institution, year):
    days = {
        "fill_opens_at": (5, 1),
        "fill_closes_at": (6, 30),
        "repair_closes_at": (7, 14),
        "review_closes_at": (7, 21),
        "closing_due_at": (7, 31),
    }
    return {name: datetime(year, month, day, 16, tzinfo=institution.zone) for name, (month, day) in days.items()}


def _fill_and_send(cast, assessment, year, levels):
    operator = cast.operators[assessment.unit.code]
    led = set(
        assessment.period.assignments.filter(unit=assessment.unit, is_lead=True).values_list("indicator", flat=True)
    )
    answers = assessment.answers.select_related("indicator__aspect__domain", "indicator__instrument")
    for answer in answers.order_by("indicator__number"):
        answer.assessment = assessment
        level = claim_of(answer, year, levels, is_lead=answer.indicator_id in led)
        fill(answer, operator, year, level, proof="file")
    workflow.submit(assessment, by=operator, seen=digest(assessment))


def claim_of(answer, year, levels, is_lead):
    """What the unit claims: the later result, one more where it was lowered, one less for some supporting units."""
    number, level = answer.indicator.number, levels[answer.indicator.number]
    if not is_lead:
        return max(level - number % 2, answer.indicator.instrument.scale_min)
    return level + 1 if number in LOWERED.get(year, ()) else level


def fill(answer, by, year, level, proof):
    """One proof, and the level and explanation that rest on it."""
    indicator, unit = answer.indicator, answer.assessment.unit
    title = f"Laporan {indicator.short_name} {year}"[:190]
    details = {"document_number": f"Contoh {indicator.number}/{year}", "document_date": f"{year}-05-15"}
    details |= {"document_kind": _kind(indicator), "document_status": Evidence.DocumentStatus.ISSUED}
    if proof == "link":
        url = f"https://contoh.go.id/{unit.code.lower()}/{year}/{indicator.number}"
        evidence = Evidence(unit=unit, kind=Evidence.Kind.LINK, url=url, title=title, created_by=by, **details)
    else:
        kind = {3: "xlsx", 5: "jpg"}.get(indicator.number % 7, "pdf")
        lines = ["DATA CONTOH", title, unit.name, f"Nomor Contoh {indicator.number}/{year}"]
        evidence = files.evidence(unit, by, title, kind, lines, **details)
    workflow.cite(answer, evidence, by=by, pages="1", levels=[int(level)])
    explanation = texts.explanation(indicator, level, year, token(evidence.pk))
    workflow.save_answer(answer, by=by, seen=answer.versions, score=level, explanation=explanation)


def _kind(indicator):
    kinds = {"Kebijakan": Evidence.DocumentKind.POLICY, "Pelaksanaan Audit": Evidence.DocumentKind.AUDIT}
    return next((kind for start, kind in kinds.items() if indicator.short_name.startswith(start)), "other")


def _review(cast, assessment, levels):
    assessor = cast.assessor_for(assessment.unit)
    for answer in assessment.answers.select_related("indicator").order_by("indicator__number"):
        answer.assessment = assessment
        number = answer.indicator.number
        if answer.score > levels[number]:
            reason = texts.REASONS[number % len(texts.REASONS)]
            workflow.adjust(answer, by=assessor, version=answer.version, score=levels[number], reason=reason)
        else:
            workflow.accept(answer, by=assessor, version=answer.version)
