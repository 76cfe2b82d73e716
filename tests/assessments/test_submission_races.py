"""C2 and C3: a change that meets a sending, and many sendings at once. What was sent is what is stored."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from assessments import workflow
from assessments.content import digest
from assessments.models import Answer, Assessment, Citation, Event, Upload
from assessments.receipts import receipts_of
from tests import factories
from tests.assessments.filling import as_read, part_url, refreshed, seen_of
from tests.assessments.racing import rounds, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases, pytest.mark.usefixtures("root")]

CROWD = 100


def saving(answer, by, text):
    row = refreshed(answer)
    return lambda: workflow.save_answer(row, by=by, seen=row.versions, explanation=f"{text} {factories.EXPLANATION}")


def fresh(assessment):
    return Assessment.objects.select_related("period", "unit").get(pk=assessment.pk)


def sending(assessment, by):
    row, seen = fresh(assessment), digest(assessment)
    return lambda: workflow.submit(row, by=by, seen=seen)


def sending_again(assessment, by, indicators):
    row, seen = fresh(assessment), digest(assessment)
    return lambda: workflow.resend(row, by=by, seen=seen, indicators=indicators)


def snapshot(assessment):
    """The digest in the trail of the last sending."""
    return receipts_of(assessment)[-1].event.data["content"]


def assert_one_of_both(saved, sent, late):
    """Whoever is second finds the page too old, or the answer sent."""
    if isinstance(saved, Answer):
        assert isinstance(sent, workflow.Conflict)
    else:
        assert isinstance(saved, PermissionDenied) and isinstance(sent, Assessment)
        with pytest.raises(PermissionDenied):
            late()


def test_of_a_save_and_a_sending_one_is_refused(assessment, answer, operator, colleague):
    factories.fill_all(assessment, operator)
    for number in range(rounds(25)):
        before = refreshed(answer).explanation

        saved, sent = together(saving(answer, colleague, f"Putaran {number}."), sending(assessment, operator))

        assert_one_of_both(saved, sent, saving(answer, colleague, "Terlambat."))
        if isinstance(sent, Assessment):
            assert refreshed(answer).explanation == before
            assert snapshot(assessment) == digest(assessment)
            workflow.withdraw(sent, by=operator)
        else:
            assert refreshed(answer).explanation.startswith(f"Putaran {number}.")
            assert fresh(assessment).status == Assessment.Status.DRAFT


def test_of_a_save_and_a_second_sending_one_is_refused(submitted, answer, operator, colleague, assessor):
    for number in range(rounds(25)):
        row = refreshed(answer)
        if row.status == Answer.Status.WAITING:
            workflow.send_back(row, by=assessor, version=row.version, reason=factories.REASON)
        row = refreshed(answer)
        workflow.save_answer(row, by=operator, seen=row.versions, reply=f"Tanggapan {number}.")

        saved, sent = together(
            saving(answer, colleague, f"Putaran {number}."), sending_again(submitted, operator, [row.indicator.number])
        )

        assert_one_of_both(saved, sent, saving(answer, colleague, "Terlambat."))
        if isinstance(sent, Assessment):
            assert snapshot(submitted) == digest(submitted)
        else:
            assert refreshed(answer).status == Answer.Status.RETURNED


def test_a_proof_described_beside_a_sending_is_read_before_or_stands_still(
    assessment, period, answer, operator, colleague, coordinator
):
    """Another answer, of a year that is still being filled, rests on the same proof; its own row is not locked."""
    factories.fill_all(assessment, operator)
    leads = [(number, assessment.unit) for number in range(1, 6)]
    other = factories.make_period(period.institution, period.instrument, coordinator, year=2024, leads=leads)
    twin = Answer.objects.with_parents().get(assessment__period=other, indicator__number=1)
    citation = workflow.cite(twin, answer.citations.get().evidence, by=colleague)

    for number in range(rounds(25)):
        title = f"Judul {number}"
        described, sent = together(describing(citation, colleague, title), sending(assessment, operator))

        if isinstance(sent, Assessment):
            assert isinstance(described, PermissionDenied)
            assert snapshot(assessment) == digest(assessment)
            workflow.withdraw(sent, by=operator)
        else:
            assert isinstance(sent, workflow.Conflict) and described.title == title


def describing(citation, by, title):
    seen = seen_of(citation)
    return lambda: workflow.describe_evidence(citation, by=by, seen=seen, title=title)


def citing(answer, by, number):
    row, proof = refreshed(answer), factories.link(answer.assessment.unit, by, f"Laporan {number}")
    return lambda: workflow.cite(row, proof, by=by)


def taking_off(answer, by, number):
    citation = citing(answer, by, number)()
    return lambda: workflow.remove_citation(citation, by=by)


def ending_upload(answer, by, number):
    """The decision on a file whose last byte has come."""
    row = refreshed(answer)
    file = factories.stored_file(row.assessment.unit, by, content=b"%%PDF-1.4 berkas %d" % number)
    upload = workflow.begin_upload(row, by=by, key=f"kunci-{number:05}", name="a.pdf", size=file.size)
    return lambda: workflow.add_file(row, file, by=by, upload=upload)


@pytest.mark.parametrize("change", [citing, taking_off, ending_upload])
def test_proofs_that_change_beside_a_sending_are_not_what_was_sent(assessment, answer, operator, colleague, change):
    factories.fill_all(assessment, operator)
    for number in range(rounds(25)):
        act, before = change(answer, colleague, number), digest(assessment)

        changed, sent = together(act, sending(assessment, operator))

        if isinstance(sent, Assessment):
            assert snapshot(assessment) == digest(assessment) == before
            assert receipts_of(assessment)[-1].event.data["evidence"] == cited_in(assessment).count()
            assert "sudah dikirim" in refusal_of(changed)
            workflow.withdraw(sent, by=operator)
        else:
            assert isinstance(sent, workflow.Conflict) and not isinstance(changed, Exception)
            assert digest(assessment) != before
        for citation in answer.citations.all()[1:]:
            workflow.remove_citation(citation, by=colleague)


def refusal_of(changed):
    """What the person is told. The file of an upload is not refused with its answer: it stays in the library."""
    return str(changed) if isinstance(changed, PermissionDenied) else Upload.objects.latest("pk").reason


def cited_in(assessment):
    return Citation.objects.filter(answer__assessment=assessment)


def test_many_sendings_at_once_are_one(assessment, operator):
    factories.fill_all(assessment, operator)

    results = together(*[sending(assessment, operator) for _ in range(CROWD)])

    assert sum(isinstance(result, Assessment) for result in results) == 1
    assert sum(isinstance(result, PermissionDenied) for result in results) == CROWD - 1
    assert_sent_once(assessment)


def test_a_hundred_clicks_at_once_send_once(assessment, operator, colleague):
    """Half of them a colleague's; all lead to the same receipt."""
    factories.fill_all(assessment, operator)
    page, versions = as_read(assessment) | {"setuju": "on"}, total_version(assessment)
    clients = [signed_in(person) for person in (operator, colleague)] * (CROWD // 2)
    address, receipt = part_url(assessment, "kirim"), part_url(assessment, "tanda-terima")

    responses = together(*[clicking(client.cookies, address, page) for client in clients])

    assert {(response.status_code, response.get("Location")) for response in responses} == {(302, receipt)}
    assert assert_sent_once(assessment).actor in (operator, colleague)
    assert total_version(assessment) == versions + assessment.answers.count()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def clicking(cookies, address, page):
    """A click of a browser: a client of its own, with the cookies of its person."""
    client = Client()
    client.cookies.update(cookies)
    return lambda: client.post(address, page)


def total_version(assessment):
    return sum(assessment.answers.values_list("version", flat=True))


def assert_sent_once(assessment):
    event = Event.objects.get(assessment=assessment, action="assessment.submitted")
    assert [receipt.event for receipt in receipts_of(assessment)] == [event]
    assert event.data["content"] == digest(assessment)
    assert fresh(assessment).status == Assessment.Status.SUBMITTED
    assert set(assessment.answers.values_list("status", flat=True)) == {Answer.Status.WAITING}
    return event
