"""What each role reads on the home page: the next thing to do, at most three figures, and the latest notes."""

from datetime import UTC, datetime
from typing import NamedTuple

from accounts.models import Membership
from assessments import queue
from assessments.deadlines import Deadline, deadline_of
from assessments.desk import Desk
from assessments.models import Answer, Assessment, Extension, Period, Result, Review
from assessments.next_step import Step, may_fill, next_step
from assessments.overview import Overview
from assessments.preparation import Preparation
from assessments.progress import Progress
from assessments.schedule import stages_of
from assessments.workflow.closing import without_score
from reports.models import Document
from reports.summary import ResultSummary

Role = Membership.Role
NOTES = 3
_NEVER = datetime.max.replace(tzinfo=UTC)


def page_of(user, membership):
    """The template of the role's home page and its context."""
    if membership is None:
        return "home/without_role.html", {}
    read = {Role.ASSESSOR: _assessor, Role.COORDINATOR: _coordinator, Role.EXECUTIVE: _executive}
    return read.get(membership.role, _unit)(user, membership)


def _unit(user, membership):
    work = _open_work(user, membership)
    context = {"scorecard": _unit_scorecard(user, membership), "period": _open_period(user, membership)}
    if not work:
        return "home/unit.html", context
    assessment, progress, step, deadline = work[0]
    reviews = Review.objects.visible_to(user).told_to_unit().filter(answer__assessment=assessment).exclude(reason="")
    statuses = [task.answer.status for task in progress.tasks]
    context |= {
        "period": assessment.period,
        "assessment": assessment,
        "progress": progress,
        "step": step,
        "further": work[1:],
        "obstacle": may_fill(user, assessment).reason,
        "deadline": deadline,
        "stages": stages_of(assessment.period),
        "returned": statuses.count(Answer.Status.RETURNED),
        "decided": sum(status in Answer.DECIDED for status in statuses),
        "notes": reviews.select_related(*_ANSWER_PARENTS).order_by("-pk")[:NOTES],
    }
    return "home/unit.html", context


class Work(NamedTuple):
    """One open assessment of a unit with the person's next step; None when it is somebody else's turn."""

    assessment: Assessment
    progress: Progress
    step: Step | None
    deadline: Deadline | None


def _open_work(user, membership):
    """The unit's assessments in all open periods: what this person can work on first, then by the nearest deadline."""
    own = Assessment.objects.visible_to(user).filter(unit=membership.unit, period__status=Period.Status.OPEN)
    work = []
    for assessment in own.select_related("period__institution", "period__instrument", "unit").order_by("-period__year"):
        progress = Progress(assessment)
        step, deadline = next_step(user, assessment, progress), deadline_of(assessment, progress)
        work.append(Work(assessment, progress, step, deadline))
    return sorted(work, key=lambda row: (row.step is None, row.deadline.closes_at if row.deadline else _NEVER))


_ANSWER_PARENTS = ("answer__indicator", "answer__assessment__period", "answer__assessment__unit")


def _unit_scorecard(user, membership):
    """The unit's own edition of its last closed period, with the attainment that it shows."""
    editions = Document.objects.visible_to(user).filter(kind=Document.Kind.UNIT, unit=membership.unit)
    edition = editions.exclude(state=Document.State.SUPERSEDED).with_parents().first()
    if edition is None:
        return None
    part = ResultSummary(edition.result.content).unit(membership.unit.code)
    return {"document": edition, "part": part}


def _assessor(user, membership):
    period = _open_period(user, membership)
    if period is None:
        return "home/assessor.html", {}
    desk = Desk(period)
    waiting = queue.Queue(period, user, desk=desk, mine=bool(desk.shares.of(user)))
    mine = [entry for entry in waiting.entries if not waiting.barred(entry)]
    context = {
        "period": period,
        "stages": stages_of(period),
        "tally": desk.tally,
        "mine": len(mine),
        "first": waiting.with_flags(mine[:NOTES]),
    }
    return "home/assessor.html", context


def _coordinator(user, membership):
    periods = Period.objects.visible_to(user).filter(institution=membership.institution)
    periods = list(periods.select_related("institution", "instrument"))
    period = next((p for p in periods if p.is_open), None)
    draft = next((p for p in periods if p.is_draft), None)
    context = {"periods": periods, "period": period or draft}
    if period:
        context |= {
            "overview": Overview(period),
            "without_score": without_score(period),
            "stages": stages_of(period),
            "requests": Extension.objects.filter(assessment__period=period, state=Extension.State.ASKED).count(),
        }
    elif draft:
        context["preparation"] = Preparation(draft)
    return "home/coordinator.html", context


def _executive(user, membership):
    results = Result.objects.visible_to(user).filter(period__institution=membership.institution).current()
    result = results.select_related("period__institution").order_by("-period__year").first()
    period = _open_period(user, membership)
    context = {"result": result, "period": period, "overview": period and Overview(period)}
    if result:
        summary = ResultSummary(result.content)
        sheets = Document.objects.visible_to(user).filter(result=result, kind=Document.Kind.EXECUTIVE)
        context |= {
            "summary": summary,
            "decisions": summary.steps[:NOTES],
            "sheet": sheets.filter(state=Document.State.FINAL).first(),
        }
    return "home/executive.html", context


def _open_period(user, membership):
    periods = Period.objects.visible_to(user).filter(institution=membership.institution).open()
    return periods.select_related("institution", "instrument").order_by("-year").first()
