"""U12: what was sent, or closed, rested on these proofs; until the institution's schedule lets go they stay."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps

from assessments import storage, workflow
from assessments.models import Evidence
from assessments.retention import hold_of
from assessments.validators.rejection import Rejected
from tests import factories
from tests.assessments.filling import refreshed, text

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases, pytest.mark.usefixtures("root")]

DELETE = {"tindakan": "hapus", "alasan": "duplicate"}


@pytest.fixture
def taken_off(assessment, answer, operator, assessor):
    """A file that was sent with an answer, which came back and no longer cites it."""
    proof = factories.cite_file(answer, operator, title="Pergub 12").evidence
    factories.fill_all(assessment, operator)
    factories.submit(assessment, by=operator)
    answer = refreshed(answer)
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    workflow.remove_citation(answer.citations.get(evidence=proof), by=operator)
    return Evidence.objects.select_related("unit__institution").get(pk=proof.pk)


def test_proof_that_was_sent_is_kept_though_no_answer_cites_it_any_more(taken_off, operator, client):
    assert not taken_off.citations.exists() and taken_off.held_at
    client.force_login(operator)
    page = f"/bukti/{taken_off.unit.code}/{taken_off.pk}/"

    shown = text(client.get(page))
    refused = client.post(f"{page}hapus/", DELETE)

    assert "Hapus dari pustaka" not in shown and "disimpan sebagai arsip dan tidak dapat dihapus." in shown
    assert refused.status_code == 409 and "disimpan sebagai arsip" in text(refused)
    taken_off.refresh_from_db()
    assert taken_off.removed_at is None and storage.verify(taken_off.stored_name, taken_off.sha256)


def test_years_of_the_institution_end_the_hold(taken_off, operator, settings):
    settings.EVIDENCE_RETENTION_YEARS = 2
    taken_off.held_at = datetime(2021, 12, 31, 17, 30, tzinfo=UTC)  # there it is 2022 already
    taken_off.save()
    held = hold_of(taken_off, datetime(2024, 12, 31, 16, 59, tzinfo=UTC))
    assert held.sentence.endswith("disimpan sebagai arsip sampai 31 Desember 2024 dan tidak dapat dihapus.")
    assert hold_of(taken_off, datetime(2024, 12, 31, 17, tzinfo=UTC)) is None

    removed = workflow.remove_proof(taken_off, by=operator, reason=Evidence.Removal.OUTDATED)

    assert (removed.removed_by, removed.removed_reason) == (operator, "outdated")
    assert storage.verify(taken_off.stored_name, taken_off.sha256)


def test_only_what_was_sent_or_closed_is_held(assessment, answer, operator, coordinator, assessor, period):
    factories.fill_all(assessment, operator)
    free = workflow.cite(answer, factories.link(assessment.unit, operator, "Notula"), by=operator)
    workflow.remove_citation(free, by=operator)
    assert not Evidence.objects.filter(held_at__isnull=False).exists()

    factories.submit(assessment, by=operator)
    assert set(Evidence.objects.filter(held_at__isnull=True)) == {free.evidence}
    workflow.remove_proof(free.evidence, by=operator)

    answer = refreshed(answer)
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    later = workflow.cite(refreshed(answer), factories.link(assessment.unit, operator, "Tambahan"), by=operator)
    fresh = refreshed(answer)
    workflow.save_answer(fresh, by=operator, seen=fresh.versions, reply="Sudah ditambahkan.")
    assert Evidence.objects.get(pk=later.evidence_id).held_at is None
    factories.resend(assessment, by=operator)
    assert Evidence.objects.get(pk=later.evidence_id).held_at


def test_closing_holds_what_was_never_sent(assessment, answer, operator, coordinator, period):
    cited = workflow.cite(answer, factories.link(assessment.unit, operator), by=operator).evidence

    workflow.close_period(period, by=coordinator, at_minimum=True)
    workflow.reopen_period(period, by=coordinator, reason=factories.REASON)
    workflow.reopen_review(period, by=coordinator, seen=period.Stage.CONSOLIDATION, reason=factories.REASON)
    workflow.remove_citation(refreshed(answer).citations.get(), by=operator)

    with pytest.raises(Rejected, match="disimpan sebagai arsip"):
        workflow.remove_proof(cited, by=operator)


def test_what_was_sent_before_there_were_holds_is_held(taken_off, assessment, answer, operator):
    never = factories.link(assessment.unit, operator, "Belum pernah dirujuk")
    never.save()
    Evidence.objects.update(held_at=None)

    import_module("assessments.migrations.0008_evidence_hold").hold_sent(apps, None)

    assert set(Evidence.objects.filter(held_at__isnull=True)) == {never}
