"""Adding, renaming and closing units of an institution, each with an entry in its trail."""

from django.db import transaction

from accounts import trail
from accounts.models import Unit


@transaction.atomic
def add(institution, *, by, request, **fields):
    unit = Unit.objects.create(institution=institution, **fields)
    _record(unit, "unit.added", by, request, name=unit.name)
    return unit


@transaction.atomic
def change(unit, *, by, request, **fields):
    unit = Unit.objects.select_for_update().select_related("institution").get(pk=unit.pk)
    changes = {name: [getattr(unit, name), value] for name, value in fields.items() if getattr(unit, name) != value}
    for name, (_, value) in changes.items():
        setattr(unit, name, value)
    if changes:
        unit.save(update_fields=list(changes))
        _record(unit, "unit.changed", by, request, changes=changes)
    return unit


def _record(unit, action, by, request, **data):
    trail.record_access(action, request=request, institution=unit.institution, actor=by, unit=unit.code, **data)
