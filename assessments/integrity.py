"""Whether the rows of evidence and the files on disk tell the same story; reads only, and no file whole in memory."""

import hashlib
from itertools import chain
from typing import NamedTuple

from assessments import storage
from assessments.models import Evidence, SignedDocument, Upload


class Fault(NamedTuple):
    kind: str  # missing, changed, orphan or unfinished
    name: str
    evidence: Evidence | SignedDocument | None = None


def known_names():
    """The files of all rows, removed proofs and void papers included: history still shows them."""
    return set(_proofs().values_list("stored_name", flat=True)) | set(_papers().values_list("stored_name", flat=True))


def arriving_tokens():
    """The uploads whose pieces must stay in the staging folder."""
    return set(Upload.objects.unfinished().values_list("token", flat=True))


def examine():
    """Return how many files were read, and the list of Faults."""
    present = {storage.name_of(path): path for path in storage.stored_files()}  # before the rows, which come later
    checked, faults = 0, []
    for row in chain(*(rows.order_by("pk").iterator(chunk_size=500) for rows in (_proofs(), _papers()))):
        checked += 1
        present.pop(row.stored_name, None)
        if kind := _fault_of(row):
            faults.append(Fault(kind, row.stored_name, row))
    known = known_names()
    faults += [Fault("orphan", name) for name in sorted(present.keys() - known) if present[name].exists()]
    strays = storage.find_strays(known, arriving=arriving_tokens())
    faults += [Fault("unfinished", storage.name_of(path)) for path in strays if storage.is_staged(path)]
    return checked, faults


def _proofs():
    return Evidence.objects.exclude(stored_name="")


def _papers():
    return SignedDocument.objects.all()


def _fault_of(evidence):
    try:
        with storage.open_evidence(evidence.stored_name) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except FileNotFoundError:
        return "missing"
    return "" if (size, digest) == (evidence.size, evidence.sha256) else "changed"
