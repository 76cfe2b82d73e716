"""The unfinished form of a period: kept at each step, turned into a period in preparation, or thrown away."""

from django.db import transaction
from django.db.models import ProtectedError

from assessments import permissions
from assessments.models import Period, PeriodDraft, record
from assessments.workflow.errors import Conflict
from assessments.workflow.periods import change_period, create_period
from assessments.workflow.units import add_units

LAST_STEP = 5


@transaction.atomic
def begin_draft(institution, *, by, part, values):
    """What was typed on the first page, as it was typed."""
    permissions.require(permissions.may_coordinate(by, institution.pk))
    return PeriodDraft.objects.create(
        institution=institution, created_by=by, data={part: _storable(values), "by": by.name}
    )


@transaction.atomic
def keep_draft(draft, *, by, seen, part, values, step=None):
    """Keep what one step holds. Raises Conflict with the draft as it stands when somebody kept it since it was read."""
    fresh, values = _locked(draft, by), _storable(values)
    if fresh.data.get(part) == values and step in (None, fresh.step):
        return fresh
    if fresh.version != seen:
        raise Conflict(fresh, fields=[part], wanted=values)
    fresh.data = fresh.data | {part: values, "by": by.name}
    return _raised(fresh, step)


@transaction.atomic
def settle_draft(draft, *, by, seen, values, participants):
    """The period in preparation that the first three steps describe: made, or changed where it was made before.

    Units that the nomenclature adds are made with it, so that indicators can be assigned to them; names and endings
    wait until the period opens.
    """
    fresh = _locked(draft, by)
    if fresh.version != seen:
        raise Conflict(fresh)
    slug = fresh.data.get("period")
    if slug:
        period = Period.objects.get(institution=fresh.institution_id, slug=slug)
        kept = {name: value for name, value in values.items() if name not in ("year", "slug")}
        period = change_period(period, by=by, **kept)
    else:
        period = create_period(fresh.institution, by=by, **values)
    made = [*fresh.data.get("made_units", []), *add_units(fresh, period, by)]
    period.participants.set(fresh.institution.units.filter(code__in=participants))
    fresh.data = fresh.data | {"period": period.slug, "made_units": made, "by": by.name}
    _raised(fresh, max(fresh.step, 4))
    return period


@transaction.atomic
def discard_draft(draft, *, by, seen):
    """Throw away what was typed, with the period and the units that were made for it and that nobody uses."""
    fresh = _locked(draft, by)
    if fresh.version != seen:
        raise Conflict(fresh)
    period = Period.objects.filter(
        institution=fresh.institution_id, slug=fresh.data.get("period"), status=Period.Status.DRAFT
    ).first()
    slug = period.slug if period else ""
    if period:
        period.delete()
    for unit in fresh.institution.units.filter(code__in=fresh.data.get("made_units", [])):
        _delete_unused(unit)
    fresh.delete()
    record("period.discarded", by=by, institution=fresh.institution, target=slug, step=fresh.step)


def _delete_unused(unit):
    try:
        with transaction.atomic():
            unit.delete()
    except ProtectedError:
        pass  # it is in use by now, so it stays


def _locked(draft, by):
    fresh = PeriodDraft.objects.select_for_update(of=("self",)).select_related("institution").get(pk=draft.pk)
    permissions.require(permissions.may_coordinate(by, fresh.institution_id))
    return fresh


def _raised(fresh, step):
    fresh.version += 1
    fresh.step = min(step or fresh.step, LAST_STEP)
    fresh.save(update_fields=["data", "version", "step", "updated_at"])
    return fresh


def _storable(value):
    """What was typed without the characters that PostgreSQL has no room for in JSON: NUL and lone surrogates."""
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="ignore").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_storable(inner) for inner in value]
    return value
