"""U12: the same bytes come, go and are swept at the same moment; no row is ever without its file."""

import io
import os
import time
from contextlib import suppress
from functools import partial

import pytest
from django.core.management import call_command

from assessments import intake, integrity, storage, transfers, workflow
from assessments.models import Citation, Evidence
from assessments.validators.rejection import Rejected
from tests.assessments.racing import together
from tests.corpus import GOOD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]

ROUNDS = 8
CONTENT = GOOD["teks.pdf"]


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path
    return tmp_path


def arriving(answer, by, key):
    """An upload whose last byte came days ago, when nobody could finish it."""
    upload = workflow.begin_upload(answer, by=by, key=key, name="a.pdf", size=len(CONTENT))
    pieces = iter([CONTENT])
    transfers.append(upload.token, 0, len(CONTENT), lambda size: next(pieces, b""))
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(storage.staging_folder() / upload.token, (long_ago, long_ago))
    return upload


def finish(upload, by, finished):
    try:
        intake.finish(upload, by=by)
    finally:
        finished.append(upload)


def take_away(by):
    for citation in Citation.objects.select_related(
        "answer__assessment__period", "answer__assessment__unit", "evidence"
    ):
        workflow.remove_citation(citation, by=by)
    for evidence in Evidence.objects.present():
        with suppress(Rejected):  # somebody has cited it again
            workflow.remove_proof(evidence, by=by)


def sweep_until(finished):
    while len(finished) < 2:
        call_command("evidence_sweep", stdout=io.StringIO())


def test_upload_of_the_same_bytes_removal_and_sweep_at_once(assessment, operator):
    first, second, _ = assessment.answers.select_related("assessment__period", "assessment__unit").order_by("pk")
    for number in range(ROUNDS):
        uploads = [arriving(answer, operator, f"kunci-{number}-{answer.pk}") for answer in (first, second)]
        finished = []
        results = together(
            partial(finish, uploads[0], operator, finished),
            partial(finish, uploads[1], operator, finished),
            partial(take_away, operator),
            partial(sweep_until, finished),
        )

        assert [result for result in results if isinstance(result, Exception)] == []
        files = Evidence.objects.exclude(stored_name="")
        assert [row.pk for row in files if not storage.verify(row.stored_name, row.sha256)] == []
        assert [upload.refresh_from_db() or upload.state for upload in uploads] == ["stored", "stored"]
    present = Evidence.objects.present()
    assert present.count() == present.values("sha256").distinct().count() <= 1
    assert integrity.examine() == (Evidence.objects.count(), [])
    call_command("evidence_sweep", older_than=0, stdout=io.StringIO())
    assert integrity.examine() == (Evidence.objects.count(), [])
