"""What a unit and its assessors write to each other about one answer."""

from django.db import transaction

from assessments import notices, permissions
from assessments.models import Comment, record
from assessments.workflow.locks import locked_assessment


@transaction.atomic
def add_comment(answer, *, by, text):
    assessment = locked_assessment(answer.assessment)
    answer.assessment = assessment
    permissions.require(permissions.may_comment(by, answer))
    if not text.strip():
        raise ValueError("A comment says something.")
    from_unit = permissions.speaks_as_unit(by, assessment)
    comment = Comment.objects.create(answer=answer, author=by, is_from_unit=from_unit, text=text.strip())
    event = record(
        "comment.added",
        by=by,
        assessment=assessment,
        target=f"answer:{answer.pk}",
        comment=comment.pk,
        text=comment.text,
    )
    notices.commented(event, comment)
    return comment
