"""Whether an answer is still *Lengkap* when the proofs below it change, or turn out to prove nothing."""

from assessments.completeness import filled_status
from assessments.models import Answer
from assessments.workflow.locks import locked_assessment


def refresh_status(answer):
    """Judge a locked answer anew by the proofs that it rests on now."""
    fields = ("cited_evidence", "cited_levels", "spoiled_proofs")
    for name, value in Answer.objects.with_proofs().values(*fields).get(pk=answer.pk).items():
        setattr(answer, name, value)
    status = filled_status(answer)
    if status != answer.status:
        Answer.objects.filter(pk=answer.pk).update(status=status)
        answer.status = status


def locked_unsent(evidence):
    """The answers that cite a proof and were not sent, below their locked assessments; the proof is locked after."""
    cited = Answer.objects.unfinished() | Answer.objects.filter(status=Answer.Status.COMPLETE)
    cited = cited.filter(citations__evidence=evidence).select_related("assessment")
    for assessment in sorted({answer.assessment for answer in cited}, key=lambda row: row.pk):
        locked_assessment(assessment)
    return list(cited.select_related("indicator__instrument").order_by("pk").distinct())
