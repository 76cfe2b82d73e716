"""From a received file, or an address, to the newer version of a proof: in one transaction, or not there at all."""

from assessments import storage, workflow
from assessments.intake import proof_of
from assessments.models import Evidence
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
    newer = _described(proof_of(file, inspection, evidence.unit, by, stored_name), evidence, description)
    try:
        return workflow.replace_proof(evidence, newer, by=by, answers=answers)
    except BaseException:
        storage.delete(stored_name)
        raise


def receive_address(url, evidence, *, by, answers=(), **description):
    """Keep another address as the newer version of a link; the rest as for a file."""
    newer = Evidence(unit=evidence.unit, kind=Evidence.Kind.LINK, url=url, created_by=by)
    return workflow.replace_proof(evidence, _described(newer, evidence, description), by=by, answers=answers)


def _described(newer, older, description):
    newer.title, newer.document_kind = older.title, older.document_kind
    for name, value in description.items():
        setattr(newer, name, value)
    return newer
