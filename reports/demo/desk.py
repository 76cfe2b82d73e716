"""Work for the review desk of the demo: answers that are as last year's, and parts for the assessors."""

from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.models import Answer

# Units that take over from last year what they claim again.
UNCHANGED = ("DINKES", "BAPENDA", "INSPEKTORAT", "DPMPTSP")
# Only one assessor has parts already; the rest is the coordinator's to try.
PLOTTED, PARTS = "asesor.bappeda@demo.local", ("DINKES", "INSPEKTORAT", "UMUM")


def take_over_unchanged(cast, assessment, levels):
    """Copies with their proofs, confirmed, where the level is the same; what is left is written as elsewhere."""
    if assessment.unit.code not in UNCHANGED:
        return
    officer = cast.operators[assessment.unit.code]
    for answer in Answer.objects.filter(assessment=assessment).with_parents().order_by("indicator__number"):
        earlier = earlier_answer(answer)
        if earlier is None or earlier.score != levels[answer.indicator.number]:
            continue
        saved = workflow.copy_answer(answer, earlier, by=officer, seen=answer.versions)
        workflow.reuse_evidence(saved, earlier, by=officer)
    workflow.confirm_all_copies(assessment, by=officer)


def share_out(cast, period):
    """The parts of one assessor."""
    assessor = next(person for person in cast.assessors if person.email == PLOTTED)
    for code in PARTS:
        workflow.share_out(period, by=cast.coordinator, assessor=assessor, unit=cast.units[code])
