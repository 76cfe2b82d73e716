"""Who answers what: the lead and the supporting units of each indicator, and the services that were chosen."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assessments import permissions
from assessments.models import Answer, Assessment, Assignment, ChosenService, record
from assessments.workflow.locks import locked_period
from assessments.workflow.periods import give_answer
from assessments.workflow.results import refresh_indicator_result


@transaction.atomic
def assign(period, indicator, *, by, lead, supporting=(), service=""):
    """Give an indicator its lead (or none yet), its supporting units and, where one is chosen, its service.

    In an open period a unit whose answer is no longer empty stays, and one that has sent its answers gets no further
    one (PermissionDenied): nothing written is taken away, and nothing is asked of who can no longer write.
    """
    fresh = locked_period(period)
    permissions.require(permissions.may_assign(by, fresh))
    wanted = {unit: False for unit in supporting} | ({lead: True} if lead else {})
    change_indicator(fresh, indicator, wanted, by=by)
    _name_service(fresh, indicator, service)
    record(
        "assignment.changed",
        by=by,
        institution=fresh.institution,
        target=f"{fresh.slug}:{indicator.number}",
        lead=lead.code if lead else None,
        supporting=sorted(unit.code for unit, is_lead in wanted.items() if not is_lead),
        service=service,
    )
    return fresh


def change_indicator(period, indicator, wanted, *, by):
    """Write who answers an indicator of a locked period: `wanted` tells of each unit whether it leads."""
    if period.is_open and not any(wanted.values()):
        raise PermissionDenied("Periode sudah dibuka, sehingga setiap indikator memerlukan penanggung jawab.")
    if any(unit.institution_id != period.institution_id for unit in wanted):
        raise ValueError("Only units of the period's own institution answer in it.")
    _withdraw(period, indicator, wanted)
    _give(period, indicator, wanted)
    if period.is_open:
        # Another lead brings another score.
        refresh_indicator_result(period, indicator, by=by)


@transaction.atomic
def load_assignments(period, rows, *, by, services=None):
    """Replace all assignments of a draft by rows (indicator, lead, supporting), such as a province's default.

    services: names of chosen services by indicator, where the source has any; without them the present ones stay.
    """
    fresh = locked_period(period)
    permissions.require(permissions.may_prepare(by, fresh))
    fresh.assignments.all().delete()
    Assignment.objects.bulk_create(
        Assignment(period=fresh, indicator=indicator, unit=unit, is_lead=unit == lead)
        for indicator, lead, supporting in rows
        for unit in ([lead] if lead else []) + [unit for unit in supporting if unit != lead]
    )
    if services:
        fresh.chosen_services.all().delete()
        ChosenService.objects.bulk_create(
            ChosenService(period=fresh, indicator=indicator, name=name) for indicator, name in services.items()
        )
    record("assignment.loaded", by=by, institution=fresh.institution, target=fresh.slug, indicators=len(rows))
    return fresh


def _withdraw(period, indicator, wanted):
    for assignment in period.assignments.filter(indicator=indicator).exclude(unit__in=wanted).select_related("unit"):
        answer = Answer.objects.filter(
            assessment__period=period, assessment__unit=assignment.unit, indicator=indicator
        ).first()
        if answer and answer.status != Answer.Status.EMPTY:
            raise PermissionDenied(
                f"{assignment.unit.name} sudah mengisi indikator ini, sehingga penugasannya tidak dapat dicabut."
            )
        if answer:
            answer.delete()
            Assessment.objects.filter(
                period=period, unit=assignment.unit, answers__isnull=True, events__isnull=True
            ).delete()
        assignment.delete()


def _give(period, indicator, wanted):
    # The old lead steps down first: at most one lead for each indicator at any moment (constraint assignment_one_lead).
    period.assignments.filter(indicator=indicator).update(is_lead=False)
    for unit, is_lead in wanted.items():
        assignment, _ = Assignment.objects.update_or_create(
            period=period, indicator=indicator, unit=unit, defaults={"is_lead": is_lead}
        )
        if period.is_open:
            _, is_new = give_answer(period, assignment)
            if is_new and unit.assessments.filter(period=period).exclude(status=Assessment.Status.DRAFT).exists():
                raise PermissionDenied(
                    f"{unit.name} sudah mengirim penilaiannya, sehingga tidak dapat ditugasi indikator lain."
                )


def _name_service(period, indicator, name):
    if name:
        ChosenService.objects.update_or_create(period=period, indicator=indicator, defaults={"name": name})
    else:
        period.chosen_services.filter(indicator=indicator).delete()
