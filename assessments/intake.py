"""From a received file to a cited proof: inspected, stored, and told of in one transaction, or not there at all."""

from pathlib import PurePath

from assessments import storage, workflow
from assessments.models import Evidence
from assessments.uploads import check


def receive(upload, answer, *, by):
    """Cite a file for an answer; returns the proof and whether that is new. Raises Rejected or StorageFull.

    A file that the unit already has is not stored twice: the same proof is cited, or stays cited.
    """
    try:
        inspection = check(upload)
        known = Evidence.objects.present().filter(unit=answer.assessment.unit, sha256=upload.sha256).first()
        if known is None:
            return _keep(upload, inspection, answer, by), True
    finally:
        upload.close()
    if known.citations.filter(answer=answer).exists():
        return known, False
    return workflow.cite(answer, known, by=by).evidence, True


def _keep(upload, inspection, answer, by):
    workflow.require_room(answer)
    name = storage.safe_display_name(upload.name)
    evidence = Evidence(
        unit=answer.assessment.unit,
        kind=Evidence.Kind.FILE,
        original_name=name,
        media_type=inspection.media_type,
        size=upload.size,
        sha256=upload.sha256,
        title=PurePath(name).stem[:200],
        has_text_layer=inspection.has_text_layer,
        created_by=by,
        stored_name=storage.store(upload),
    )
    try:
        return workflow.cite(answer, evidence, by=by).evidence
    except BaseException:
        storage.delete(evidence.stored_name)
        raise
