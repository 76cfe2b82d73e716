"""What each role reads on the home page: the next thing to do, at most three figures, and the latest notes."""

from accounts.models import Membership
from assessments import queue
from assessments.deadlines import deadline_of
from assessments.models import Answer, Assessment, Period, Result, Review
from assessments.next_step import may_fill, next_step
from assessments.overview import Overview
from assessments.preparation import Preparation
from assessments.progress import Progress
from assessments.schedule import stages_of
from assessments.workflow.closing import without_score
from reports.models import Document
from reports.summary import ResultSummary

Role = Membership.Role
NOTES = 3


def page_of(user, membership):
    """The template of the role's home page and its context."""
    if membership is None:
        return "home/without_role.html", {}
    read = {Role.ASSESSOR: _assessor, Role.COORDINATOR: _coordinator, Role.EXECUTIVE: _executive}
    return read.get(membership.role, _unit)(user, membership)


def _unit(user, membership):
    own = Assessment.objects.visible_to(user).filter(unit=membership.unit)
    assessments = own.select_related("period__institution", "period__instrument", "unit")
    assessment = assessments.filter(period__status=Period.Status.OPEN).order_by("-period__year").first()
    context = {"scorecard": _unit_scorecard(user, membership), "period": _open_period(user, membership)}
    if assessment is None:
        return "home/unit.html", context
    progress = Progress(assessment)
    reviews = Review.objects.visible_to(user).filter(answer__assessment=assessment).exclude(reason="")
    statuses = [task.answer.status for task in progress.tasks]
    context |= {
        "period": assessment.period,
        "assessment": assessment,
        "progress": progress,
        "step": next_step(user, assessment, progress),
        "obstacle": may_fill(user, assessment).reason,
        "deadline": deadline_of(assessment, progress),
        "stages": stages_of(assessment.period),
        "returned": statuses.count(Answer.Status.RETURNED),
        "decided": sum(status in Answer.DECIDED for status in statuses),
        "notes": reviews.select_related(*_ANSWER_PARENTS).order_by("-pk")[:NOTES],
    }
    return "home/unit.html", context


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
    waiting = queue.Queue(period, user)
    mine = [entry for entry in waiting.entries if not waiting.barred(entry)]
    context = {
        "period": period,
        "stages": stages_of(period),
        "tally": queue.tally(period),
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
