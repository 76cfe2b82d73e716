"""Sending: checking all answers, the head's word where it is asked for, and the repairs."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import permissions, workflow
from assessments.content import digest_from
from assessments.deadlines import deadline_of
from assessments.forms.filling import RefusalForm, SendForm
from assessments.models import Answer, Citation
from assessments.progress import Progress
from assessments.review_reading import told_reviews
from assessments.tokens import read_shown
from assessments.views.checking import check_page, gap_links, trail
from assessments.views.lookups import assessment_or_404
from assessments.views.once import once
from assessments.views.seen import Seen, changes_seen, digest_seen, numbers_seen


@require_safe
def check(request, period, unit):
    return check_page(request, assessment_or_404(request.user, period, unit))


@require_POST
def submit(request, period, unit):
    assessment = assessment_or_404(request.user, period, unit)
    done = redirect("assessments:receipt", period, unit)
    ways = {}
    if permissions.is_sender_of(request.user, assessment):
        ways = {"told": _telling(request, assessment, "Penilaian"), "page": partial(check_page, request, assessment)}
    act = partial(_submit, request, assessment, done)
    return once(request.user, assessment, "assessment.submitted", act, done, **ways)


def _submit(request, assessment, done):
    permissions.require(permissions.may_submit(request.user, assessment))
    form = SendForm(request.POST)
    if not form.is_valid():
        return check_page(request, assessment, send_form=form)
    try:
        workflow.submit(assessment, by=request.user, seen=digest_seen(request))
    except workflow.Conflict:
        return check_page(request, assessment, stale="Penilaian belum dikirim")
    except workflow.Incomplete:
        return check_page(request, assessment, refused=True)
    return done  # the receipt says it


def _telling(request, assessment, what):
    """Tells who has sent it already, above the receipt."""

    def tell(event):
        at = event.created_at.astimezone(assessment.period.institution.zone)
        who = f"{event.actor.name} pada {date_format(at, 'j F Y')} pukul {at:%H.%M}"
        messages.info(request, f"{what} ini sudah dikirim oleh {who}. Ini tanda terimanya.")

    return tell


@require_POST
def approval(request, period, unit):
    """The operator asks for the head's approval or takes the request back; the head sends, or refuses with a reason."""
    assessment = assessment_or_404(request.user, period, unit)
    act, action = {
        "tolak": (_refuse, "assessment.approval_refused"),
        "batalkan": (_cancel, "assessment.approval_cancelled"),
    }.get(request.POST.get("tindakan"), (_ask, "assessment.approval_asked"))
    done = redirect(assessment)
    may_ask = act is _ask and permissions.is_operator_of(request.user, assessment)
    page = partial(check_page, request, assessment) if may_ask else None
    return once(request.user, assessment, action, partial(act, request, assessment, done), done, page=page)


def _ask(request, assessment, done):
    permissions.require(permissions.may_ask_approval(request.user, assessment))
    try:
        workflow.ask_approval(assessment, by=request.user, seen=digest_seen(request))
    except workflow.Conflict:
        return check_page(request, assessment, stale="Persetujuan belum diminta")
    except workflow.Incomplete:
        return check_page(request, assessment, refused=True)
    messages.success(request, "Persetujuan Kepala PD diminta. Isian tidak dapat diubah selama menunggu.")
    return done


def _cancel(request, assessment, done):
    permissions.require(permissions.may_cancel_approval(request.user, assessment))
    workflow.cancel_approval(assessment, by=request.user)
    messages.success(request, "Permintaan persetujuan dibatalkan. Isian dapat diubah lagi.")
    return done


def _refuse(request, assessment, done):
    permissions.require(permissions.may_refuse_approval(request.user, assessment))
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return check_page(request, assessment, refusal_form=form)
    reason = form.cleaned_data["alasan"]
    try:
        workflow.refuse_approval(assessment, by=request.user, seen=digest_seen(request), reason=reason)
    except workflow.Conflict:
        return check_page(request, assessment, stale="Penilaian belum dikembalikan", refusal_form=form)
    messages.success(request, "Penilaian dikembalikan kepada operator.")
    return done


@require_http_methods(["GET", "HEAD", "POST"])
def repairs(request, period, unit):
    """The answers that came back, with what the assessor wrote; sending them again takes only these."""
    assessment = assessment_or_404(request.user, period, unit)
    if request.method != "POST":
        return _repairs_page(request, assessment)
    done = redirect("assessments:receipt", period, unit)
    ways = {}
    if permissions.is_operator_of(request.user, assessment):
        ways = {"told": _telling(request, assessment, "Perbaikan"), "page": partial(_repairs_page, request, assessment)}
    act = partial(_resend, request, assessment, done)
    return once(request.user, assessment, "assessment.resent", act, done, **ways)


def _resend(request, assessment, done):
    permissions.require(permissions.may_resend(request.user, assessment))
    try:
        workflow.resend(assessment, by=request.user, seen=digest_seen(request), indicators=numbers_seen(request))
    except workflow.Conflict:
        return _repairs_page(request, assessment, stale="Perbaikan belum dikirim")
    except workflow.Incomplete:
        return _repairs_page(request, assessment, refused=True)
    return done


def _repairs_page(request, assessment, *, refused=False, stale="", barred=""):
    read_at, progress = timezone.now(), Progress(assessment)
    answers = [task.answer for task in progress.tasks]
    citations = Citation.objects.filter(answer__in=answers).select_related("evidence")
    returned = [task for task in progress.tasks if task.answer.status == Answer.Status.RETURNED]
    read_shown([task.answer for task in returned])
    context = {
        "assessment": assessment,
        "seen": Seen(digest_from(answers, citations), read_at),
        "stale": stale,
        "barred": barred,
        "changes": changes_seen(request, answers) if stale else [],
        "tasks": returned,
        "notes": told_reviews([task.answer for task in returned]),
        "errors": gap_links(returned) if refused else [],
        "may_resend": permissions.may_resend(request.user, assessment),
        "is_ready": bool(returned) and all(task.is_repaired for task in returned),
        "ready_count": sum(task.is_repaired for task in returned),
        "deadline": deadline_of(assessment),
        "repair_closes_at": assessment.period.repair_closes_at,
        "trail": trail(assessment, "Perbaikan"),
    }
    status = 403 if barred else 409 if stale else 422 if refused else 200
    return render(request, "assessments/filling/repairs.html", context, status=status)
