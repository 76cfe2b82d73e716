"""From a received file to the newer version of a proof: in one transaction, or not there at all."""

from assessments import storage, workflow
from assessments.intake import proof_of
from assessments.uploads import check


def receive_version(file, evidence, *, by, answers=(), **description):
    """Keep a file as the newer version; what is said about it is the older one's but for the description given.

    Raises Rejected or StorageFull; then nothing has changed.
    """
    try:
        inspection = check(file)
        stored_name = storage.store(file)
    finally:
        file.close()
    newer = proof_of(file, inspection, evidence.unit, by, stored_name)
    newer.title, newer.document_kind = evidence.title, evidence.document_kind
    for name, value in description.items():
        setattr(newer, name, value)
    try:
        return workflow.replace_proof(evidence, newer, by=by, answers=answers)
    except BaseException:
        storage.delete(stored_name)
        raise
