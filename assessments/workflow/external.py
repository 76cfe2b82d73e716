"""Taking over the scores of a stage outside the portal, beside what stands; nothing is ever written over."""

from django.db import transaction

from assessments import permissions
from assessments.models import StageImport, StageScore, record
from assessments.workflow.errors import Conflict
from assessments.workflow.locks import locked_period
from indicators.scoring import plain


@transaction.atomic
def import_stage(period, stage, entries, *, by, seen, file_name, sha256, printed_index=None, printed_rating=""):
    """The whole word of one stage: entries (number to tracks.Entry) replace those of its earlier import for readers.

    `seen` is the key of the import that the preview was compared with, or None; another one is a Conflict. Returns the
    new StageImport.
    """
    fresh = locked_period(period)
    permissions.require(permissions.may_import_stage(by, fresh, stage))
    last = fresh.stage_imports.filter(stage=stage).order_by("-pk").first()
    if (last.pk if last else None) != seen:
        raise Conflict(last)
    batch = StageImport.objects.create(
        period=fresh,
        stage=stage,
        file_name=file_name,
        sha256=sha256,
        printed_index=printed_index,
        printed_rating=printed_rating,
        imported_by=by,
    )
    indicators = {indicator.number: indicator for indicator in fresh.instrument.indicators.all()}
    StageScore.objects.bulk_create(
        StageScore(batch=batch, indicator=indicators[number], **entry._asdict()) for number, entry in entries.items()
    )
    scores = {str(number): plain(entry.score) for number, entry in entries.items() if entry.score is not None}
    told = {"stage": str(stage), "file": file_name, "sha256": sha256, "scores": scores}
    record("stage.imported", by=by, institution=fresh.institution, target=fresh.slug, **told)
    return batch
