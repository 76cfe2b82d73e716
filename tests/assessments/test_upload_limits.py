"""How much an answer, a person and a unit may upload (U2)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments import workflow
from assessments.models import Evidence, Upload
from assessments.validators.rejection import SENTENCES
from tests import factories
from tests.assessments.filling import answer_url
from tests.assessments.staging import PDF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


def test_name_and_size_are_judged_before_a_byte_is_sent(tus, answer, settings):
    settings.EVIDENCE_MAX_BYTES = 1_000_000

    refusals = [tus.create(answer, name, size) for name, size in (("a.svg", 9), ("a.pdf", 0), ("a.pdf", 1_000_001))]

    assert [response.status_code for response in refusals] == [415, 400, 413]
    assert [response.text for response in refusals] == [
        SENTENCES["type"], SENTENCES["empty"], "Ukuran 1,1 MB; paling besar 1 MB",
    ]  # fmt: skip
    assert refusals[0]["Content-Type"] == "text/plain; charset=utf-8"
    assert tus.create(answer, "a.pdf", 1_000_000).status_code == 201


def test_answer_takes_no_more_than_its_limit(tus, answer, operator, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 2
    workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator)

    assert tus.create(answer, "a.pdf", 10).status_code == 201
    refused = tus.create(answer, "b.pdf", 10)

    assert refused.status_code == 409
    assert "Paling banyak 2 bukti" in refused.text
    assert Upload.objects.count() == 1


def test_person_has_a_limit_of_unfinished_uploads(tus, answer, monkeypatch):
    monkeypatch.setattr("assessments.workflow.uploads.MAX_UNFINISHED", 1)
    created = tus.create(answer, "a.pdf", 10)

    assert tus.create(answer, "b.pdf", 10).status_code == 409
    tus.ask("DELETE", created["Location"])
    assert tus.create(answer, "b.pdf", 10).status_code == 201


def test_quota_counts_what_is_stored_and_what_is_coming(tus, answer, settings):
    settings.EVIDENCE_QUOTA_BYTES = 2 * len(PDF) + 10
    tus.send(answer, "a.pdf", PDF)
    created = tus.create(answer, "b.pdf", len(PDF))

    refused = tus.create(answer, "c.pdf", 11)

    assert refused.status_code == 413
    assert refused.text.startswith("Ruang bukti Dinas Kesehatan tidak cukup: 2 KB dari 2 KB terpakai.")
    assert Upload.objects.count() == 2
    assert tus.create(answer, "c.pdf", 10).status_code == 201
    assert tus.patch(created["Location"], PDF, 0).status_code == 204  # what was reserved is granted


def test_quota_holds_for_the_form_without_scripts(filler, answer, settings):
    settings.EVIDENCE_QUOTA_BYTES = len(PDF) - 1

    response = filler.post(answer_url(answer), {"files": SimpleUploadedFile("a.pdf", PDF), "tindakan": "simpan"})

    assert response.status_code == 422
    assert "Ruang bukti Dinas Kesehatan tidak cukup" in response.text
    assert not Evidence.objects.exists()


def test_lapsed_upload_holds_no_room_and_begins_anew(tus, answer, settings):
    settings.EVIDENCE_QUOTA_BYTES = len(PDF)
    url = tus.create(answer, "a.pdf", len(PDF), key="kunci-peramban-1")["Location"]
    assert tus.create(answer, "b.pdf", 1).status_code == 413
    Upload.objects.update(updated_at=timezone.now() - timedelta(hours=25))

    assert tus.ask("HEAD", url).status_code == 410
    again = tus.create(answer, "a.pdf", len(PDF), key="kunci-peramban-1")

    assert again["Location"] == url
    assert tus.patch(url, PDF, 0).status_code == 204
