"""What a save reads: the locked assessment, then the answer with everything around it that the save needs."""

from typing import NamedTuple

from django.db.models import BigIntegerField, Case, CharField, Count, DateTimeField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.models import Answer, AnsweredRequest, Assessment, Event, Revision
from assessments.prepared import Prepared, Slot
from assessments.workflow.locks import locked_assessment


def locked_answer_of(answer, *, by):
    """The answer as it stands now, below its locked assessment, with all that a save by this person reads."""
    assessment = locked_assessment(answer.assessment)
    fresh = _ANSWER.first(**_values(assessment, answer.indicator.number, by))
    fresh.indicator = answer.indicator
    return _below(assessment, fresh)


def locked_answer_at(period, unit, number, *, by, key=""):
    """The same for the address of a questionnaire page, in two statements; None where this person may not know of it.

    `answered` is the row of an earlier request with this key (AnsweredRequest).
    """
    roles = [row.role for row in by.all_memberships]
    places = [key for row in by.all_memberships for key in (row.institution_id, row.unit_id)]
    marks = {_mark(place): key for place, key in enumerate(places)}
    assessment = by.is_active and _ASSESSMENT.first(*roles, period=period, unit=unit, marks=marks)
    if not assessment:
        return None
    fresh = _ANSWER.first(**_values(assessment, number, by, key))
    return fresh and _below(assessment, fresh)


def _values(assessment, number, by, key=""):
    since = timezone.now() - Revision.SITTING
    return {"assessment": assessment.pk, "number": number, "user": by.pk, "since": since, "key": key}


def _below(assessment, fresh):
    fresh.assessment = assessment
    fresh.head = (fresh.head_sequence, fresh.head_hash) if fresh.head_sequence else (0, "")
    return fresh


def _mark(place):
    return -1 - place


class _Somebody(NamedTuple):
    """Whoever holds these roles: what `visible_to` says of them holds for everybody who does."""

    all_memberships: list
    is_authenticated: bool = True
    is_active: bool = True


class _SomeRole(NamedTuple):
    role: str
    institution_id: int
    unit_id: int


def _assessment_seen_by(*roles):
    rows = [_SomeRole(role, _mark(2 * n), _mark(2 * n + 1)) for n, role in enumerate(roles)]
    found = Assessment.objects.visible_to(_Somebody(rows)).filter(
        period__slug=Slot("period", CharField()), unit__code=Slot("unit", CharField())
    )
    return found.order_by().select_for_update(of=("self",)).select_related("period__institution", "unit")


def _answer_to_save():
    """With the keys and levels of its proofs, the end of the trail, the history and the other answers."""
    assessment, user = Slot("assessment", BigIntegerField()), Slot("user", BigIntegerField())
    heads = Event.objects.filter(assessment=assessment).order_by("-sequence")
    others = Answer.objects.filter(assessment=assessment).exclude(pk=OuterRef("pk")).order_by().values("assessment")
    unfinished = Q(status__in=[Answer.Status.EMPTY, Answer.Status.DRAFT, Answer.Status.RETURNED])
    answered = AnsweredRequest.objects.filter(user=user, key=Slot("key", CharField()))
    return (
        Answer.objects.with_proofs()
        .filter(assessment=assessment, indicator__number=Slot("number", BigIntegerField()))
        .select_related("indicator__instrument")
        .order_by()
        .annotate(
            head_sequence=Subquery(heads.values("sequence")[:1]),
            head_hash=Subquery(heads.values("hash")[:1]),
            sitting=Subquery(_newest(_is_sitting(user))),
            lost=Subquery(_newest(Q(author=user, origin=Revision.Origin.REFUSED))),
            others=Coalesce(Subquery(others.annotate(all=Count("pk")).values("all")), 0),
            others_done=Coalesce(Subquery(others.annotate(all=Count("pk", filter=~unfinished)).values("all")), 0),
            answered=Subquery(answered.values("pk")),
        )
    )


def _newest(condition):
    """The newest row of the history, where it is as the condition says."""
    newest = Revision.objects.filter(answer=OuterRef("pk")).order_by("-pk")
    return newest.values(row=Case(When(condition, then=F("pk")), default=None))[:1]


def _is_sitting(user):
    """This person began it less than a sitting ago, and only typed since then.

    What was sent stays as it was sent, and what lost a conflict stays beside what it lost to: both end the sitting.
    """
    sent = "answer__assessment__submitted_at"
    recent = Q(author=user, origin=Revision.Origin.TYPED, started_at__gt=Slot("since", DateTimeField()))
    return recent & (Q(**{f"{sent}__isnull": True}) | Q(started_at__gt=F(sent)))


_ASSESSMENT = Prepared(_assessment_seen_by)
_ANSWER = Prepared(_answer_to_save)
