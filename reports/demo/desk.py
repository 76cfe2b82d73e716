"""Work for the review desk of the demo: answers that are as last year's, and parts for the assessors."""

from django.utils import timezone

from assessments import workflow
from assessments.earlier import earlier_answer
from assessments.even_shares import Basis, suggest
from assessments.models import Answer
from assessments.sharing import Sharing

# Units that take over from last year what they claim again.
UNCHANGED = ("DINKES", "BAPENDA", "INSPEKTORAT", "DPMPTSP")
# Only this assessor has a part already; the rest is the coordinator's to try.
PLOTTED = "asesor.bappeda@demo.local"


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
    """The part of one assessor, as the even suggestion has it."""
    if period.review_assignments.exists() or not period.review_closes_at > timezone.now():
        return
    sharing = Sharing(period)
    for part in suggest(sharing, Basis.UNIT):
        assessor = sharing.reviewers[part.assessor_id].user
        if assessor.email == PLOTTED:
            workflow.share_out(period, by=cast.coordinator, assessor=assessor, unit=sharing.units[part.unit_id])
