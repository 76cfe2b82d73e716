"""Every move of the workflow, and the states that a period can be in, for the tests that try all of them."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.apps import apps
from django.utils import timezone

from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.models import Answer, Assessment, Citation, Period, Revision
from tests import factories
from tests.assessments.filling import seen_of

OTHER_REASON = "Bukti pada halaman yang dirujuk belum memuat hasil reviu."


@dataclass
class Scene:
    """One period in one state, with the people around it."""

    period: Period
    people: dict
    unit: object
    other_unit: object

    def indicator(self, number):
        return self.period.instrument.indicators.get(number=number)

    @property
    def assessment(self):
        return Assessment.objects.select_related("period", "unit").get(period=self.period, unit=self.unit)

    def answer(self, number):
        answers = Answer.objects.with_parents()
        return answers.get(assessment__period=self.period, assessment__unit=self.unit, indicator__number=number)

    @property
    def extension(self):
        return self.assessment.extensions.select_related("assessment__period", "assessment__unit").last()

    def free(self, *, removed=False):
        """A link in the library that no answer cites; or the one that was taken out of it."""
        unused = self.unit.evidence.filter(citations__isnull=True, removed_at__isnull=not removed)
        return unused.select_related("unit__institution").get()

    def citation(self, position=1):
        return self.answer(1).citations.get(position=position)


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
}


def set_windows(period, **days):
    Period.objects.filter(pk=period.pk).update(**factories.windows(**days))


def _filled(scene):
    for number in (1, 2, 3):
        factories.fill(scene.answer(number), scene.people["operator"])
    workflow.cite(
        scene.answer(1), factories.link(scene.unit, scene.people["operator"], "Notula"), by=scene.people["operator"]
    )


def _kept(scene):
    """Two links that no answer cites; one of them was taken out of the library."""
    operator = scene.people["operator"]
    for title in ("Notula lama", "Notula terhapus"):
        proof = factories.link(scene.unit, operator, title)
        proof.save()
    workflow.remove_proof(proof, by=operator)


def _copied(scene):
    """Last year's answer to indicator 1 with a proof of its own; one of today's proofs counts as taken from there."""
    operator, now = scene.people["operator"], scene.period
    past = Period.objects.create(
        institution=now.institution, instrument=now.instrument, slug="uji-2022", year=2022, name="Penilaian 2022",
        status=Period.Status.CLOSED, created_by=scene.people["coordinator"], **factories.windows(),
    )  # fmt: skip
    assessment = Assessment.objects.create(period=past, unit=scene.unit)
    answer = Answer.objects.create(
        assessment=assessment, indicator=scene.indicator(1), score=2, explanation="Penjelasan tahun lalu."
    )
    evidence = factories.link(scene.unit, operator, "Laporan tahun lalu")
    evidence.save()
    Citation.objects.create(answer=answer, evidence=evidence, position=1)
    Citation.objects.filter(pk=scene.citation().pk).update(is_copy_unchecked=True)


def _overrule(scene):
    """A score that an assessor has set, so that following the policy is a change."""
    workflow.set_indicator_result(
        scene.period, scene.indicator(2), by=scene.people["assessor"], score=Decimal(4), reason=OTHER_REASON
    )


def _open(scene):
    scene.period = workflow.open_period(scene.period, by=scene.people["coordinator"])
    _filled(scene)
    _kept(scene)
    _copied(scene)
    _overrule(scene)
    _refused_time(scene)


def _refused_time(scene):
    """An answered request, which no move may touch again."""
    asked = _ask_time(scene, scene.people["operator"])
    workflow.refuse_extension(asked, by=scene.people["coordinator"], note=OTHER_REASON)


def _before(scene):
    _open(scene)
    set_windows(scene.period, fill=(1, 20))


def _late(scene):
    _open(scene)
    set_windows(scene.period, fill=(-10, -1))


def _late_asked(scene):
    _late(scene)
    _ask_time(scene, scene.people["operator"])


def _late_granted(scene):
    _late_asked(scene)
    until = timezone.now() + timedelta(days=5)
    workflow.grant_extension(scene.extension, by=scene.people["coordinator"], until=until)


def _asks_head(scene):
    Period.objects.filter(pk=scene.period.pk).update(needs_head_approval=True)
    scene.period.refresh_from_db()
    _open(scene)


def _awaiting_head(scene):
    _asks_head(scene)
    factories.ask_approval(scene.assessment, by=scene.people["operator"])


def _awaiting_head_late(scene):
    _awaiting_head(scene)
    set_windows(scene.period, fill=(-10, -1))


def _submitted(scene):
    _open(scene)
    factories.submit(scene.assessment, by=scene.people["operator"])


def _submitted_late(scene):
    _submitted(scene)
    set_windows(scene.period, fill=(-40, -30), repair=-20, review=-10, closing=-5)


def _returned(scene):
    """Answer 1 came back and is repaired but not sent; 2 is accepted; 3 still waits."""
    _submitted(scene)
    assessor = scene.people["assessor"]
    workflow.send_back(scene.answer(1), by=assessor, version=scene.answer(1).version, reason=OTHER_REASON)
    workflow.accept(scene.answer(2), by=assessor, version=scene.answer(2).version)
    answer = scene.answer(1)
    workflow.save_answer(answer, by=scene.people["operator"], seen=answer.versions, reply="Sudah dilampirkan.")
    set_windows(scene.period, fill=(-10, -1))


def _returned_late(scene):
    _returned(scene)
    set_windows(scene.period, fill=(-40, -30), repair=-20, review=-10, closing=-5)


def _verified(scene):
    _submitted(scene)
    assessor = scene.people["assessor"]
    workflow.adjust(
        scene.answer(1), by=assessor, version=scene.answer(1).version, score=Decimal(4), reason=factories.REASON
    )
    for number in (2, 3):
        workflow.accept(scene.answer(number), by=assessor, version=scene.answer(number).version)


def _closed(scene):
    _verified(scene)
    workflow.close_period(scene.period, by=scene.people["coordinator"], at_minimum=True)


def _reopened(scene):
    _closed(scene)
    workflow.reopen_period(scene.period, by=scene.people["coordinator"], reason=OTHER_REASON)


SCENES = {
    "draft": lambda scene: None,
    "before": _before,
    "filling": _open,
    "late": _late,
    "late, time asked": _late_asked,
    "late, time granted": _late_granted,
    "asks head": _asks_head,
    "awaiting head": _awaiting_head,
    "awaiting head, late": _awaiting_head_late,
    "submitted": _submitted,
    "submitted, all windows over": _submitted_late,
    "returned": _returned,
    "returned, late": _returned_late,
    "verified": _verified,
    "closed": _closed,
    "reopened": _reopened,
}


def set_scene(name, people, institution, instrument, unit, other_unit):
    """A period in the named state: one unit leads 1, 2 and 3, another leads 4 and 5 and supports 1."""
    period = factories.make_period(
        institution,
        instrument,
        people["coordinator"],
        leads=[(1, unit), (2, unit), (3, unit), (4, other_unit), (5, other_unit)],
        supporting=[(1, other_unit)],
        opened=False,
    )
    scene = Scene(period, people, unit, other_unit)
    SCENES[name](scene)
    scene.period = Period.objects.select_related("institution", "instrument").get(pk=period.pk)
    return scene


def everything():
    """Every row of assessments and reports, to compare before and after."""
    models = [m for app in ("assessments", "reports") for m in apps.get_app_config(app).get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}
