"""The receipt, and the answers that came back: what is shown, what is sent again, and until when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import workflow
from assessments.models import Answer, Assessment, Period
from tests import factories
from tests.assessments.filling import answer_url, as_read, part_url, refreshed, tasks_url, text, told

pytestmark = pytest.mark.django_db


def status(assessment):
    return Assessment.objects.get(pk=assessment.pk).status


def resend(client, assessment):
    return client.post(part_url(assessment, "perbaikan"), as_read(assessment))


# Receipt


def test_receipt_before_sending_is_refused(filler, assessment):
    response = filler.get(part_url(assessment, "tanda-terima"))

    assert response.status_code == 403
    assert "Penilaian ini belum dikirim" in text(response)


# Repairs


@pytest.fixture
def returned(submitted, answer, assessor):
    current = refreshed(answer)
    workflow.send_back(current, by=assessor, version=current.version, reason=factories.REASON)
    return Assessment.objects.get(pk=submitted.pk)


def reply(answer, operator):
    current = refreshed(answer)
    workflow.save_answer(current, by=operator, seen=current.versions, reply="Sudah ditambahkan.")


def test_repairs_list_the_note_and_what_is_left(filler, returned, answer):
    html = text(filler.get(part_url(returned, "perbaikan")))

    assert factories.REASON in html
    assert f'href="{answer_url(answer)}#id_reply"' in html
    assert "indikator/2/" not in html and "field-error" not in html
    assert "Kerjakan perbaikan" in text(filler.get(tasks_url(returned.period, returned.unit)))


def test_repairs_go_out_alone(filler, returned, answer, operator, assessor):
    second = Answer.objects.with_parents().get(assessment=returned, indicator__number=2)
    workflow.accept(second, by=assessor, version=second.version)
    reply(answer, operator)

    response = resend(filler, returned)

    assert response.url == part_url(returned, "tanda-terima")
    assert status(returned) == Assessment.Status.SUBMITTED
    assert refreshed(answer).status == Answer.Status.WAITING
    assert refreshed(second).status == Answer.Status.ACCEPTED
    html = text(filler.get(response.url))
    assert "Perbaikan terkirim</h1>" in html and "Perbaikan indikator 1, 1 rujukan bukti" in html
    assert f"TT-2023-DINKES-{returned.pk:05d}-2</b>" in html


def test_repairs_that_a_colleague_has_sent_lead_to_the_receipt(client, filler, returned, answer, operator, colleague):
    reply(answer, operator)
    stale = as_read(returned)
    resend(filler, returned)
    client.force_login(colleague)

    response = client.post(part_url(returned, "perbaikan"), stale)

    assert response.url == part_url(returned, "tanda-terima")
    assert told(response)[0].startswith("Perbaikan ini sudah dikirim oleh Operator Dinas Kesehatan pada ")
    assert status(returned) == Assessment.Status.SUBMITTED


def test_repairs_with_gaps_are_refused_and_linked(filler, returned, answer):
    response = resend(filler, returned)

    assert response.status_code == 422
    assert "Perbaikan belum dapat dikirim" in text(response) and "field-error" in text(response)
    assert "Indikator 1: jawab catatan perbaikan dari asesor" in text(response)
    assert status(returned) == Assessment.Status.RETURNED


def test_repairs_after_their_deadline_are_refused(filler, returned, answer, operator, period):
    reply(answer, operator)
    past = timezone.now() - timedelta(days=1)
    Period.objects.filter(pk=period.pk).update(fill_closes_at=past, repair_closes_at=past)

    response = resend(filler, returned)

    assert response.status_code == 403
    assert "Perbaikan belum dikirim" in text(response) and "Tenggat perbaikan telah lewat." in text(response)
    assert "Tenggat perbaikan telah lewat." in text(filler.get(part_url(returned, "perbaikan")))


def test_nothing_to_repair(filler, assessment):
    assert "Tidak ada yang perlu diperbaiki" in text(filler.get(part_url(assessment, "perbaikan")))
    assert resend(filler, assessment).status_code == 403
