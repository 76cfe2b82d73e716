"""An old page neither sends nor approves nor decides on what it did not show (docs/adr/0018)."""

from datetime import date
from decimal import Decimal

import pytest

from assessments import content, workflow
from assessments.models import Answer, Assessment, Citation, Event, Evidence, Period, Review
from assessments.receipts import receipts_of
from tests import factories
from tests.assessments.filling import actions, as_read, part_url, refreshed, text
from tests.assessments.reviewing import LONG, decision, url

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

TICKED = {"setuju": "on"}
REWRITTEN = factories.EXPLANATION + " Ditulis ulang setelah halaman itu dibuka."


def fresh(assessment):
    return Assessment.objects.select_related("period", "unit").get(pk=assessment.pk)


def rewrite(answer, by, words=REWRITTEN):
    row = refreshed(answer)
    return workflow.save_answer(row, by=by, seen=row.versions, explanation=words)


@pytest.fixture
def awaiting(complete, period, operator):
    Period.objects.filter(pk=period.pk).update(needs_head_approval=True)
    return factories.ask_approval(fresh(complete), by=operator)


@pytest.fixture
def returned(submitted, answer, assessor, operator):
    """Answer 1 came back and is repaired, but not sent."""
    row = refreshed(answer)
    workflow.send_back(row, by=assessor, version=row.version, reason=factories.REASON)
    row = refreshed(answer)
    workflow.save_answer(row, by=operator, seen=row.versions, reply="Sudah ditambahkan.")
    return fresh(submitted)


# The digest


def test_digest_covers_whatever_is_sent(complete, answer):
    citation = answer.citations.get()
    proof = Evidence.objects.filter(pk=citation.evidence_id)
    row = Answer.objects.filter(pk=answer.pk)
    changes = [
        (row, {"score": Decimal(2)}),
        (row, {"explanation": "Lain."}),
        (row, {"reply": "Sudah."}),
        (answer.citations.all(), {"position": 2}),
        (answer.citations.all(), {"pages": "9"}),
        (answer.citations.all(), {"levels": [1, 3]}),
        (proof, {"url": "https://contoh.go.id/lain"}),
        (proof, {"title": "Judul lain"}),
        (proof, {"document_number": "2/2023"}),
        (proof, {"document_date": date(2023, 1, 2)}),
        (proof, {"document_kind": Evidence.DocumentKind.AUDIT}),
        (proof, {"document_status": Evidence.DocumentStatus.DRAFT}),
        (proof, {"valid_until": date(2024, 1, 2)}),
    ]
    digests = {content.digest(complete)}
    for rows, change in changes:
        rows.update(**change)
        digests.add(content.digest(complete))
    Citation.objects.filter(answer=answer).delete()
    digests.add(content.digest(complete))

    assert len(digests) == len(changes) + 2


def test_digest_leaves_out_what_a_sending_or_a_scan_changes(complete, operator):
    before = content.digest(complete)

    sent = factories.submit(complete, by=operator)
    Evidence.objects.update(is_checked=True, page_count=3)

    assert content.digest(sent) == before
    assert Event.objects.chain_of(assessment=sent).last().data["content"] == before
    assert receipts_of(sent)[0].content_digest == before[:16]


def test_digest_takes_two_queries_and_a_sending_the_same_for_more_answers(
    complete, answer, operator, django_assert_num_queries
):
    with django_assert_num_queries(2):
        content.digest(complete)
    for number in range(3):
        factories.cite_file(refreshed(answer), operator, content=f"%PDF-1.4 {number}".encode(), title=f"B{number}")
    with django_assert_num_queries(2):
        content.digest(complete)


def test_page_carries_the_digest_of_what_it_shows(filler, complete):
    html = text(filler.get(part_url(complete, "periksa")))

    assert f'name="sidik" value="{content.digest(complete)}"' in html and 'name="dibaca"' in html


# Sending


def test_tick_on_an_old_page_sends_nothing(filler, complete, answer, colleague):
    page = as_read(complete)
    rewrite(answer, colleague)

    response = filler.post(part_url(complete, "kirim"), page | TICKED)

    html = text(response)
    assert response.status_code == 409
    assert "Penilaian belum dikirim" in html
    assert "Isian berubah sejak halaman ini dibuka." in html and "Periksa lagi sebelum mengirim." in html
    assert f"{answer.indicator}</a>: diubah Rekan Dinas Kesehatan, " in html
    assert 'id="id_setuju">' in html and "Ditulis ulang setelah halaman itu dibuka." in html
    assert fresh(complete).status == Assessment.Status.DRAFT and "assessment.submitted" not in actions(complete)
    assert filler.post(part_url(complete, "kirim"), as_read(complete) | TICKED).status_code == 302


def test_page_tells_the_person_of_the_other_window(filler, complete, answer, operator):
    page = as_read(complete)
    rewrite(answer, operator)

    assert "diubah Anda sendiri di jendela lain, " in text(filler.post(part_url(complete, "kirim"), page | TICKED))


@pytest.mark.parametrize("carried", [{}, {"sidik": ""}, {"sidik": "0" * 64, "dibaca": "2023-99-99T00:00"}])
def test_page_that_tells_nothing_counts_as_old(filler, complete, carried):
    response = filler.post(part_url(complete, "kirim"), carried | TICKED)

    assert response.status_code == 409
    assert "Isian berubah sejak halaman ini dibuka." in text(response) and "diubah Operator" not in text(response)
    assert fresh(complete).status == Assessment.Status.DRAFT


def test_a_proof_described_otherwise_makes_the_page_old(filler, complete, answer):
    page = as_read(complete)
    Evidence.objects.filter(citations__answer=answer).update(title="Judul yang belum dibaca")

    assert filler.post(part_url(complete, "kirim"), page | TICKED).status_code == 409


def test_asking_from_an_old_page_asks_nothing(filler, complete, answer, period, colleague):
    Period.objects.filter(pk=period.pk).update(needs_head_approval=True)
    page = as_read(complete)
    rewrite(answer, colleague)

    response = filler.post(part_url(complete, "persetujuan"), page | {"tindakan": "minta"})

    assert response.status_code == 409 and "Persetujuan belum diminta" in text(response)
    assert fresh(complete).status == Assessment.Status.DRAFT


# The head


@pytest.fixture
def rewritten(awaiting, answer, operator):
    """What the head's page had shown, before the operator took the request back, wrote on and asked again."""
    page = as_read(awaiting)
    workflow.cancel_approval(awaiting, by=operator)
    rewrite(answer, operator)
    factories.ask_approval(fresh(awaiting), by=operator)
    return page


def test_old_page_of_the_head_does_not_approve_what_was_rewritten(client, awaiting, rewritten, head):
    client.force_login(head)

    response = client.post(part_url(awaiting, "kirim"), rewritten | TICKED)

    assert response.status_code == 409
    assert "diubah Operator Dinas Kesehatan, " in text(response)
    assert fresh(awaiting).status == Assessment.Status.AWAITING_HEAD
    assert client.post(part_url(awaiting, "kirim"), as_read(awaiting) | TICKED).status_code == 302


def test_old_page_of_the_head_does_not_give_back_and_keeps_the_reason(client, awaiting, rewritten, head):
    client.force_login(head)
    refusal = {"tindakan": "tolak", "alasan": "Indikator 1 belum tepat."}

    response = client.post(part_url(awaiting, "persetujuan"), rewritten | refusal)

    html = text(response)
    assert response.status_code == 409
    assert "Penilaian belum dikembalikan" in html and "Indikator 1 belum tepat.</textarea>" in html
    assert fresh(awaiting).status == Assessment.Status.AWAITING_HEAD


# Repairs


def test_repairs_from_an_old_page_stay(filler, returned, answer, colleague):
    page = as_read(returned)
    rewrite(answer, colleague)

    response = filler.post(part_url(returned, "perbaikan"), page)

    html = text(response)
    assert response.status_code == 409
    assert "Perbaikan belum dikirim" in html and "diubah Rekan Dinas Kesehatan, " in html
    assert fresh(returned).status == Assessment.Status.RETURNED
    assert filler.post(part_url(returned, "perbaikan"), as_read(returned)).status_code == 302
    assert Event.objects.get(action="assessment.resent").data["content"] == content.digest(returned)


def test_repairs_that_the_page_did_not_list_stay(filler, returned, answer, assessor, operator):
    """An answer that came back later, and whose reply of an earlier round still stands, is not sent unread."""
    second = Answer.objects.with_parents().get(assessment=returned, indicator__number=2)
    Answer.objects.filter(pk=second.pk).update(reply="Tanggapan lama.")
    page = as_read(returned)
    workflow.send_back(second, by=assessor, version=second.version, reason=factories.REASON)

    response = filler.post(part_url(returned, "perbaikan"), page | {"indikator": ["1", "²", "x"]})

    assert response.status_code == 409
    assert set(returned.answers.filter(status="returned").values_list("indicator__number", flat=True)) == {1, 2}


# Decisions


@pytest.fixture
def old_review(submitted, operator):
    """The pages of an assessor, before the unit withdrew all, rewrote an answer and took a proof off."""
    pages = list(Answer.objects.filter(assessment=submitted).with_parents().order_by("indicator__number"))
    workflow.withdraw(submitted, by=operator)
    rewrite(pages[0], operator)
    return pages


def test_decision_on_what_was_withdrawn_and_sent_again_is_stale(submitted, old_review, reviewer, operator):
    factories.submit(fresh(submitted), by=operator)

    for page in old_review:
        response = reviewer.post(url(page), decision(page, reason=LONG))

        html = text(response)
        assert response.status_code == 409
        assert "Jawaban ini dikirim ulang sejak Anda membukanya." in html and f">{LONG}</textarea>" in html
    assert not Review.objects.exists()
    now = refreshed(old_review[0])
    assert reviewer.post(url(now), decision(now)).status_code == 302


def test_decision_on_what_was_withdrawn_keeps_the_reason(old_review, reviewer):
    response = reviewer.post(url(old_review[1]), decision(old_review[1], reason=LONG))

    html = text(response)
    assert response.status_code == 409
    assert "Perangkat daerah menarik kembali penilaian ini sejak Anda membukanya" in html and LONG in html
    assert not Review.objects.exists()


def test_decision_on_a_repair_that_was_sent_again_is_stale(returned, answer, reviewer, operator, assessor):
    page = refreshed(answer)
    factories.resend(returned, by=operator)

    assert reviewer.post(url(page), decision(page)).status_code == 409
    with pytest.raises(workflow.Conflict):
        workflow.accept(refreshed(answer), by=assessor, version=page.version)


def test_old_page_of_the_questionnaire_still_saves_after_a_withdrawal(submitted, answer, operator):
    """Fields have versions of their own: what was typed before the sending is not lost to it."""
    page = refreshed(answer)
    workflow.withdraw(submitted, by=operator)

    saved = workflow.save_answer(page, by=operator, seen=page.versions, explanation=REWRITTEN)

    assert saved.explanation == REWRITTEN
    assert saved.revisions.order_by("pk").last().version == saved.version == page.version + 2
