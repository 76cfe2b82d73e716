"""The states that a period can be in, for the tests that try every move in each of them."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.apps import apps
from django.utils import timezone

from assessments import workflow
from assessments.models import Answer, Assessment, Citation, Period
from assessments.workflow.closing import without_score
from tests import factories
from tests.assessments.moves import MOVES, OTHER_REASON
from tests.assessments.stage_moves import paper, sign_both


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
        created_by=scene.people["coordinator"], **factories.CLOSED, **factories.windows(),
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
    asked = MOVES["ask_extension"](scene, scene.people["operator"])
    workflow.refuse_extension(asked, by=scene.people["coordinator"], note=OTHER_REASON)


def _before(scene):
    _open(scene)
    set_windows(scene.period, fill=(1, 20))


def _late(scene):
    _open(scene)
    set_windows(scene.period, fill=(-10, -1))


def _late_asked(scene):
    _late(scene)
    MOVES["ask_extension"](scene, scene.people["operator"])


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
        scene.answer(1), by=assessor, version=scene.answer(1).version, score=Decimal(2), reason=factories.REASON
    )
    for number in (2, 3):
        workflow.accept(scene.answer(number), by=assessor, version=scene.answer(number).version)


def _raised(scene):
    """Answer 1 waits for a second assessor, 2 and 3 are decided."""
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


def _in_review(scene):
    _returned(scene)
    _to_stage(scene, workflow.begin_review)


def _consolidated(scene):
    """Every indicator has a score; two answers of the other unit were never sent."""
    _verified(scene)
    set_windows(scene.period, fill=(-10, -1))
    _to_stage(scene, workflow.begin_consolidation, reason=OTHER_REASON)
    for indicator in without_score(scene.period):
        workflow.set_indicator_result(
            scene.period, indicator, by=scene.people["assessor"], score=Decimal(1), reason=OTHER_REASON
        )


def _validated(scene):
    _consolidated(scene)
    _to_stage(scene, workflow.begin_validation)


def _signed_once(scene):
    _closed(scene)
    workflow.sign_document(paper(scene.period.results.get(), scene.people["signatory"]), by=scene.people["signatory"])


def _entered(scene):
    _closed(scene)
    sign_both(scene.period, scene.people["signatory"])


def _sent(scene):
    _entered(scene)
    _to_stage(scene, workflow.mark_sent, receipt="SPBE-2023-0018")


def _to_stage(scene, move, **arguments):
    scene.period.refresh_from_db()
    move(scene.period, by=scene.people["coordinator"], seen=scene.period.stage, **arguments)


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
    "raised": _raised,
    "verified": _verified,
    "closed": _closed,
    "reopened": _reopened,
    "in review": _in_review,
    "consolidated": _consolidated,
    "validated": _validated,
    "signed once": _signed_once,
    "entered": _entered,
    "sent": _sent,
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
