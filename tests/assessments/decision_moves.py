"""The moves of a decision that two people make, and of one that is taken back, for the tests that try all of them."""

from decimal import Decimal

from assessments import workflow
from assessments.models import Review
from tests import factories


def _decision_of(answer):
    """The last decision about it; where there is none, one that nobody made."""
    found = answer.reviews.standing().select_related("assessor").order_by("-pk").first()
    found = found or Review(pk=0, verdict="accept", answer=answer)
    found.answer = answer
    return found


def _raise(scene, by):
    answer = scene.answer(1)
    return workflow.adjust(answer, by=by, version=answer.version, score=Decimal(4), reason=factories.REASON)


def _confirm(scene, by):
    answer = scene.answer(1)
    return workflow.confirm(answer, by=by, version=answer.version)


DECISION_MOVES = {
    "adjust, raising": _raise,
    "confirm": _confirm,
    "undo": lambda scene, by: workflow.undo(_decision_of(scene.answer(2)), by=by),
}
