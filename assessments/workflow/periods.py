"""Preparing a period: creating it, changing its dates, and opening it to the units."""

from django.db import transaction

from assessments import notices, permissions
from assessments.models import Answer, Assessment, Period, record
from assessments.nomenclature import draft_of
from assessments.workflow.errors import Incomplete
from assessments.workflow.locks import locked_period
from assessments.workflow.units import ended_but_assigned, take_nomenclature
from indicators.rules import rules_for

SETTINGS = ("name", "fill_opens_at", "fill_closes_at", "repair_closes_at", "review_closes_at", "closing_due_at")
PREPARED = ("instrument", "activity", "rollup_policy", "needs_head_approval")


@transaction.atomic
def create_period(institution, *, by, **values):
    """A draft that only coordinators see."""
    permissions.require(permissions.may_coordinate(by, institution.pk))
    period = Period.objects.create(institution=institution, created_by=by, **values)
    record("period.created", by=by, institution=institution, target=period.slug, instrument=period.instrument.slug)
    return period


@transaction.atomic
def change_period(period, *, by, **changes):
    """Dates and name may change until the closing; instrument, policy and approval only in preparation."""
    fresh = locked_period(period)
    permissions.require(permissions.may_assign(by, fresh))
    if changes.keys() & set(PREPARED):
        permissions.require(permissions.may_prepare(by, fresh))
    if unknown := changes.keys() - {*SETTINGS, *PREPARED}:
        raise ValueError(f"A period has no setting called {', '.join(sorted(unknown))}.")
    changed = {name: value for name, value in changes.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    if "instrument" in changed:
        fresh.assignments.all().delete()
        fresh.chosen_services.all().delete()
    for name, value in changed.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(changed))
    record(
        "period.changed",
        by=by,
        institution=fresh.institution,
        target=fresh.slug,
        changes={name: str(value) for name, value in changed.items()},
    )
    return fresh


def opening_faults(period):
    """Why the period cannot open: indicators without a lead, and open choices of a service without a name."""
    indicators = list(period.instrument.indicators.order_by("number"))
    led = set(period.assignments.filter(is_lead=True).values_list("indicator", flat=True))
    named = set(period.chosen_services.values_list("indicator__number", flat=True))
    chosen = set(rules_for(period.instrument.slug).chosen_services)
    without_lead = [indicator for indicator in indicators if indicator.pk not in led]
    without_service = [i for i in indicators if i.number in chosen and i.number not in named]
    return without_lead, without_service


@transaction.atomic
def open_period(period, *, by):
    """Give every assigned unit its assessment with an empty answer for each of its indicators."""
    fresh = locked_period(period)
    permissions.require(permissions.may_prepare(by, fresh))
    without_lead, without_service = opening_faults(fresh)
    draft = draft_of(fresh)
    if gaps := [*without_lead, *without_service, *ended_but_assigned(fresh, draft)]:
        raise Incomplete(gaps)
    take_nomenclature(fresh, draft, by=by)
    _give_answers(fresh)
    fresh.status, fresh.stage = Period.Status.OPEN, Period.Stage.FILLING
    fresh.save(update_fields=["status", "stage"])
    event = record("period.opened", by=by, institution=fresh.institution, target=fresh.slug)
    notices.period_opened(event, fresh)
    return fresh


def _give_answers(period):
    """What give_answer does, for all assignments of a period that has no answers yet, in four queries."""
    assignments = list(period.assignments.all())
    units = sorted({assignment.unit_id for assignment in assignments})
    Assessment.objects.bulk_create(Assessment(period=period, unit_id=unit) for unit in units)
    assessments = {assessment.unit_id: assessment for assessment in period.assessments.all()}
    Answer.objects.bulk_create(
        Answer(assessment=assessments[assignment.unit_id], indicator_id=assignment.indicator_id)
        for assignment in assignments
    )


def give_answer(period, assignment):
    """The empty answer that an assignment asks for, and the assessment that it belongs to."""
    assessment, _ = Assessment.objects.get_or_create(period=period, unit=assignment.unit)
    return Answer.objects.get_or_create(assessment=assessment, indicator=assignment.indicator)
