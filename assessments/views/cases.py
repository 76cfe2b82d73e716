"""What was decided about an answer so far, and what the reader may do with it now."""

from typing import NamedTuple

from django.utils import timezone

from assessments import permissions
from assessments.models import Answer, Review
from assessments.review_reading import previous_round, read_reviews
from indicators.models import LevelCriterion


class Case(NamedTuple):
    """`last` stands; `proposal` waits for a second assessor; `begun` is what the form begins with; all may be None."""

    reviews: list
    last: Review | None
    proposal: Review | None
    begun: Review | None
    may_confirm: permissions.Verdict
    may_return: bool
    criteria: list

    @property
    def options(self):
        """What the form needs to know of it."""
        return {"criteria": self.criteria, "may_return": self.may_return, "may_confirm": bool(self.may_confirm)}


def case_of(user, answer):
    """Two queries, and those of may_confirm where a proposal waits."""
    reviews = list(answer.reviews.select_related("assessor").order_by("-pk"))
    read_reviews(reviews, answer.indicator)
    last = next((r for r in reviews if not r.is_undone and r.verdict != Review.Verdict.UNDO), None)
    proposal = last if answer.status == Answer.Status.RAISED else None
    own = proposal if proposal and proposal.assessor_id == user.pk else None
    begun = previous_round(reviews, answer, user) or (last if answer.is_decided else own)
    may_confirm = permissions.may_confirm(user, answer, proposal) if proposal else permissions.refused("")
    criteria = list(LevelCriterion.objects.filter(indicator=answer.indicator))
    return Case(reviews, last, proposal, begun, may_confirm, _may_return(answer), criteria)


def proposal_of(answer):
    """The proposal alone, for a fragment."""
    if answer.status != Answer.Status.RAISED:
        return None
    return answer.reviews.standing().order_by("-pk").first()


def _may_return(answer):
    period = answer.assessment.period
    return bool(permissions.answers_return(period)) and timezone.now() <= period.repair_closes_at
