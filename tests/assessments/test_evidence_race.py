"""U12: the same bytes come, go and are swept at the same moment; no row is ever without its file."""

import functools
import io
import os
import time
from contextlib import suppress
from functools import partial

import pytest
from django.core.management import call_command

from assessments import integrity, storage, transfers, uploads, workflow
from assessments.intake import finish
from assessments.models import Citation, Evidence
from assessments.validators.inspection import inspect
from assessments.validators.rejection import Rejected
from tests.assessments.racing import together
from tests.corpus import GOOD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]

EACH = 50  # of two officers: a hundred uploads of the same bytes
CONTENT = GOOD["teks.pdf"]


@pytest.fixture(autouse=True)
def limits(root, settings, monkeypatch):
    settings.EVIDENCE_MAX_PER_ANSWER = EACH
    monkeypatch.setattr("assessments.intake.check", functools.partial(uploads.check, inspect=inspect))


def arriving(answer, by, key):
    """An upload whose last byte came days ago, when nobody could finish it."""
    upload = workflow.begin_upload(answer, by=by, key=key, name="a.pdf", size=len(CONTENT))
    pieces = iter([CONTENT])
    transfers.append(upload.token, 0, len(CONTENT), lambda size: next(pieces, b""))
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(storage.staging_folder() / upload.token, (long_ago, long_ago))
    return upload


def finish_all(uploads, ended, taken):
    try:
        for number, upload in enumerate(uploads, 1):
            finish(upload, by=upload.created_by)
            if number % 10 == 0:
                let_one_be_taken(taken)
    finally:
        ended.append(uploads)


def let_one_be_taken(taken):
    """Whoever cites all the time leaves no moment for a removal; it is waited for, but not for ever."""
    before, latest = len(taken), time.monotonic() + 5
    while len(taken) == before and time.monotonic() < latest:
        time.sleep(0.005)


def take_away(by, ended, taken):
    while len(ended) < 2:
        for citation in Citation.objects.select_related(
            "answer__assessment__period", "answer__assessment__unit", "evidence"
        ):
            workflow.remove_citation(citation, by=by)
        for evidence in Evidence.objects.present():
            with suppress(Rejected):  # somebody has cited it again
                taken.append(workflow.remove_proof(evidence, by=by))


def sweep(ended, swept):
    while len(ended) < 2:
        call_command("evidence_sweep", stdout=io.StringIO())
        swept.append(True)


def test_upload_of_the_same_bytes_removal_and_sweep_at_once(assessment, operator, colleague):
    answers = assessment.answers.select_related("assessment__period", "assessment__unit").order_by("pk")
    people = zip((operator, colleague), answers, strict=False)
    first, second = [[arriving(answer, by, f"kunci-{n:03}") for n in range(EACH)] for by, answer in people]
    ended, taken, swept = [], [], []

    results = together(
        partial(finish_all, first, ended, taken),
        partial(finish_all, second, ended, taken),
        partial(take_away, operator, ended, taken),
        partial(sweep, ended, swept),
    )

    assert [result for result in results if isinstance(result, Exception)] == []
    assert {upload.refresh_from_db() or upload.state for upload in first + second} == {"stored"}
    assert len(taken) > 3 and len(swept) > 3
    files = Evidence.objects.exclude(stored_name="")
    assert [row.pk for row in files if not storage.verify(row.stored_name, row.sha256)] == []
    present = Evidence.objects.present()
    assert present.count() == present.values("sha256").distinct().count() <= 1
    call_command("evidence_sweep", older_than=0, stdout=io.StringIO())
    assert integrity.examine() == (Evidence.objects.count(), [])
