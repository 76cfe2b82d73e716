"""From a received file to a cited proof: inspected, stored, and told of in one transaction, or not there at all."""

from pathlib import PurePath

from assessments import storage, transfers, workflow
from assessments.models import Evidence, Upload
from assessments.uploads import check
from assessments.validators.rejection import Rejected


def receive(file, answer, *, by, upload=None, seen_open_at=None):
    """Cite a file for an answer; returns the proof and whether that is new. Raises Rejected or StorageFull.

    A file that the unit already has is not stored twice: the same proof is cited, or stays cited.
    """
    try:
        inspection = check(file)
        stored_name = storage.store(file)
    finally:
        file.close()
    proof = proof_of(file, inspection, answer.assessment.unit, by, stored_name)
    try:
        found, is_new = workflow.add_file(answer, proof, by=by, upload=upload, seen_open_at=seen_open_at)
    except BaseException:
        storage.delete(stored_name)
        raise
    if found.stored_name != stored_name:
        storage.delete(stored_name)
    return found, is_new


def finish(upload, *, by):
    """Decide on an upload whose last byte has arrived. A failure on the way leaves it to be finished again.

    Raises StorageFull, or transfers.Busy while another request is at it.
    """
    with transfers.finishing(upload.token) as is_there:
        if not is_there or not Upload.objects.receiving().filter(pk=upload.pk).exists():
            return
        try:
            receive(transfers.ArrivedFile(upload.token, upload.name), upload.answer, by=by, upload=upload)
        except Rejected as refusal:
            workflow.end_upload(upload, Upload.State.REJECTED, refusal.message)
        transfers.discard(upload.token)


def proof_of(file, inspection, unit, by, stored_name):
    """A stored file as a row that is not saved yet."""
    name = storage.safe_display_name(file.name)
    return Evidence(
        unit=unit,
        kind=Evidence.Kind.FILE,
        original_name=name,
        media_type=inspection.media_type,
        size=file.size,
        sha256=file.sha256,
        title=PurePath(name).stem[:200],
        has_text_layer=inspection.has_text_layer,
        page_count=inspection.page_count,
        created_by=by,
        stored_name=stored_name,
    )
