"""What can never be false: each named constraint of assessments and reports refuses the row that would break it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from assessments import workflow
from assessments.models import (
    Answer,
    AnsweredRequest,
    Assessment,
    Assignment,
    ChosenService,
    Citation,
    Event,
    Evidence,
    Extension,
    IndicatorResult,
    Period,
    Presence,
    Reminder,
    Result,
    Review,
    ReviewAssignment,
    Revision,
    SignedDocument,
    TeamMember,
    Upload,
)
from reports.models import BenchmarkResult, Document
from tests import factories
from tests.assessments import breaks

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


@pytest.fixture
def given(submitted, period, answer, operator, assessor, coordinator):
    """A closed period with a decided answer, a proof, a result, a document and a benchmark."""
    answer.refresh_from_db()
    workflow.accept(answer, by=assessor, version=answer.version)
    ChosenService.objects.create(period=period, indicator=answer.indicator, name="Layanan Rujukan")
    Presence.objects.create(answer=answer, user=operator, seen_at=NOW)
    AnsweredRequest.objects.create(user=operator, key="kunci", digest="a" * 64, status=200, body={})
    Upload.objects.create(
        token="a" * 32, client_key="kunci", answer=answer, created_by=operator, name="Laporan.pdf", size=10
    )
    result = workflow.close_period(period, by=coordinator, at_minimum=True)
    document = Document.objects.create(
        result=result, kind="province", verification_url="http://testserver/v", created_at=timezone.now()
    )
    BenchmarkResult.objects.create(
        year=2022, government="Provinsi Contoh", region="Sumatera", index=Decimal("3.00"), source="Contoh"
    )
    Extension.objects.create(
        assessment=submitted, reason="Alasan", wanted_until=NOW, asked_at=NOW, asked_by=operator, state="asked"
    )
    return {"operator": operator, "result": result, "document": document}


def again(model, **changes):
    """A second row that says the same as the first, but for the changes."""
    row = model.objects.order_by("pk").first()
    kept = {f.attname: getattr(row, f.attname) for f in model._meta.fields if not f.primary_key}
    model.objects.create(**kept | changes)


def changed(model, pk=None, **changes):
    model.objects.filter(pk=pk or model.objects.order_by("pk").first().pk).update(**changes)


def _file(given, **changes):
    fields = {"kind": "file", "stored_name": "a.pdf", "sha256": "a" * 64, "size": 1, "url": ""} | changes
    unit = Assessment.objects.first().unit
    Evidence.objects.create(unit=unit, title="Bukti", created_by=given["operator"], **fields)


def _two_files_with_one_name(given):
    _file(given)
    _file(given, sha256="b" * 64)


def _second_proof(given):
    citation = Citation.objects.order_by("pk").first()
    evidence = factories.link(citation.evidence.unit, given["operator"], "Notula")
    evidence.save()
    Citation.objects.create(answer=citation.answer, evidence=evidence, position=citation.position)


def _event(given, chain):
    event = Event.objects.filter(assessment__isnull=chain == "institution").order_by("pk").first()
    kept = {f.attname: getattr(event, f.attname) for f in Event._meta.fields if not f.primary_key}
    Event.objects.create(**kept)


def _documents_of_one_unit(given):
    unit = Assessment.objects.first().unit
    for code in ("22222222", "33333333"):
        again(Document, code=code, kind="unit", unit_id=unit.pk)


def _two_reminders_of_a_day():
    for _ in range(2):
        assessment = Assessment.objects.first()
        Reminder.objects.create(assessment=assessment, day=NOW.date(), subject="Pengingat", body="Isi", people=1)


def _two_signed_papers(given):
    for number in range(2):
        SignedDocument.objects.create(
            result=given["result"],
            kind=SignedDocument.Kind.MINUTES,
            stored_name=f"ab/ab{number:030d}",
            original_name="Berita acara.pdf",
            size=1,
            sha256=f"{number}" * 64,
            digest=given["result"].digest,
            uploaded_by=given["operator"],
        )


def _two_with(duty):
    """Two members of one team with the same duty."""
    period = Period.objects.get()
    for name in ("Satu", "Dua"):
        TeamMember.objects.create(period=period, unit=period.institution.units.first(), name=name, duty=duty)


def _shared(given, *names, times=2):
    """A part of the review that names this much, so many times."""
    answer, place = Answer.objects.first(), {"period": Period.objects.get(), "assessor": given["operator"]}
    found = {"aspect": answer.indicator.aspect, "unit": answer.assessment.unit}
    for _ in range(times):
        ReviewAssignment.objects.create(**place, assigned_by=given["operator"], **{name: found[name] for name in names})


def _review(given, **fields):
    again(Review, **fields)


NOW = timezone.now()

# constraint: each way to break it
BREAKS = {
    "period_year_once": [lambda given: again(Period, slug="lain")],
    "period_windows_ordered": [
        lambda given: changed(Period, fill_closes_at=Period.objects.get().fill_opens_at),
        lambda given: changed(Period, repair_closes_at=Period.objects.get().fill_opens_at),
        lambda given: changed(Period, review_closes_at=Period.objects.get().fill_closes_at),
        lambda given: changed(Period, closing_due_at=Period.objects.get().fill_closes_at),
    ],
    "period_stage_of_status": [
        lambda given, status=status, stage=stage: changed(Period, status=status, stage=stage)
        for status, stage in (
            ("draft", "filling"),
            ("open", "preparation"),
            ("open", "signing"),
            ("closed", "validation"),
            ("closed", "preparation"),
            ("closed", "unknown"),
        )
    ],  # fmt: skip
    "assignment_unit_once": [lambda given: again(Assignment, is_lead=False)],
    "assignment_one_lead": [
        lambda given: Assignment.objects.filter(indicator__number=1).update(is_lead=True),
    ],
    "chosen_service_indicator_once": [lambda given: again(ChosenService, name="Layanan Lain")],
    "chosen_service_name_once": [
        lambda given: again(
            ChosenService, indicator_id=Answer.objects.exclude(indicator__number=1).first().indicator_id
        )
    ],
    "team_one_data_entry": [lambda given: _two_with("data_entry")],
    "team_one_coordinator": [lambda given: _two_with("coordinator")],
    "assessment_unit_once": [lambda given: again(Assessment)],
    "assessment_submitted_at_and_by": [
        lambda given: changed(Assessment, submitted_at=None),
        lambda given: changed(Assessment, submitted_by=None),
    ],
    "assessment_sent_has_time": [
        lambda given, status=status: changed(Assessment, status=status, submitted_at=None, submitted_by=None)
        for status in ("submitted", "returned", "verified")
    ],
    "answer_indicator_once": [lambda given: again(Answer)],
    "answer_complete_has_score": [
        lambda given, status=status: changed(Answer, status=status, score=None)
        for status in ("complete", "waiting", "accepted", "adjusted")
    ],
    "answer_updated_at_and_by": [
        lambda given: changed(Answer, updated_by=None),
        lambda given: changed(Answer, updated_at=None),
    ],
    "answer_unchecked_copy_has_source": [lambda given: changed(Answer, is_copy_unchecked=True)],
    "revision_time_order": [lambda given: changed(Revision, saved_at=NOW - timedelta(days=400))],
    "presence_once": [lambda given: again(Presence)],
    "answered_request_once": [lambda given: again(AnsweredRequest)],
    "event_sequence_once_in_assessment": [lambda given: _event(given, "assessment")],
    "event_sequence_once_in_institution": [lambda given: _event(given, "institution")],
    "evidence_file_or_link": [
        lambda given: _file(given, stored_name=""),
        lambda given: _file(given, sha256=""),
        lambda given: _file(given, size=0),
        lambda given: _file(given, size=None),
        lambda given: _file(given, url="https://contoh.go.id"),
        lambda given: _file(given, kind="link", stored_name="", sha256="", size=None),
        lambda given: _file(given, kind="link", url="https://contoh.go.id"),
    ],
    "evidence_stored_name_once": [_two_files_with_one_name],
    "evidence_removed_at_by_and_why": [
        lambda given: changed(Evidence, removed_at=NOW),
        lambda given: changed(Evidence, removed_by=given["operator"]),
        lambda given: changed(Evidence, removed_reason="other"),
        lambda given: changed(Evidence, removed_at=NOW, removed_by=given["operator"]),
    ],
    "evidence_dead_at_and_by": [
        lambda given: changed(Evidence, dead_at=NOW),
        lambda given: changed(Evidence, dead_by=given["operator"]),
        lambda given: _file(given, dead_at=NOW, dead_by=given["operator"]),
    ],
    "evidence_scanned_at": [
        lambda given: _file(given, scan="clean"),
        lambda given: _file(given, scan="infected"),
        lambda given: _file(given, scan="waiting", scanned_at=NOW),
        lambda given: _file(given, scan="off", scanned_at=NOW),
    ],
    "evidence_scan_of_file": [
        lambda given: changed(Evidence, scan="waiting"),
        lambda given: changed(Evidence, scan="clean", scanned_at=NOW),
    ],
    "citation_evidence_once": [lambda given: again(Citation, position=9)],
    "citation_position_once": [_second_proof],
    "upload_client_key_once": [lambda given: again(Upload, token="b" * 32)],
    "upload_received_fits": [lambda given: changed(Upload, received=11)],
    "upload_stored_has_evidence": [lambda given: changed(Upload, state="stored")],
    "extension_asked_once": [lambda given: again(Extension)],
    "extension_answered_at_and_by": [
        lambda given: changed(Extension, answered_at=NOW),
        lambda given: changed(Extension, answered_by=given["operator"]),
        lambda given: changed(Extension, answered_at=NOW, answered_by=given["operator"]),
        lambda given: changed(Extension, state="refused"),
    ],
    "extension_granted_has_date": [
        lambda given: changed(Extension, granted_until=NOW),
        lambda given: changed(Extension, state="granted", answered_at=NOW, answered_by=given["operator"]),
    ],
    "reminder_once_a_day": [lambda given: _two_reminders_of_a_day()],
    "indicator_result_once": [lambda given: again(IndicatorResult)],
    "indicator_result_assessor_reason": [lambda given: changed(IndicatorResult, origin="assessor", reason="")],
    "result_revision_once": [lambda given: again(Result)],
    "result_revision_from_one": [lambda given: again(Result, revision=0)],
    "review_score_fits_verdict": [
        lambda given: _review(given, verdict="accept", score=Decimal(4)),
        lambda given: _review(given, verdict="accept", score=None),
        lambda given: _review(given, verdict="adjust", score=Decimal(3), reason=factories.REASON),
        lambda given: _review(given, verdict="adjust", score=None, reason=factories.REASON),
        lambda given: _review(given, verdict="send_back", score=Decimal(3), reason=factories.REASON),
    ],
    "review_reason_unless_accepted": [
        lambda given: _review(given, verdict="adjust", score=Decimal(2), reason=""),
        lambda given: _review(given, verdict="send_back", score=None, reason=""),
    ],
    "review_confirms_by_a_score": [
        lambda given: _review(
            given, verdict="send_back", score=None, reason=factories.REASON, confirms_id=Review.objects.first().pk
        ),
    ],
    "review_undo_names_what": [
        lambda given: _review(given, verdict="undo", score=None, reason=""),
        lambda given: _review(given, undoes_id=Review.objects.first().pk),
    ],
    "review_assignment_once": [lambda given: _shared(given, "aspect", "unit")],
    "review_assignment_aspect_once": [lambda given: _shared(given, "aspect")],
    "review_assignment_unit_once": [lambda given: _shared(given, "unit")],
    "review_assignment_says_what": [lambda given: _shared(given, times=1)],
    "document_kind_once": [lambda given: again(Document, code="22222222")],
    "document_unit_once": [_documents_of_one_unit],
    "document_unit_for_unit_kind": [
        lambda given: changed(Document, kind="unit"),
        lambda given: changed(Document, unit=Assessment.objects.first().unit),
    ],
    "document_final_has_file": [
        lambda given: changed(Document, state="final", file_name="a.pdf", sha256=""),
        lambda given: changed(Document, state="final", file_name="", sha256="a" * 64),
    ],
    "signed_document_once": [_two_signed_papers],
    "benchmark_once": [lambda given: again(BenchmarkResult)],
} | breaks.BREAKS


def constraints():
    found = [m for app in ("assessments", "reports") for m in apps.get_app_config(app).get_models()]
    return {constraint.name: (model, constraint) for model in found for constraint in model._meta.constraints}


def names(error, model, constraint):
    """Whether the database refused for this constraint: SQLite names the columns of a unique one instead."""
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        columns = [f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in constraint.fields]
        return ", ".join(columns) in str(error)
    return constraint.name in str(error)


@pytest.mark.parametrize("name, way", [(name, way) for name, ways in BREAKS.items() for way in range(len(ways))])
def test_constraint_refuses(name, way, given):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAKS[name][way](given)

    assert names(refusal.value, *constraints()[name])


def test_every_constraint_is_tried():
    assert set(BREAKS) == set(constraints())
