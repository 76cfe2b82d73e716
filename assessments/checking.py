"""The slow checks of a stored file: virus, pages and their text, previews. A failure leaves the file where it is."""

import logging
from datetime import timedelta
from functools import partial

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone

from assessments import previews, scanner, storage, workflow
from assessments.evidence_check import KIND
from assessments.models import Evidence
from assessments.validators.sandbox import survey_in_subprocess
from jobs import queue
from jobs.models import Job
from jobs.registry import Postponed

logger = logging.getLogger(__name__)

SCANNER_PAUSE = timedelta(minutes=1)
DAY = timedelta(days=1)
BATCH = 50  # orders in one round


def check(job):
    """Do what job.subject needs; returns what writes the findings. The virus comes first and is written at once."""
    evidence = Evidence.objects.filter(pk=job.subject, kind=Evidence.Kind.FILE).first()
    if evidence is None or _scan(evidence) == Evidence.Scan.INFECTED:
        return None
    survey = survey_in_subprocess(storage.path_of(evidence.stored_name), evidence.media_type)
    previews.keep(evidence, survey.previews)
    return partial(workflow.note_checked, evidence, pages=survey.pages, has_text_layer=survey.has_text_layer)


def _scan(evidence):
    """The state of scanning after this. Without a scanner a file that waits for one goes on waiting."""
    if evidence.scan in (Evidence.Scan.CLEAN, Evidence.Scan.INFECTED):
        return evidence.scan
    if not scanner.is_on():
        if evidence.scan == Evidence.Scan.WAITING:
            raise Postponed("Pemindai virus tidak disetel.", SCANNER_PAUSE)
        return evidence.scan
    try:
        with storage.open_evidence(evidence.stored_name, evidence.sha256) as file:
            virus = scanner.find_virus(file)
    except scanner.ScannerAway as error:
        logger.warning("the virus scanner gave no verdict", extra={"evidence": evidence.pk, "reason": str(error)})
        raise Postponed(f"Pemindai virus tidak menjawab. {error}", SCANNER_PAUSE) from error
    if virus:
        logger.error("evidence holds a virus", extra={"evidence": evidence.pk, "virus": virus})
        previews.remove(evidence.stored_name)
    return workflow.note_scanned(evidence, virus=virus).scan


def order_missing():
    """A chore of the worker: files that nobody ordered a check for, and files that a scanner has not seen yet."""
    now = timezone.now()
    jobs = Job.objects.filter(kind=KIND, subject=Cast(OuterRef("pk"), CharField()))
    files = Evidence.objects.present().filter(kind=Evidence.Kind.FILE).order_by("pk")
    wanted = files.filter(~Exists(jobs), is_checked=False)
    if scanner.is_on():
        lately = jobs.filter(created_at__gt=now - DAY)
        unscanned = files.filter(~Exists(jobs.live()), ~Exists(lately))
        wanted = wanted | unscanned.filter(scan__in=[Evidence.Scan.OFF, Evidence.Scan.WAITING])
    for pk in wanted.values_list("pk", flat=True)[:BATCH]:
        queue.enqueue(KIND, subject=pk, key=f"{KIND}:{pk}:{now:%Y-%m-%d}")
