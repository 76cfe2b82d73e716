"""The head's word: asked for, given by sending, refused with a reason, and taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import Assessment, Period
from tests import factories
from tests.assessments.filling import actions, part_url, tasks_url, text
from tests.assessments.submitting import send, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def headed(complete, period):
    """The same, in a period that asks for the head's approval."""
    Period.objects.filter(pk=period.pk).update(needs_head_approval=True)
    return Assessment.objects.get(pk=complete.pk)


@pytest.fixture
def awaiting(headed, operator):
    return factories.ask_approval(headed, by=operator)


def test_asking_for_approval_after_the_deadline_shows_the_way_on(client, headed, operator, period):
    Period.objects.filter(pk=period.pk).update(fill_closes_at=timezone.now() - timedelta(seconds=1))
    client.force_login(operator)

    response = send(client, headed, "persetujuan")

    assert response.status_code == 403
    assert "Penilaian belum dikirim" in text(response) and "Ajukan perpanjangan" in text(response)
    assert status(headed) == Assessment.Status.DRAFT


def test_operator_asks_and_head_sends(client, headed, operator, head):
    client.force_login(operator)
    assert "Minta persetujuan Kepala PD" in text(client.get(part_url(headed, "periksa")))
    assert send(client, headed).status_code == 403
    response = send(client, headed, "persetujuan")
    assert response.url == tasks_url(headed.period, headed.unit)
    assert status(headed) == Assessment.Status.AWAITING_HEAD
    assert "Menunggu persetujuan Kepala PD." in text(client.get(response.url))

    client.force_login(head)
    assert "Periksa dan setujui" in text(client.get(tasks_url(headed.period, headed.unit)))
    page = text(client.get(part_url(headed, "periksa")))
    assert "Setujui dan kirim" in page and "Dikirim atas nama <b>Kepala Dinas Kesehatan</b>" in page
    assert send(client, headed).status_code == 302
    assert Assessment.objects.get(pk=headed.pk).submitted_by == head


def test_head_gives_back_with_a_reason_that_the_operator_reads(client, awaiting, head, operator):
    client.force_login(head)

    send(client, awaiting, "persetujuan", tindakan="tolak", alasan="Indikator 2 belum tepat.")
    response = send(client, awaiting, "persetujuan", tindakan="tolak", alasan="Indikator 2 belum tepat.")

    assert actions(awaiting).count("assessment.approval_refused") == 1
    assert response.url == tasks_url(awaiting.period, awaiting.unit)
    assert status(awaiting) == Assessment.Status.DRAFT
    assert actions(awaiting)[-1] == "assessment.approval_refused"
    client.force_login(operator)
    assert "“Indikator 2 belum tepat.”" in text(client.get(response.url))


def test_giving_back_needs_a_reason(client, awaiting, head):
    client.force_login(head)

    response = send(client, awaiting, "persetujuan", tindakan="tolak", alasan=" ")

    assert response.status_code == 422
    html = text(response)
    assert "Tulis apa yang perlu diperbaiki operator" in html
    assert "Penilaian belum dikembalikan" in html and "Penilaian belum dapat dikirim" not in html
    assert status(awaiting) == Assessment.Status.AWAITING_HEAD


def test_operator_takes_the_request_back(client, awaiting, head, operator):
    client.force_login(head)
    assert send(client, awaiting, "persetujuan", tindakan="batalkan").status_code == 403
    client.force_login(operator)
    assert "Batalkan permintaan" in text(client.get(part_url(awaiting, "periksa")))

    for _ in ("once", "and with a second click"):
        response = send(client, awaiting, "persetujuan", tindakan="batalkan")
        assert response.url == tasks_url(awaiting.period, awaiting.unit)

    assert status(awaiting) == Assessment.Status.DRAFT
    assert actions(awaiting).count("assessment.approval_cancelled") == 1
    assert send(client, awaiting, "persetujuan").status_code == 302
    assert send(client, awaiting, "persetujuan").status_code == 302
    assert actions(awaiting).count("assessment.approval_asked") == 2


def test_asking_with_gaps_lists_them(filler, assessment, period):
    Period.objects.filter(pk=period.pk).update(needs_head_approval=True)

    response = send(filler, assessment, "persetujuan")

    assert response.status_code == 422
    assert text(response).count(": pilih tingkat kematangan</a>") == 3
    assert status(assessment) == Assessment.Status.DRAFT


def test_asking_where_no_approval_is_needed_is_refused(filler, complete):
    response = send(filler, complete, "persetujuan")

    assert response.status_code == 403
    assert "Periode ini tidak memerlukan persetujuan Kepala PD." in text(response)
