"""The moves of a period from stage to stage, for the tests that try all moves in every scene."""

from django.core.exceptions import PermissionDenied

from assessments import workflow
from assessments.models import Result, SignedDocument

REASON = "Nilai indikator 3 perlu dilihat lagi bersama buktinya."


def paper(result, by, kind=SignedDocument.Kind.MINUTES, **fields):
    """A signed paper that is not saved; its file is none of these tests' business."""
    values = {"stored_name": "ab/ab", "original_name": "Berita acara.pdf", "size": 1, "sha256": "a" * 64}
    return SignedDocument(result=result, kind=kind, digest=result.digest, uploaded_by=by, **values | fields)


def sign_both(period, by):
    result = period.results.select_related("period").first()
    for kind in SignedDocument.Kind:
        workflow.sign_document(paper(result, by, kind), by=by)


def _stage(move, **arguments):
    return lambda scene, by: move(scene.period, by=by, seen=scene.period.stage, **arguments)


def _begin_validation(scene, by):
    """Without a score for every indicator there is no validation either."""
    try:
        return workflow.begin_validation(scene.period, by=by, seen=scene.period.stage)
    except workflow.Incomplete as missing:
        raise PermissionDenied(str(missing)) from missing


def _save_minutes(scene, by):
    return workflow.save_minutes(scene.period, by=by, version=0, data={"place": "Bandar Lampung"})


def _sign(scene, by):
    """What was never frozen has no paper to sign; the row that is tried never reaches the table."""
    result = scene.period.results.select_related("period").first() or Result(period=scene.period)
    return workflow.sign_document(paper(result, by), by=by)


STAGE_MOVES = {
    "begin_review": _stage(workflow.begin_review),
    "begin_consolidation": _stage(workflow.begin_consolidation, reason=REASON),
    "begin_validation": _begin_validation,
    "reopen_review": _stage(workflow.reopen_review, reason=REASON),
    "reopen_consolidation": _stage(workflow.reopen_consolidation, reason=REASON),
    "save_minutes": _save_minutes,
    "sign_document": _sign,
    "mark_sent": _stage(workflow.mark_sent, receipt="SPBE-2023-0018"),
    "advance_stage": _stage(workflow.advance_stage),
}
