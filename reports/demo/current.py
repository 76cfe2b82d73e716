"""The open year of the demo: its dates follow the day of seeding, and its units stand in every state."""

from datetime import timedelta

from django.utils import timezone

from assessments import workflow
from assessments.content import digest
from assessments.models import Answer, Assessment, Period
from reports.demo import decisions, desk, history, texts
from reports.demo.clock import at

YEAR = 2023
# How far each unit has come; a unit that is not named has not begun.
PARTIAL = ("KOMINFO", "ORGANISASI", "DISPUSIP")
SENT = ("DINKES", "BAPENDA", "INSPEKTORAT", "UMUM", "DPMPTSP")
WAITING_FOR_HEAD = ("HUKUM",)
RETURNED = ("BPKAD",)
VERIFIED = ("BAPPEDA", "PBJ")

LARGE_INDICATORS = (13, 16, 17, 18, 20, 22, 23, 24, 25, 26, 27, 28, 36, 41)
LARGE_SHARE = 7  # indicators that each further unit supports


def open_year(cast, instrument, ownership):
    if Period.objects.filter(institution=cast.institution, year=YEAR).exists():
        return
    now = timezone.now()
    with at(now - timedelta(days=30)):
        period = history.prepare(
            cast, instrument, ownership, YEAR, _dates(cast.institution, now), needs_head_approval=True
        )
    levels = {number: min(level + number % 3 // 2, 5) for number, level in history.levels_of(2022).items()}
    for assessment in period.assessments.select_related("unit").order_by("unit__code"):
        _advance(cast, assessment, levels, now)
    desk.share_out(cast, period)
    with at(now - timedelta(hours=3)):
        decisions.decide_with_grounds(cast, period)


def enlarge(cast):
    """Give every further unit indicators to support, and let two thirds of them send: some 300 open answers."""
    period = Period.objects.select_related("institution", "instrument").get(institution=cast.institution, year=YEAR)
    taken = set(period.assignments.values_list("unit__code", flat=True))
    further = [unit for code, unit in sorted(cast.units.items()) if code not in taken]
    if not further:
        return
    for position, number in enumerate(LARGE_INDICATORS):
        extra = [u for i, u in enumerate(further) if (position - i) % len(LARGE_INDICATORS) < LARGE_SHARE]
        _support(cast, period, number, extra)
    levels = history.levels_of(2022)
    for position, unit in enumerate(further):
        assessment = period.assessments.select_related("unit").get(unit=unit)
        _fill(cast, assessment, levels, assessment.answers.count(), proof="link")
        if position % 3:
            _send(cast, assessment)


def _dates(institution, now):
    at_four = now.astimezone(institution.zone).replace(hour=16, minute=0, second=0, microsecond=0)
    days = {
        "fill_opens_at": -21,
        "fill_closes_at": 20,
        "repair_closes_at": 34,
        "review_closes_at": 44,
        "closing_due_at": 54,
    }
    return {name: at_four + timedelta(days=count) for name, count in days.items()}


def _advance(cast, assessment, levels, now):
    code, total = assessment.unit.code, assessment.answers.count()
    with at(now - timedelta(days=6)):
        if code in PARTIAL:
            _fill(cast, assessment, levels, total // 2)
            _begin(cast, assessment, levels)
        if code in (*SENT, *WAITING_FOR_HEAD, *RETURNED, *VERIFIED):
            desk.take_over_unchanged(cast, assessment, levels)
            _fill(cast, assessment, levels, total)
            workflow.ask_approval(assessment, by=cast.operators[code], seen=digest(assessment))
    with at(now - timedelta(days=4)):
        if code in (*SENT, *RETURNED, *VERIFIED):
            workflow.submit(assessment, by=cast.heads[code], seen=digest(assessment))
    with at(now - timedelta(days=1)):
        if code in (*RETURNED, *VERIFIED):
            _review(cast, assessment, send_back_first=code in RETURNED)


def _fill(cast, assessment, levels, count, proof="file"):
    answers = assessment.answers.exclude(status=Answer.Status.COMPLETE)
    answers = answers.select_related("indicator__aspect__domain", "indicator__instrument")
    for answer in answers.order_by("indicator__number")[:count]:
        answer.assessment = assessment
        level = levels[answer.indicator.number]
        history.fill(answer, cast.operators[assessment.unit.code], YEAR, level, proof)


def _begin(cast, assessment, levels):
    """A draft: the level is chosen, the rest is still to come."""
    answer = assessment.answers.filter(status=Answer.Status.EMPTY).select_related("indicator").first()
    if answer:
        answer.assessment = assessment
        score = levels[answer.indicator.number]
        workflow.save_answer(answer, by=cast.operators[assessment.unit.code], seen=answer.versions, score=score)


def _send(cast, assessment):
    code, seen = assessment.unit.code, digest(assessment)
    workflow.ask_approval(assessment, by=cast.operators[code], seen=seen)
    workflow.submit(assessment, by=cast.heads[code], seen=seen)


def _review(cast, assessment, send_back_first):
    assessor = cast.assessor_for(assessment.unit)
    answers = assessment.answers.filter(status=Answer.Status.WAITING).select_related("indicator")
    for position, answer in enumerate(answers.order_by("indicator__number")):
        answer.assessment = Assessment.objects.select_related("unit", "period").get(pk=assessment.pk)
        if position == 0 and send_back_first:
            workflow.send_back(answer, by=assessor, version=answer.version, reason=texts.RETURN_REASON)
        else:
            workflow.accept(answer, by=assessor, version=answer.version)


def _support(cast, period, number, extra):
    indicator = period.instrument.indicators.get(number=number)
    rows = list(period.assignments.filter(indicator=indicator).select_related("unit"))
    lead = next(row.unit for row in rows if row.is_lead)
    supporting = [row.unit for row in rows if not row.is_lead] + extra
    workflow.assign(period, indicator, by=cast.coordinator, lead=lead, supporting=supporting)
