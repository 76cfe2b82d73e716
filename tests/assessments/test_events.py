"""The trail: one event for each change, in the same transaction, chained, and never changed afterwards."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from assessments import workflow
from assessments.models import Answer, Assessment, Event, Result, Review, record
from tests import factories
from tests.assessments.moves import MOVES
from tests.assessments.scenes import everything, set_scene
from tests.assessments.test_workflow_matrix import ALLOWED

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

ASSESSMENT, INSTITUTION = "assessment", "institution"

# What each move tells, and in whose chain. A decision changes two things: the answer, and what the institution scores.
TOLD = {
    "save_answer": ["answer.saved"],
    "save_answer, another": ["answer.saved"],
    "restore": ["answer.saved"],
    "keep_late": ["answer.late"],
    "cite": ["answer.evidence_added"],
    "change_citation": ["answer.citation_changed"],
    "describe_evidence": ["answer.evidence_described"],
    "move_citation": ["answer.evidence_moved"],
    "remove_citation": ["answer.evidence_removed"],
    "add_file": ["answer.evidence_added"],
    "describe_proof": ["evidence.described"],
    "mark_link": ["evidence.link_dead"],
    "remove_proof": ["evidence.removed"],
    "restore_proof": ["evidence.restored"],
    "replace_proof": ["evidence.replaced"],
    "copy_answer": ["answer.copied", "answer.saved"],
    "reuse_evidence": ["answer.evidence_added", "answer.evidence_reused"],
    "confirm_copies": ["answer.copy_checked"],
    "confirm_all_copies": ["answer.copy_checked"],
    "ask_approval": ["assessment.approval_asked"],
    "refuse_approval": ["assessment.approval_refused"],
    "cancel_approval": ["assessment.approval_cancelled"],
    "withdraw": ["assessment.withdrawn"],
    "ask_extension": ["extension.asked"],
    "withdraw_extension": ["extension.withdrawn"],
    "grant_extension": ["extension.granted"],
    "refuse_extension": ["extension.refused"],
    "submit": ["assessment.submitted"],
    "resend": ["assessment.resent"],
    "accept": ["indicator_result.set", "review.accept"],
    "accept, another": ["review.accept"],
    "adjust": ["indicator_result.set", "review.adjust"],
    "adjust, raising": ["review.raise"],
    "confirm": ["indicator_result.set", "review.adjust"],
    "undo": ["review.undo"],
    "send_back": ["review.send_back"],
    "set_indicator_result": ["indicator_result.set"],
    "set_indicator_result, led by another unit": ["indicator_result.set"],
    "follow_policy": ["indicator_result.withdrawn"],
    "create_period": ["period.created"],
    "change_period": ["period.changed"],
    "change_period, its policy": ["period.changed"],
    "assign": ["assignment.changed"],
    "load_assignments": ["assignment.loaded"],
    "open_period": ["period.opened"],
    "close_period": ["period.closed"],
    "reopen_period": ["period.reopened"],
    "begin_review": ["period.moved"],
    "begin_consolidation": ["period.moved"],
    "begin_validation": ["period.moved"],
    "reopen_review": ["period.moved"],
    "reopen_consolidation": ["period.moved"],
    "save_minutes": ["minutes.saved"],
    "sign_document": ["paper.signed"],
    "mark_sent": ["period.moved"],
    "advance_stage": ["period.moved"],
    "choose_policy": ["indicator_policy.set"],
    "mark_coverage": ["coverage.set"],
    "return_to_review": ["review.reopened"],
    "file_objection": ["objection.filed"],
    "withdraw_objection": ["objection.withdrawn"],
    "decide_objection": ["objection.upheld"],
    "add_comment": ["comment.added"],
    "draw_sample": ["second_reading.drawn"],
    "read_again": ["second_reading.read"],
    "settle_reading": ["second_reading.settled"],
    "import_stage": ["stage.imported"],
    "take_over": ["review.taken_over"],
    "share_out": ["review_share.added"],
    "take_share_back": ["review_share.removed"],
    "replace_shares": ["review_share.replaced"],
}
STATE = {
    "save_answer": "filling",
    "restore": "filling",
    "submit": "filling",
    "accept": "submitted",
    "accept, another": "submitted",
    "adjust": "submitted",
    "adjust, raising": "submitted",
    "undo": "verified",
    "send_back": "submitted",
    "follow_policy": "filling",
    "assign": "filling",
    "close_period": "verified",
    "reopen_period": "closed",
    "save_minutes": "filling",
    "sign_document": "closed",
}


def _first_cell(move):
    states, people = ALLOWED[move][0]
    return STATE.get(move) or min(states), min(people)


@pytest.fixture
def act(
    operator,
    neighbor,
    head,
    assessor,
    second_assessor,
    own_assessor,
    coordinator,
    signatory,
    institution,
    instrument,
    unit,
    other_unit,
):
    """Set the stage for a move and return it, ready to be made by somebody who may."""
    people = {
        "operator": operator,
        "neighbor": neighbor,
        "head": head,
        "assessor": assessor,
        "second_assessor": second_assessor,
        "own_assessor": own_assessor,
        "coordinator": coordinator,
        "signatory": signatory,
    }

    def prepare(move):
        state, person = _first_cell(move)
        scene = set_scene(state, people, institution, instrument, unit, other_unit)
        return lambda: MOVES[move](scene, User.objects.get(pk=people[person].pk))

    return prepare


def chains(institution):
    yield list(Event.objects.chain_of(institution=institution))
    for assessment in Assessment.objects.filter(period__institution=institution):
        yield list(Event.objects.chain_of(assessment=assessment))


def assert_whole(rows):
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert [row.previous_hash for row in rows] == [before.hash if before else "" for before in [None, *rows][:-1]]
    assert [row.hash for row in rows] == [row.computed_hash() for row in rows]


@pytest.mark.parametrize("move", MOVES)
def test_move_tells_each_change_once(move, act, institution):
    make = act(move)
    last = Event.objects.order_by("-pk").first().pk

    make()

    assert sorted(Event.objects.filter(pk__gt=last).values_list("action", flat=True)) == TOLD[move]
    for rows in chains(institution):
        assert_whole(rows)


@pytest.mark.parametrize("move", MOVES)
def test_move_changes_nothing_when_its_event_cannot_be_written(move, act, monkeypatch):
    make = act(move)
    before = everything()

    def fail(*_, **__):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Event, "save", fail)
    with pytest.raises(DatabaseError), transaction.atomic():
        make()

    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused(institution, coordinator):
    with pytest.raises(transaction.TransactionManagementError):
        record("period.opened", by=coordinator, institution=institution)


def test_event_says_who_did_what_to_which_answer(submitted, assessor, answer):
    answer.refresh_from_db()

    workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(2), reason=factories.REASON)

    event = Event.objects.get(action="review.adjust")
    assert (event.actor, event.assessment, event.target) == (assessor, submitted, f"answer:{answer.pk}")
    expected = {
        "claimed": "3",
        "score": "2",
        "reason": factories.REASON,
        "version": answer.version,
        "before": "waiting",
    }
    assert event.data == expected | {"review": Review.objects.get().pk}
    assert event.created_at.astimezone(UTC).tzinfo is UTC


def test_two_chains_of_one_institution_do_not_mix(submitted, institution, assessor, answer):
    answer.refresh_from_db()

    workflow.accept(answer, by=assessor, version=answer.version)

    own = Event.objects.chain_of(assessment=submitted)
    general = Event.objects.chain_of(institution=institution)
    assert own.last().action == "review.accept"
    assert general.last().action == "indicator_result.set"
    assert own.last().sequence == own.count()
    assert general.last().sequence == general.count()


@pytest.mark.parametrize(
    "field, value",
    [
        ("action", "review.accept"),
        ("data", {"score": "5"}),
        ("target", "answer:0"),
        ("sequence", 99),
        ("actor_id", 0),
        ("assessment_id", 0),
        ("institution_id", 0),
        ("created_at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("previous_hash", "0" * 64),
    ],
)
def test_hash_covers_what_the_row_says(field, value, submitted):
    event = Event.objects.chain_of(assessment=submitted).last()

    setattr(event, field, value)

    assert event.computed_hash() != event.hash


@pytest.fixture
def frozen(submitted, assessor, coordinator, period):
    """One row at least in each append-only table."""
    for answer in Answer.objects.filter(assessment=submitted).with_parents():
        workflow.accept(answer, by=assessor, version=answer.version)
    return workflow.close_period(period, by=coordinator, at_minimum=True)


@pytest.mark.parametrize("model", [Event, Review, Result])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = {column}",
        "UPDATE {table} SET {column} = {column} WHERE id = (SELECT min(id) FROM {table})",
        "DELETE FROM {table}",
    ],
)
def test_append_only_rows_refuse_sql(model, statement, frozen):
    before = everything()
    table = model._meta.db_table

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, column=model._meta.fields[3].column))

    assert everything() == before


@pytest.mark.parametrize("model", [Event, Review, Result])
def test_append_only_rows_refuse_to_be_replaced(model, frozen):
    """SQLite's REPLACE deletes without a word unless triggers are recursive; PostgreSQL has the upsert."""
    before = everything()
    table, columns = model._meta.db_table, [field.column for field in model._meta.fields]
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.vendor == "sqlite":
        statement = f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table}"
    else:
        statement = f"INSERT INTO {table} ({names}) SELECT {names} FROM {table} ON CONFLICT (id) DO UPDATE SET id = 1"

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert everything() == before


@pytest.mark.parametrize("model", [Event, Review, Result])
def test_append_only_rows_refuse_the_orm(model, frozen):
    row = model.objects.order_by("pk").first()
    for attempt in (row.save, row.delete, model.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()

    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", [Event, Review, Result])
def test_append_only_rows_refuse_truncate(model, frozen):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_refused_move_writes_no_event(submitted, own_assessor, answer):
    answer.refresh_from_db()
    count = Event.objects.count()

    with pytest.raises(PermissionDenied):
        workflow.accept(answer, by=own_assessor, version=answer.version)

    assert Event.objects.count() == count


def test_set_result_is_told_with_its_reason(period, assessor, instrument):
    workflow.set_indicator_result(
        period, instrument.indicators.get(number=1), by=assessor, score=Decimal(4), reason=factories.REASON
    )

    event = Event.objects.get(action="indicator_result.set")
    assert event.data == {"score": "4", "origin": "assessor", "reason": factories.REASON}
    assert event.target == f"{period.slug}:1"
