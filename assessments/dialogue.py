"""What a unit and its assessors have to say to each other about one answer, as both their pages show it."""

from assessments import permissions
from assessments.models import Objection

AUTHORS = {True: "Perangkat daerah", False: "Asesor internal"}


def dialogue_of(user, answer, review):
    """Context of a page: the objection and the comments. Nothing is read before the answer was sent once."""
    if not answer.assessment.submitted_at:
        return {}
    objection = objection_of(answer)
    context = {
        "objection": objection,
        "has_comments": True,
        "speaks": permissions.speaks_as_unit(user, answer.assessment),
        "comments": comments_of(user, answer),
        "may_comment": permissions.may_comment(user, answer),
    }
    if objection is None and answer.is_decided and review:
        context["may_object"] = permissions.may_object(user, answer, review)
        context["objection_deadline"] = permissions.objection_deadline(review, answer.assessment.period)
    return context


def objection_of(answer):
    rows = Objection.objects.select_related("review__assessor", "review__confirms", "filed_by", "decided_by")
    return rows.filter(answer=answer).first()


def comments_of(user, answer):
    """The comments in order; a unit reads the role of those who review, not their names."""
    sees = permissions.sees_reviewers(user, answer.assessment.unit)
    comments = list(answer.comments.select_related("author"))
    for comment in comments:
        comment.by = comment.author.name if sees or comment.is_from_unit else AUTHORS[False]
        comment.side = AUTHORS[comment.is_from_unit]
    return comments
