"""Taking the event log along is told in it."""

from django.db import transaction

from accounts.trail import record_access
from assessments.models import record


@transaction.atomic
def note_export(institution, *, by, kind, filters):
    """In the chain of the institution; what belongs to none is told there, too."""
    if institution is None:
        return record_access("trail.exported", actor=by, format=kind, filters=filters)
    return record("trail.exported", by=by, institution=institution, format=kind, filters=filters)
