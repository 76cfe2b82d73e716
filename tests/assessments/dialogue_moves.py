"""The moves around a decision: consolidation, objections, comments, second readings, outside scores, shares and holds.

A row that a scene lacks is built by the move, in a savepoint that goes with a refusal.
"""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assessments import workflow
from assessments.models import Objection, Period, ReviewAssignment, ReviewLock, SecondReading
from assessments.tracks import Entry

REASON = "Pasal 7 halaman 12 bukti a memuat seluruh unsur yang diminta."


def _on(make, act):
    """A move on a row that `make` builds as a scene would have it."""

    def move(scene, by):
        with transaction.atomic():
            return act(scene, make(scene), by)

    return move


def _standing(answer):
    return answer.reviews.standing().order_by("-pk").first()


def _decision_about(scene, number):
    answer = scene.answer(number)
    review = _standing(answer)
    if review is None or not answer.is_decided:
        raise PermissionDenied("Jawaban ini belum diputuskan.")
    return {"answer": answer, "review": review}


def _objection(scene):
    return Objection.objects.create(
        **_decision_about(scene, 1), reason=REASON, filed_at=timezone.now(), filed_by=scene.people["operator"]
    )


def _reading(scene, **fields):
    return SecondReading.objects.create(
        **_decision_about(scene, 2), period=scene.period, drawn_at=timezone.now(),
        drawn_by=scene.people["coordinator"], **fields,
    )  # fmt: skip


def _differing(scene):
    read = {"verdict": "differs", "score": Decimal(1), "note": REASON, "read_at": timezone.now()}
    return _reading(scene, reader=scene.people["second_assessor"], **read)


def _share(scene):
    place = {"period": scene.period, "assessor": scene.people["assessor"], "unit": scene.unit}
    return ReviewAssignment.objects.create(**place, assigned_by=scene.people["coordinator"])


def _held(scene):
    now = timezone.now()
    return ReviewLock.objects.create(
        answer=scene.answer(1), holder=scene.people["signatory"], taken_at=now,
        expires_at=now + workflow.review_locks.LIFETIME,
    )  # fmt: skip


def _return(scene, by):
    answer = scene.answer(2)
    return workflow.return_to_review(answer, by=by, version=answer.version, reason=REASON)


def _file(scene, by):
    answer = scene.answer(1)
    review = _standing(answer)
    return workflow.file_objection(answer, by=by, seen=review and review.pk, reason=REASON)


def _draw(scene, by):
    """Where nothing was decided there is nothing to draw."""
    if not (drawn := workflow.draw_sample(scene.period, by=by, percent=100)):
        raise PermissionDenied("Belum ada yang diputuskan.")
    return drawn


def _import(scene, by):
    entries = {1: Entry(Decimal(2), None, "")}
    return workflow.import_stage(
        scene.period, Period.Stage.DOCUMENT, entries, by=by, seen=None, file_name="nilai.csv", sha256="a" * 64
    )


def _share_out(scene, by):
    return workflow.share_out(scene.period, by=by, assessor=scene.people["assessor"], unit=scene.unit)


DIALOGUE_MOVES = {
    "choose_policy": lambda scene, by: workflow.choose_policy(
        scene.period, scene.indicator(2), by=by, policy=Period.Policy.MINIMUM, reason=REASON
    ),
    "mark_coverage": lambda scene, by: workflow.mark_coverage(
        scene.period, scene.indicator(2), by=by, marks={scene.unit: ("met", "")}
    ),
    "return_to_review": _return,
    "file_objection": _file,
    "withdraw_objection": _on(_objection, lambda scene, row, by: workflow.withdraw_objection(row, by=by)),
    "decide_objection": _on(_objection, lambda scene, row, by: workflow.decide_objection(row, by=by, reason=REASON)),
    "add_comment": lambda scene, by: workflow.add_comment(scene.answer(1), by=by, text="Halaman berapa?"),
    "draw_sample": _draw,
    "read_again": _on(_reading, lambda scene, row, by: workflow.read_again(row, by=by, score=Decimal(3), note=REASON)),
    "settle_reading": _on(_differing, lambda scene, row, by: workflow.settle_reading(row, by=by, text=REASON)),
    "import_stage": _import,
    "take_over": _on(
        _held, lambda scene, row, by: workflow.take_over(scene.answer(1), by=by, seen=scene.people["signatory"].pk)
    ),
    "share_out": _share_out,
    "take_share_back": _on(_share, lambda scene, row, by: workflow.take_share_back(row, by=by)),
    "replace_shares": lambda scene, by: workflow.replace_shares(
        scene.period, [(scene.people["assessor"], None, scene.unit)], by=by
    ),
}


def allowed(*, open_, moving, judged, repairing, assessors):
    """The rows of the table for these moves, from the states and people of the whole table."""
    decided = (judged - {"submitted", "submitted, all windows over"}) | repairing | {"returned, late"}
    disputable = {"verified", "reopened", "consolidated"}
    sent = judged | repairing | {"returned, late"}
    unit = {"operator", "head"}
    return {
        "choose_policy": [(moving, assessors)],
        "mark_coverage": [(moving, assessors)],
        "return_to_review": [(decided, assessors)],
        "file_objection": [(disputable, unit)],
        "withdraw_objection": [(disputable, unit)],
        "decide_objection": [(disputable, {"second_assessor"})],
        "add_comment": [(sent, {"own_assessor", "coordinator", *unit, *assessors})],
        "draw_sample": [(decided, {"coordinator"})],
        "read_again": [(decided, {"second_assessor"})],
        "settle_reading": [(decided, assessors)],
        "import_stage": [({"sent"}, {"coordinator"})],
        "take_over": [(judged | {"returned, late"}, assessors)],
        "share_out": [(open_, {"coordinator"})],
        "take_share_back": [(open_, {"coordinator"})],
        "replace_shares": [(open_, {"coordinator"})],
    }
