"""Rows are locked before they are judged, always in this order: period, assessment, answer, proof.

On SQLite the write transaction itself is the lock (transaction_mode IMMEDIATE); on PostgreSQL it is the row.
"""

from assessments.models import Answer, Assessment, Evidence, Period


def locked_period(period):
    return Period.objects.select_for_update(of=("self",)).select_related("institution", "instrument").get(pk=period.pk)


def locked_assessment(assessment):
    """The assessment as it stands now. A closing that came first is seen on the row itself: it made it final."""
    return Assessment.objects.select_for_update(of=("self",)).select_related("period").get(pk=assessment.pk)


def locked_answer(answer):
    """The answer as it stands now, below its locked assessment. Its indicator is published, so it is as it was read."""
    assessment = locked_assessment(answer.assessment)
    fresh = Answer.objects.with_proofs().select_for_update().get(pk=answer.pk)
    fresh.assessment, fresh.indicator = assessment, answer.indicator
    return fresh


def lock_proofs(**condition):
    """Several proofs at once, in the order of their keys: another year's answers may rest on the same ones."""
    proofs = Evidence.objects.select_for_update(of=("self",)).filter(**condition)
    list(proofs.order_by("pk").values_list("pk", flat=True))
