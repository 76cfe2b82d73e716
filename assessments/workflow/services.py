"""The names of all services that an institution chose, written together."""

from django.db import transaction

from assessments import permissions
from assessments.models import ChosenService, record
from assessments.workflow.locks import locked_period


@transaction.atomic
def name_services(period, names, *, by):
    """`names` by indicator; an empty one takes the name away. The old ones go first, so that two may be swapped."""
    fresh = locked_period(period)
    permissions.require(permissions.may_assign(by, fresh))
    fresh.chosen_services.filter(indicator__in=names).delete()
    rows = [ChosenService(period=fresh, indicator=indicator, name=name) for indicator, name in names.items() if name]
    ChosenService.objects.bulk_create(rows)
    told = {str(indicator.number): name for indicator, name in names.items()}
    record("assignment.services", by=by, institution=fresh.institution, target=fresh.slug, services=told)
    return fresh
