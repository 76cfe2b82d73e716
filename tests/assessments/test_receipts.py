"""Numbers of sendings, and taking a sending back before its review begins."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import content, permissions, workflow
from assessments.models import Answer, Assessment, Event, Period
from assessments.receipts import receipts_of
from tests import factories
from tests.assessments.filling import actions, as_read, part_url, tasks_url, text, told

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def fresh(assessment):
    return Assessment.objects.select_related("period", "unit").get(pk=assessment.pk)


def withdraw(client, assessment):
    return client.post(part_url(assessment, "tarik-kembali"))


def test_operator_withdraws_and_sends_again_with_a_new_number(filler, submitted, operator):
    receipt_page = part_url(submitted, "tanda-terima")
    assert "Tarik kembali penilaian" in text(filler.get(receipt_page))

    for _ in ("once", "and with a second click"):
        response = withdraw(filler, submitted)
        assert response.url == tasks_url(submitted.period, submitted.unit)

    assessment = fresh(submitted)
    assert (assessment.status, assessment.submitted_at, assessment.submitted_by) == ("draft", None, None)
    assert set(assessment.answers.values_list("status", flat=True)) == {Answer.Status.COMPLETE}
    assert actions(submitted).count("assessment.withdrawn") == 1
    html = text(filler.get(receipt_page))
    assert "<h1>Penilaian ditarik kembali</h1>" in html and f"TT-2023-DINKES-{submitted.pk:05d}</b>" in html
    answer = assessment.answers.with_parents().first()
    workflow.save_answer(answer, by=operator, seen=answer.versions, explanation=factories.EXPLANATION + " Ditambah.")

    filler.post(part_url(submitted, "kirim"), {"setuju": "on"} | as_read(submitted))

    first, second = receipts_of(fresh(submitted))
    assert (first.number, second.number) == (
        f"TT-2023-DINKES-{submitted.pk:05d}",
        f"TT-2023-DINKES-{submitted.pk:05d}-2",
    )
    assert first.withdrawal and not second.withdrawal
    assert [first.event.data["receipt"], second.event.data["receipt"]] == [first.number, second.number]
    html = text(filler.get(receipt_page))
    assert "<h1>Penilaian terkirim</h1>" in html and f"Nomor tanda terima <b>{second.number}</b>" in html
    assert f"<b>{first.number}</b> · Penilaian dikirim, lalu ditarik kembali" in html


def test_an_incomplete_answer_is_a_draft_after_withdrawal(submitted, operator):
    Answer.objects.filter(assessment=submitted, indicator__number=1).update(explanation="Pendek")

    workflow.withdraw(submitted, by=operator)

    statuses = (
        Answer.objects.filter(assessment=submitted).order_by("indicator__number").values_list("status", flat=True)
    )
    assert list(statuses) == ["draft", "complete", "complete"]


def test_head_withdraws_where_the_head_sends(client, assessment, period, operator, head):
    Period.objects.filter(pk=period.pk).update(needs_head_approval=True)
    factories.fill_all(assessment, operator)
    factories.submit(factories.ask_approval(fresh(assessment), by=operator), by=head)
    client.force_login(operator)
    assert withdraw(client, assessment).status_code == 403
    assert "Tarik kembali penilaian" not in text(client.get(part_url(assessment, "tanda-terima")))
    client.force_login(head)

    assert withdraw(client, assessment).status_code == 302
    assert fresh(assessment).status == Assessment.Status.DRAFT


def test_withdrawal_ends_with_the_first_decision(filler, submitted, assessor):
    answer = Answer.objects.with_parents().filter(assessment=submitted).first()
    workflow.accept(answer, by=assessor, version=answer.version)

    response = withdraw(filler, submitted)

    assert response.status_code == 403
    assert "Asesor sudah mulai mereviu, sehingga penilaian tidak dapat ditarik kembali." in text(response)
    assert fresh(submitted).status == Assessment.Status.SUBMITTED
    assert "Tarik kembali penilaian" not in text(filler.get(part_url(submitted, "tanda-terima")))


def test_withdrawal_after_repairs_is_refused(submitted, operator, assessor):
    """The assessment waits for review again, but it was decided on before."""
    answer = Answer.objects.with_parents().filter(assessment=submitted).first()
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    answer = Answer.objects.with_parents().get(pk=answer.pk)
    workflow.save_answer(answer, by=operator, seen=answer.versions, reply="Sudah dilampirkan.")
    factories.resend(fresh(submitted), by=operator)

    assert fresh(submitted).status == Assessment.Status.SUBMITTED
    assert "Asesor sudah mulai" in permissions.may_withdraw(operator, fresh(submitted)).reason


def test_withdrawal_ends_with_the_deadline_of_the_unit(submitted, operator, period):
    now = timezone.now()
    Period.objects.filter(pk=period.pk).update(fill_closes_at=now)
    second = timedelta(seconds=1)

    assert permissions.may_withdraw(operator, fresh(submitted), now=now)
    assert (
        "Tenggat pengisian telah lewat" in permissions.may_withdraw(operator, fresh(submitted), now=now + second).reason
    )
    Assessment.objects.filter(pk=submitted.pk).update(extended_until=now + timedelta(days=1))
    assert permissions.may_withdraw(operator, fresh(submitted), now=now + second)


def test_withdrawing_what_was_not_sent_is_refused(filler, assessment):
    response = withdraw(filler, assessment)

    assert response.status_code == 403
    assert "Penilaian ini belum dikirim." in text(response)


def test_withdrawal_says_what_happens_next(filler, submitted):
    assert told(withdraw(filler, submitted)) == ["Penilaian ditarik kembali. Isian dapat diubah sampai dikirim lagi."]
    assert Event.objects.chain_of(assessment=submitted).last().action == "assessment.withdrawn"


@pytest.mark.parametrize("role", ["assessor", "coordinator", "executive"])
def test_others_read_the_receipt_and_withdraw_nothing(client, request, submitted, role):
    client.force_login(request.getfixturevalue(role))

    assert client.get(part_url(submitted, "tanda-terima")).status_code == 200
    assert withdraw(client, submitted).status_code == 403
    assert fresh(submitted).status == Assessment.Status.SUBMITTED


def test_receipt_shows_the_digest_of_what_was_sent(filler, submitted):
    assert f'Sidik isi</dt><dd><code class="digest">{content.digest(submitted)[:16]}</code>' in text(
        filler.get(part_url(submitted, "tanda-terima"))
    )


def test_receipt_of_a_sending_that_the_trail_does_not_tell_of_is_not_found(filler, assessment, operator, period):
    Assessment.objects.filter(pk=assessment.pk).update(
        status=Assessment.Status.SUBMITTED, submitted_at=period.fill_opens_at, submitted_by=operator
    )

    assert filler.get(part_url(assessment, "tanda-terima")).status_code == 404
    workflow.withdraw(fresh(assessment), by=operator)
    assert receipts_of(assessment) == []
    assert filler.get(part_url(assessment, "tanda-terima")).status_code == 403
