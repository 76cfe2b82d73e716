"""Office files as PDF, so that an assessor reads them in the page: made by a job where LibreOffice is installed.

The PDF lies beside the other previews of the file (PREVIEW_ROOT) and can be made anew at any time; the file itself is
only read. What a conversion came to is told by the row of its job.
"""

import logging
import os
import secrets
import shutil
import tempfile
from datetime import timedelta
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone

from assessments import previews, scanner, storage
from assessments.models import Answer, Evidence
from assessments.validators.inspection import EXTENSIONS
from assessments.validators.office_pdf import make_pdf
from jobs import queue
from jobs.models import Job
from jobs.registry import Postponed

logger = logging.getLogger(__name__)

KIND = "convert_evidence"
SECONDS = 90  # for one file
SCANNER_PAUSE = timedelta(minutes=1)
BATCH = 20  # orders in one round
OFFICE = frozenset(EXTENSIONS[name] for name in ("docx", "xlsx", "pptx", "odt", "ods"))
_ENDING = {EXTENSIONS[name]: name for name in ("docx", "xlsx", "pptx", "odt", "ods")}
_NAME = "tampilan.pdf"


class State(Enum):
    """How far the PDF of an office file is."""

    READY = "ready"
    ORDERED = "ordered"
    UNORDERED = "unordered"
    FAILED = "failed"
    TOO_SLOW = "too_slow"
    ABSENT = "absent"  # LibreOffice is not installed


def program():
    """The path of LibreOffice, or None where this server has none."""
    return shutil.which(settings.SOFFICE_PATH or "soffice")


def is_office(evidence):
    return evidence.is_file and evidence.media_type in OFFICE


def path_of(evidence):
    return previews.folder_of(evidence.stored_name) / _NAME


def states_of(proofs):
    """The state of each office file among these proofs by its key; at most one query."""
    files = [proof for proof in proofs if is_office(proof)]
    unmade = [proof for proof in files if not path_of(proof).exists()]
    found = {proof.pk: State.READY for proof in files}
    if not unmade:
        return found
    if program() is None:
        return found | {proof.pk: State.ABSENT for proof in unmade}
    jobs = Job.objects.filter(kind=KIND, subject__in=[str(proof.pk) for proof in unmade]).order_by("pk")
    newest = {job.subject: job for job in jobs}
    return found | {proof.pk: _state_of(newest.get(str(proof.pk))) for proof in unmade}


def _state_of(job):
    """A job that is done, while its PDF is gone, is to be ordered anew."""
    if job is None or job.state == Job.State.DONE:
        return State.UNORDERED
    if job.state in (Job.State.FAILED, Job.State.DEAD):
        return State.TOO_SLOW if job.error.startswith(TimeoutError.__name__) else State.FAILED
    return State.ORDERED


@transaction.atomic
def order(evidence):
    """Have the PDF made now, also after it failed; two orders at once are one job."""
    jobs = Job.objects.filter(kind=KIND, subject=str(evidence.pk))
    if jobs.filter(state__in=[Job.State.WAITING, Job.State.RUNNING]).exists():
        return
    again = jobs.filter(state=Job.State.FAILED)
    if again.update(state=Job.State.WAITING, run_after=timezone.now(), woken_at=timezone.now(), error=""):
        pk = again.model.objects.filter(kind=KIND, subject=str(evidence.pk)).latest("pk").pk
        transaction.on_commit(lambda: queue.wake(pk), robust=True)
        return
    queue.enqueue(KIND, subject=evidence.pk, key=f"{KIND}:{evidence.pk}:{jobs.count()}")


def convert(job):
    """The handler: make the PDF of job.subject. The effect is a file, which may be made twice without harm."""
    evidence = Evidence.objects.present().filter(pk=job.subject, kind=Evidence.Kind.FILE).first()
    if evidence is None or not is_office(evidence) or evidence.scan == Evidence.Scan.INFECTED:
        return
    if evidence.scan == Evidence.Scan.WAITING:
        raise Postponed("Berkas belum dipindai dari virus.", SCANNER_PAUSE)
    if (soffice := program()) is None:
        raise RuntimeError("LibreOffice tidak ditemukan.")
    with tempfile.TemporaryDirectory(prefix="konversi-") as room:
        source = Path(room) / f"berkas.{_ENDING[evidence.media_type]}"
        with storage.open_evidence(evidence.stored_name, evidence.sha256) as file, source.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        _keep(evidence, make_pdf(soffice, source, timeout=SECONDS))


def _keep(evidence, made):
    target = path_of(evidence)
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = target.parent / f".{secrets.token_hex(8)}"
    try:
        shutil.copyfile(made, draft)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def order_missing():
    """A chore of the worker: office files that assessors will read, for which no PDF was ever ordered."""
    if program() is None:
        return
    jobs = Job.objects.filter(kind=KIND, subject=Cast(OuterRef("pk"), CharField()))
    sent = Answer.objects.filter(citations__evidence=OuterRef("pk"), status__in=[Answer.Status.WAITING])
    files = Evidence.objects.present().filter(kind=Evidence.Kind.FILE, media_type__in=OFFICE)
    clear = [Evidence.Scan.CLEAN] if scanner.is_on() else [Evidence.Scan.CLEAN, Evidence.Scan.OFF]
    wanted = files.filter(~Exists(jobs), Exists(sent), scan__in=clear).order_by("pk")
    for pk in wanted.values_list("pk", flat=True)[:BATCH]:
        queue.enqueue(KIND, subject=pk, key=f"{KIND}:{pk}:0")
