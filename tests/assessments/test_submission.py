"""Sending: with the statement, without gaps, once, and before the deadline."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from assessments.models import Answer, Assessment, Event, Period
from tests import factories
from tests.assessments.filling import actions, part_url, text, told
from tests.assessments.submitting import send, status

pytestmark = pytest.mark.django_db

Role = Membership.Role


def test_operator_sends_and_gets_a_receipt(filler, complete, operator):
    response = send(filler, complete)

    assessment = Assessment.objects.get(pk=complete.pk)
    assert response.url == part_url(complete, "tanda-terima")
    assert (assessment.status, assessment.submitted_by) == (Assessment.Status.SUBMITTED, operator)
    assert set(assessment.answers.values_list("status", flat=True)) == {Answer.Status.WAITING}
    assert actions(complete)[-1] == "assessment.submitted"
    html = text(filler.get(response.url))
    assert f"TT-2023-DINKES-{assessment.pk:05d}</b>" in html
    assert "3 jawaban, 3 rujukan bukti" in html
    assert Event.objects.chain_of(assessment=complete).last().hash in html


def test_sending_needs_the_statement(filler, complete):
    response = filler.post(part_url(complete, "kirim"))

    html = text(response)
    assert response.status_code == 422
    assert "Penilaian belum dapat dikirim" in html
    assert '<a href="#id_setuju">Centang pernyataan ini sebelum mengirim</a>' in html
    assert status(complete) == Assessment.Status.DRAFT


def test_sending_with_gaps_lists_each_of_them(filler, assessment):
    response = send(filler, assessment)

    html = text(response)
    assert response.status_code == 422
    assert "Galat: Periksa dan kirim" in html
    assert html.count(": pilih tingkat kematangan</a>") == 3
    assert status(assessment) == Assessment.Status.DRAFT
    assert actions(assessment) == []


def test_sending_twice_is_answered_like_the_first_time(filler, complete):
    first = send(filler, complete)
    second = send(filler, complete)

    assert (second.status_code, second.url) == (first.status_code, first.url)
    assert actions(complete).count("assessment.submitted") == 1


def test_sending_what_a_colleague_has_sent_leads_to_the_receipt(client, complete, operator, institution, unit):
    factories.submit(complete, by=operator)
    client.force_login(factories.make_user("rekan@uji.local", "Rekan", institution, Role.OPERATOR, unit))

    response = send(client, complete)

    assert response.url == part_url(complete, "tanda-terima")
    assert re.fullmatch(
        r"Penilaian ini sudah dikirim oleh Operator Dinas Kesehatan pada \d+ \w+ \d+ pukul \d\d\.\d\d. "
        r"Ini tanda terimanya.",
        told(response)[0],
    )
    assert "sudah dikirim oleh Operator Dinas Kesehatan" in text(client.get(response.url))
    assert actions(complete).count("assessment.submitted") == 1


@pytest.mark.parametrize("role", ["head", "assessor", "coordinator"])
def test_who_does_not_send_is_refused_after_a_sending_too(client, request, complete, operator, role):
    factories.submit(complete, by=operator)
    client.force_login(request.getfixturevalue(role))

    assert send(client, complete).status_code == 403


def test_sending_after_the_deadline_is_refused(filler, complete, period):
    Period.objects.filter(pk=period.pk).update(fill_closes_at=timezone.now() - timedelta(seconds=1))

    response = send(filler, complete)

    assert response.status_code == 403
    page = text(response)
    assert "Penilaian belum dikirim" in page and "Tenggat telah lewat." in page
    assert f'href="{part_url(complete, "perpanjangan")}">Ajukan perpanjangan' in page
    assert status(complete) == Assessment.Status.DRAFT
