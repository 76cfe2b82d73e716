"""Every move of the workflow, for the tests that try all of them in every scene."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.models import Period, Revision
from tests import factories
from tests.assessments.decision_moves import DECISION_MOVES
from tests.assessments.dialogue_moves import DIALOGUE_MOVES
from tests.assessments.filling import seen_of
from tests.assessments.stage_moves import STAGE_MOVES

OTHER_REASON = "Bukti pada halaman yang dirujuk belum memuat hasil reviu."


def _save(number):
    def move(scene, by):
        answer = scene.answer(number)
        return workflow.save_answer(answer, by=by, seen=answer.versions, explanation=answer.explanation + " Baru.")

    return move


def _restore(scene, by):
    answer = scene.answer(1)
    earlier = Revision(answer=answer, explanation=answer.explanation + " Dahulu.")
    return workflow.restore(earlier, by=by, seen=answer.versions, fields=["explanation"])


def _decide(verdict, number, **arguments):
    def move(scene, by):
        answer = scene.answer(number)
        return verdict(answer, by=by, version=answer.version, **arguments)

    return move


def _change_citation(scene, by):
    return workflow.change_citation(scene.citation(), by=by, seen=seen_of(scene.citation()), pages="7", levels=[2])


def _describe(scene, by):
    return workflow.describe_evidence(
        scene.citation(), by=by, seen=seen_of(scene.citation()), title="Judul yang diperbaiki"
    )


def _describe_proof(scene, by):
    return workflow.describe_proof(scene.free(), by=by, seen={"title": "Notula lama"}, title="Notula rapat lama")


def _replace_proof(scene, by):
    newer = factories.stored_file(scene.unit, by, title="Notula baru")
    return workflow.replace_proof(scene.free(), newer, by=by)


def _add_file(scene, by):
    return workflow.add_file(scene.answer(1), factories.stored_file(scene.unit, by, title="Lampiran"), by=by)


def _earlier(scene):
    return earlier_answer(scene.answer(1))


def _copy(scene, by):
    answer = scene.answer(1)
    return workflow.copy_answer(answer, _earlier(scene), by=by, seen=answer.versions, way=workflow.Way.REPLACE)


def _set_result(number):
    def move(scene, by):
        return workflow.set_indicator_result(
            scene.period, scene.indicator(number), by=by, score=Decimal(2), reason=OTHER_REASON
        )

    return move


def _create_period(scene, by):
    values = factories.windows() | {"instrument": scene.period.instrument, "slug": "lain", "name": "Lain"}
    return workflow.create_period(scene.period.institution, by=by, year=2030, **values)


def _assign(scene, by):
    """Another supporting unit for an indicator, one that has not sent its answers."""
    return workflow.assign(scene.period, scene.indicator(2), by=by, lead=scene.unit, supporting=[scene.other_unit])


def _load(scene, by):
    rows = [(indicator, scene.unit, []) for indicator in scene.period.instrument.indicators.all()]
    return workflow.load_assignments(scene.period, rows, by=by)


def _ask_time(scene, by):
    until = timezone.now() + timedelta(days=25)
    return workflow.ask_extension(scene.assessment, by=by, reason=OTHER_REASON, until=until)


def _grant_time(scene, by):
    return workflow.grant_extension(scene.extension, by=by, until=timezone.now() + timedelta(days=25))


MOVES = {
    "save_answer": _save(1),
    "save_answer, another": _save(2),
    "restore": _restore,
    "cite": lambda scene, by: workflow.cite(scene.answer(1), factories.link(scene.unit, by, "Tautan"), by=by),
    "keep_late": lambda scene, by: workflow.keep_late(scene.answer(1), by=by, explanation="Terlambat."),
    "change_citation": _change_citation,
    "describe_evidence": _describe,
    "move_citation": lambda scene, by: workflow.move_citation(scene.citation(), by=by, step=1),
    "remove_citation": lambda scene, by: workflow.remove_citation(scene.citation(), by=by),
    "add_file": _add_file,
    "describe_proof": _describe_proof,
    "mark_link": lambda scene, by: workflow.mark_link(scene.free(), by=by, dead=True),
    "remove_proof": lambda scene, by: workflow.remove_proof(scene.free(), by=by),
    "restore_proof": lambda scene, by: workflow.restore_proof(scene.free(removed=True), by=by),
    "replace_proof": _replace_proof,
    "copy_answer": _copy,
    "reuse_evidence": lambda scene, by: workflow.reuse_evidence(scene.answer(1), _earlier(scene), by=by),
    "confirm_copies": lambda scene, by: workflow.confirm_copies(scene.answer(1), by=by),
    "confirm_all_copies": lambda scene, by: workflow.confirm_all_copies(scene.assessment, by=by),
    "ask_approval": lambda scene, by: factories.ask_approval(scene.assessment, by=by),
    "refuse_approval": lambda scene, by: factories.refuse_approval(scene.assessment, by=by, reason=OTHER_REASON),
    "cancel_approval": lambda scene, by: workflow.cancel_approval(scene.assessment, by=by),
    "withdraw": lambda scene, by: workflow.withdraw(scene.assessment, by=by),
    "ask_extension": _ask_time,
    "withdraw_extension": lambda scene, by: workflow.withdraw_extension(scene.extension, by=by),
    "grant_extension": _grant_time,
    "refuse_extension": lambda scene, by: workflow.refuse_extension(scene.extension, by=by, note=OTHER_REASON),
    "submit": lambda scene, by: factories.submit(scene.assessment, by=by),
    "resend": lambda scene, by: factories.resend(scene.assessment, by=by),
    "accept": _decide(workflow.accept, 1),
    "accept, another": _decide(workflow.accept, 2),
    "adjust": _decide(workflow.adjust, 1, score=Decimal(2), reason=OTHER_REASON),
    "send_back": _decide(workflow.send_back, 1, reason=OTHER_REASON),
    "set_indicator_result": _set_result(1),
    "set_indicator_result, led by another unit": _set_result(4),
    "follow_policy": lambda scene, by: workflow.follow_policy(scene.period, scene.indicator(2), by=by),
    "create_period": _create_period,
    "change_period": lambda scene, by: workflow.change_period(scene.period, by=by, name="Nama lain"),
    "change_period, its policy": lambda scene, by: workflow.change_period(
        scene.period, by=by, rollup_policy=Period.Policy.MINIMUM
    ),
    "assign": _assign,
    "load_assignments": _load,
    "open_period": lambda scene, by: workflow.open_period(scene.period, by=by),
    "close_period": lambda scene, by: workflow.close_period(scene.period, by=by, at_minimum=True),
    "reopen_period": lambda scene, by: workflow.reopen_period(scene.period, by=by, reason=OTHER_REASON),
    **STAGE_MOVES,
    **DECISION_MOVES,
    **DIALOGUE_MOVES,
}
# Without an assessment there is nothing to fill or to review: a draft has none.
NEEDS_ANSWER = set(MOVES) - {
    "set_indicator_result",
    "set_indicator_result, led by another unit",
    "follow_policy",
    "create_period",
    "change_period",
    "change_period, its policy",
    "assign",
    "load_assignments",
    "open_period",
    "close_period",
    "reopen_period",
    *STAGE_MOVES,
}
