"""Rows are locked before they are judged, always in this order: period, assessment, answer.

On SQLite the write transaction itself is the lock (transaction_mode IMMEDIATE); on PostgreSQL it is the row.
"""

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.models import Answer, AnsweredRequest, Assessment, Event, Period, Revision


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


def locked_answer_of(answer, *, by):
    """The answer with all that a save by this person reads."""
    assessment = locked_assessment(answer.assessment)
    fresh = _to_save(assessment, by).get(pk=answer.pk)
    fresh.indicator = answer.indicator
    return _below(assessment, fresh)


def locked_answer_at(period, unit, number, *, by, key=""):
    """The same for the address of a questionnaire page, in two statements; None where this person may not know of it.

    `answered` is the row of an earlier request with this key (AnsweredRequest).
    """
    found = Assessment.objects.visible_to(by).filter(period__slug=period, unit__code=unit)
    assessment = found.select_for_update(of=("self",)).select_related("period__institution", "unit").first()
    if assessment is None:
        return None
    answered = AnsweredRequest.objects.filter(user=by.pk, key=key).values("pk")
    answers = _to_save(assessment, by).select_related("indicator__instrument").annotate(answered=Subquery(answered))
    fresh = answers.filter(indicator__number=number).first()
    return fresh and _below(assessment, fresh)


def _below(assessment, fresh):
    fresh.assessment = assessment
    fresh.head = (fresh.head_sequence, fresh.head_hash) if fresh.head_sequence else (0, "")
    return fresh


def _to_save(assessment, by):
    """Reads with the answer: the levels of its proofs, the end of the trail, the sitting and the other answers."""
    heads = Event.objects.filter(assessment=assessment).order_by("-sequence")
    others = Answer.objects.filter(assessment=assessment).exclude(pk=OuterRef("pk")).order_by().values("assessment")
    unfinished = Q(status__in=[Answer.Status.EMPTY, Answer.Status.DRAFT, Answer.Status.RETURNED])
    return (
        Answer.objects.with_proofs()
        .filter(assessment=assessment)
        .order_by()
        .annotate(
            head_sequence=Subquery(heads.values("sequence")[:1]),
            head_hash=Subquery(heads.values("hash")[:1]),
            sitting=Subquery(_sitting(by)),
            others=Coalesce(Subquery(others.annotate(all=Count("pk")).values("all")), 0),
            others_done=Coalesce(Subquery(others.annotate(all=Count("pk", filter=~unfinished)).values("all")), 0),
        )
    )


def _sitting(by):
    """The newest row of history, if this person began it less than a sitting ago and only typed since then."""
    recent = Q(author=by.pk, origin=Revision.Origin.TYPED, started_at__gt=timezone.now() - Revision.SITTING)
    newest = Revision.objects.filter(answer=OuterRef("pk"), is_used=True).order_by("-pk")
    return newest.values(row=Case(When(recent, then=F("pk")), default=None))[:1]
