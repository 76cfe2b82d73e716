"""Sending: checking all answers, the head's word where it is asked for, the receipt, and the repairs."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import permissions, scorecard, workflow
from assessments.deadlines import deadline_of
from assessments.forms.filling import RefusalForm, SendForm
from assessments.models import Answer, Citation, Review
from assessments.next_step import may_fill
from assessments.progress import Progress
from assessments.views.lookups import assessment_or_404


@require_safe
def check(request, period, unit):
    return _check_page(request, assessment_or_404(request.user, period, unit))


@require_POST
def submit(request, period, unit):
    assessment = assessment_or_404(request.user, period, unit)
    permissions.require(permissions.may_submit(request.user, assessment))
    form = SendForm(request.POST)
    if not form.is_valid():
        return _check_page(request, assessment, send_form=form)
    try:
        workflow.submit(assessment, by=request.user)
    except workflow.Incomplete:
        return _check_page(request, assessment, refused=True)
    messages.success(request, "Penilaian terkirim.")
    return redirect("assessments:receipt", period, unit)


@require_POST
def approval(request, period, unit):
    """The operator asks for the head's approval; the head gives it by sending, or refuses it with a reason."""
    assessment = assessment_or_404(request.user, period, unit)
    if request.POST.get("tindakan") == "tolak":
        return _refuse(request, assessment)
    permissions.require(permissions.may_ask_approval(request.user, assessment))
    try:
        workflow.ask_approval(assessment, by=request.user)
    except workflow.Incomplete:
        return _check_page(request, assessment, refused=True)
    messages.success(request, "Persetujuan Kepala PD diminta. Isian tidak dapat diubah selama menunggu.")
    return redirect(assessment)


def _refuse(request, assessment):
    permissions.require(permissions.may_refuse_approval(request.user, assessment))
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _check_page(request, assessment, refusal_form=form)
    workflow.refuse_approval(assessment, by=request.user, reason=form.cleaned_data["alasan"])
    messages.success(request, "Penilaian dikembalikan kepada operator.")
    return redirect(assessment)


@require_safe
def receipt(request, period, unit):
    assessment = assessment_or_404(request.user, period, unit)
    permissions.require(permissions.has_receipt(assessment))
    sendings = assessment.events.filter(action__in=["assessment.submitted", "assessment.resent"])
    context = {
        "assessment": assessment,
        "sendings": sendings.select_related("actor").order_by("sequence"),
        "answer_count": assessment.answers.count(),
        "evidence_count": Citation.objects.filter(answer__assessment=assessment).count(),
        "trail": _trail(assessment, "Tanda terima"),
    }
    return render(request, "assessments/filling/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def repairs(request, period, unit):
    """The answers that came back, with what the assessor wrote; sending them again takes only these."""
    assessment = assessment_or_404(request.user, period, unit)
    if request.method != "POST":
        return _repairs_page(request, assessment)
    permissions.require(permissions.may_resend(request.user, assessment))
    try:
        workflow.resend(assessment, by=request.user)
    except workflow.Incomplete:
        return _repairs_page(request, assessment, refused=True)
    messages.success(request, "Perbaikan terkirim. Menunggu reviu asesor.")
    return redirect("assessments:receipt", period, unit)


def _check_page(request, assessment, *, refused=False, send_form=None, refusal_form=None):
    user, progress = request.user, Progress(assessment).name_levels()
    context = {
        "assessment": assessment,
        "progress": progress,
        "groups": progress.groups(),
        "errors": _errors(progress.tasks),
        "attainment": scorecard.claimed_attainment(assessment.period, assessment.unit),
        "may_send": permissions.may_submit(user, assessment),
        "may_ask": permissions.may_ask_approval(user, assessment),
        "may_refuse": permissions.may_refuse_approval(user, assessment),
        "may_fill": may_fill(user, assessment),
        "send_form": send_form or SendForm(),
        "refusal_form": refusal_form or RefusalForm(),
        "deadline": deadline_of(assessment, progress),
        "trail": _trail(assessment, "Periksa dan kirim"),
    }
    failed = bool(refused or send_form or refusal_form)
    context |= {"is_refused": failed, "refused_form": send_form or refusal_form}
    return render(request, "assessments/filling/check.html", context, status=422 if failed else 200)


def _repairs_page(request, assessment, *, refused=False):
    progress = Progress(assessment)
    returned = [task for task in progress.tasks if task.answer.status == Answer.Status.RETURNED]
    notes = Review.objects.filter(answer__in=[task.answer for task in returned]).order_by("pk")
    context = {
        "assessment": assessment,
        "tasks": returned,
        "notes": {review.answer_id: review for review in notes},
        "errors": _errors(returned) if refused else [],
        "may_resend": permissions.may_resend(request.user, assessment),
        "is_ready": bool(returned) and all(task.is_repaired for task in returned),
        "deadline": deadline_of(assessment),
        "trail": _trail(assessment, "Perbaikan"),
    }
    return render(request, "assessments/filling/repairs.html", context, status=422 if refused else 200)


def _errors(tasks):
    """Each gap as a link to its very field."""
    return [
        {"url": f"{task.answer.get_absolute_url()}#id_{gap.field}", "text": gap.message}
        for task in tasks
        for gap in task.gaps
    ]


def _trail(assessment, label):
    return [
        {"label": "Penilaian", "url": reverse("assessments:list")},
        {"label": assessment.unit.name, "url": assessment.get_absolute_url()},
        {"label": label},
    ]
