"""The check page: all answers of a unit by aspect, what they lack, and the buttons of whoever's turn it is."""

from django.shortcuts import render
from django.urls import reverse

from assessments import permissions, scorecard
from assessments.deadlines import deadline_of
from assessments.forms.filling import RefusalForm, SendForm
from assessments.next_step import may_fill
from assessments.progress import Progress

_TITLES = {"refusal": "Penilaian belum dikembalikan", "send": "Penilaian belum dapat dikirim"}


def check_page(request, assessment, *, refused=False, send_form=None, refusal_form=None):
    """`refused` and the forms tell of an attempt that did not succeed; then the page answers with 422."""
    user, progress = request.user, Progress(assessment).name_levels()
    aspect = _aspect(progress, request.GET.get("aspek"))
    groups = [aspect] if aspect else progress.groups()
    tasks = [task for group in groups for task in group.tasks]
    fills = may_fill(user, assessment)
    shows_gaps = not refusal_form and (fills or refused or send_form)
    context = {
        "assessment": assessment,
        "progress": progress,
        "groups": groups,
        "aspect": aspect,
        "errors": gap_links(tasks) if shows_gaps else [],
        "error_form": send_form or refusal_form,
        "error_title": _TITLES["refusal" if refusal_form else "send"],
        "attainment": scorecard.claimed_attainment(assessment.period, assessment.unit),
        "may_send": permissions.may_submit(user, assessment),
        "may_ask": permissions.may_ask_approval(user, assessment),
        "may_cancel": permissions.may_cancel_approval(user, assessment),
        "may_refuse": permissions.may_refuse_approval(user, assessment),
        "may_withdraw": permissions.may_withdraw(user, assessment),
        "may_fill": fills,
        "send_form": send_form or SendForm(),
        "refusal_form": refusal_form or RefusalForm(),
        "deadline": deadline_of(assessment, progress),
        "trail": trail(assessment, "Periksa dan kirim"),
    }
    failed = refused or send_form or refusal_form
    return render(request, "assessments/filling/check.html", context, status=422 if failed else 200)


def gap_links(tasks):
    """Each gap as a link to its very field."""
    return [
        {"url": f"{task.answer.get_absolute_url()}#id_{gap.field}", "text": gap.message}
        for task in tasks
        for gap in task.gaps
    ]


def trail(assessment, label):
    return [
        {"label": "Penilaian", "url": reverse("assessments:list")},
        {"label": assessment.unit.name, "url": assessment.get_absolute_url()},
        {"label": label},
    ]


def _aspect(progress, code):
    """The one aspect that is asked for; None, which means all, where there is no such aspect."""
    return next((group for group in progress.groups() if code and group.aspect.code == code), None)
