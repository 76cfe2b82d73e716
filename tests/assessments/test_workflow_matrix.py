"""Every move × every person × every state: only the cells of the table succeed, everything else changes nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.models import Membership, User
from assessments import workflow
from assessments.models import Answer, Event
from assessments.permissions import reviewing
from tests.assessments import dialogue_moves
from tests.assessments.moves import MOVES, NEEDS_ANSWER
from tests.assessments.scenes import SCENES, everything, set_scene

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

PEOPLE = (
    "operator",
    "neighbor",
    "head",
    "assessor",
    "second_assessor",
    "own_assessor",
    "coordinator",
    "executive",
    "signatory",
    "outsider",
    "superuser",
    "inactive",
)
# Everything that the workflow exports and that is not a move: errors, readings, and what a move does on its way.
NO_MOVES = {
    "CHANGED",
    "Held",
    "MINIMUM_REASON",
    "Conflict",
    "Grounds",
    "Incomplete",
    "KeyReused",
    "Way",
    "WrongDigest",
    "accept_together",  # each of its rows is an accept of its own; what is left out is told (test_bulk_accept)
    "answer_once",
    "begin_upload",
    "end_upload",
    "forget_stale",
    "hold",
    "locked_answer_of",
    "note_checked",
    "note_download",
    "note_paper_read",
    "note_received",
    "note_scanned",
    "note_view",
    "opening_faults",
    "refresh_indicator_result",
    "release",
    "require_room",
    "save_locked",
}

ASSESSORS = {"assessor", "second_assessor"}
FILLED = set(SCENES) - {"draft"}
CLOSED = {"closed", "signed once", "entered", "sent"}
OPEN = FILLED - CLOSED
MOVING = OPEN - {"validated"}
FILLING = {"filling", "asks head", "late, time granted"}
REPAIRING = {"returned", "in review"}
UNSENT = FILLING | {"late", "awaiting head", "awaiting head, late"}
JUDGED = {"submitted", "submitted, all windows over", "raised", "verified", "reopened", "consolidated"}
# In the stage of filling, but its time is over.
OVERDUE = {"late", "late, time asked", "late, time granted", "awaiting head, late", "submitted, all windows over"}
OVERDUE |= {"returned", "returned, late"}

# move: [(states, people), …]. What is not named here is refused.
ALLOWED = {
    "save_answer": [(FILLING | REPAIRING, {"operator"})],
    "save_answer, another": [(FILLING, {"operator"})],
    "restore": [(FILLING | REPAIRING, {"operator"})],
    "keep_late": [(OPEN, {"operator"})],
    "cite": [(FILLING | REPAIRING, {"operator"})],
    "change_citation": [(FILLING | REPAIRING, {"operator"})],
    "describe_evidence": [(FILLING | REPAIRING, {"operator"})],
    "move_citation": [(FILLING | REPAIRING, {"operator"})],
    "remove_citation": [(FILLING | REPAIRING, {"operator"})],
    "add_file": [(FILLING | REPAIRING, {"operator"})],
    "describe_proof": [(FILLED, {"operator"})],
    "mark_link": [(FILLED, {"operator", "own_assessor", *ASSESSORS})],
    "remove_proof": [(FILLED, {"operator"})],
    "restore_proof": [(FILLED, {"operator"})],
    "replace_proof": [(FILLED, {"operator"})],
    "copy_answer": [(FILLING | REPAIRING, {"operator"})],
    "reuse_evidence": [(FILLING | REPAIRING, {"operator"})],
    "confirm_copies": [(FILLING | REPAIRING, {"operator"})],
    "confirm_all_copies": [(FILLING | REPAIRING, {"operator"})],
    "ask_approval": [({"asks head"}, {"operator"})],
    "refuse_approval": [({"awaiting head", "awaiting head, late"}, {"head"})],
    "cancel_approval": [({"awaiting head", "awaiting head, late"}, {"operator"})],
    "withdraw": [({"submitted"}, {"operator"})],
    "ask_extension": [(UNSENT, {"operator", "head"})],
    "withdraw_extension": [({"late, time asked"}, {"operator", "head"})],
    "grant_extension": [({"late, time asked"}, {"coordinator"})],
    "refuse_extension": [({"late, time asked"}, {"coordinator"})],
    "submit": [({"filling", "late, time granted"}, {"operator"}), ({"awaiting head"}, {"head"})],
    "resend": [(REPAIRING, {"operator"})],
    "accept": [(JUDGED | {"returned, late"}, ASSESSORS)],
    "accept, another": [(JUDGED | REPAIRING | {"returned, late"}, ASSESSORS)],
    "adjust": [(JUDGED | {"returned, late"}, ASSESSORS)],
    "adjust, raising": [(JUDGED | {"returned, late"}, ASSESSORS)],
    "confirm": [({"raised"}, {"second_assessor"})],
    "undo": [
        ({"raised", "verified", "returned", "returned, late", "in review", "reopened", "consolidated"}, {"assessor"})
    ],
    "send_back": [({"submitted", "raised", "verified"}, ASSESSORS)],
    "set_indicator_result": [(MOVING, ASSESSORS)],
    "set_indicator_result, led by another unit": [(MOVING, {"own_assessor", *ASSESSORS})],
    "follow_policy": [(MOVING, ASSESSORS)],
    "create_period": [(set(SCENES), {"coordinator"})],
    "change_period": [(MOVING | {"draft"}, {"coordinator"})],
    "change_period, its policy": [({"draft"}, {"coordinator"})],
    "assign": [(MOVING | {"draft"}, {"coordinator"})],
    "load_assignments": [({"draft"}, {"coordinator"})],
    "open_period": [({"draft"}, {"coordinator"})],
    "close_period": [(OPEN, {"coordinator"})],
    "reopen_period": [({"closed"}, {"coordinator", "signatory"}), ({"signed once", "entered"}, {"signatory"})],
    "begin_review": [(OVERDUE, {"coordinator"})],
    "begin_consolidation": [(OVERDUE | {"in review"}, {"coordinator"})],
    "begin_validation": [({"consolidated"}, {"coordinator"})],
    "reopen_review": [({"consolidated", "reopened"}, {"coordinator"})],
    "reopen_consolidation": [({"validated"}, {"coordinator"})],
    "save_minutes": [(OPEN | {"closed"}, {"coordinator"})],
    "sign_document": [({"closed", "signed once", "entered"}, {"signatory"})],
    "mark_sent": [({"entered"}, {"coordinator"})],
    "advance_stage": [({"sent"}, {"coordinator"})],
    **dialogue_moves.allowed(open_=OPEN, moving=MOVING, judged=JUDGED, repairing=REPAIRING, assessors=ASSESSORS),
}


def is_allowed(move, state, person):
    return any(state in states and person in people for states, people in ALLOWED[move])


@pytest.fixture
def people(request, other_institution, outsider, inactive):
    """The cast by name. The outsider holds every role there is, elsewhere."""
    unit = outsider.all_memberships[0].unit
    for role in Membership.Role:
        Membership.objects.get_or_create(user=outsider, institution=other_institution, role=role, unit=unit)
    return {name: User.objects.get(pk=request.getfixturevalue(name).pk) for name in PEOPLE}


@pytest.fixture(autouse=True)
def time_to_undo(monkeypatch):
    """All cells of a state take longer than the seconds in which a decision is undone."""
    monkeypatch.setattr(reviewing, "UNDO_TIME", timedelta(hours=1))


@pytest.mark.parametrize("state", SCENES)
def test_every_move_by_everybody_in_this_state(state, people, institution, instrument, unit, other_unit):
    scene = set_scene(state, people, institution, instrument, unit, other_unit)
    if state == "draft":
        assert not Answer.objects.exists()
    before, events = everything(), Event.objects.count()

    faults = []
    for move in [name for name in MOVES if state != "draft" or name not in NEEDS_ANSWER]:
        for person in PEOPLE:
            faults += _fault(scene, move, person, is_allowed(move, state, person), before, events)

    assert faults == []


class Writes:
    """Whether any statement was more than reading."""

    def __init__(self):
        self.seen = False

    def __call__(self, execute, sql, params, many, context):
        self.seen = self.seen or not sql.lstrip("( ").startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"))
        return execute(sql, params, many, context)


def _fault(scene, move, person, allowed, before, events):
    """Try one cell and undo it; tell what went otherwise than the table says. Rows are compared if any was written."""
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        try:
            MOVES[move](scene, scene.people[person])
            outcome = "succeeded"
        except PermissionDenied as refusal:
            outcome = "refused" if str(refusal) else "refused without a reason"
        told = Event.objects.count() - events
        changed = outcome != "succeeded" and writes.seen and everything() != before
        transaction.set_rollback(True)
    if outcome != ("succeeded" if allowed else "refused"):
        return [f"{move} by {person}: {outcome}"]
    if changed or told < allowed or (told and not allowed):
        return [f"{move} by {person}: {outcome}, {told} events, changed rows: {changed}"]
    return []


def test_table_names_every_move_of_the_workflow():
    exported = set(workflow.__all__) - NO_MOVES
    assert {name.split(",")[0] for name in MOVES} == exported
    assert set(MOVES) == set(ALLOWED)


def test_table_uses_known_states_and_people():
    cells = [(states, people) for rows in ALLOWED.values() for states, people in rows]
    assert set().union(*(states for states, _ in cells)) == set(SCENES)
    assert set().union(*(people for _, people in cells)) <= set(PEOPLE)
