"""The check page: all answers of a unit by aspect, what they lack, and the buttons of whoever's turn it is."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from assessments import permissions
from assessments.deadlines import deadline_of
from assessments.draft import Draft
from assessments.forms.filling import RefusalForm, SendForm
from assessments.next_step import may_fill
from assessments.views.seen import Seen, changes_seen

_TITLES = {"refusal": "Penilaian belum dikembalikan", "send": "Penilaian belum dapat dikirim"}


def check_page(request, assessment, *, refused=False, stale="", barred="", send_form=None, refusal_form=None):
    """What lacks is a list of next steps. After an attempt that failed (`refused`, the forms) it is faults, and 422.

    `stale` says what was not done, because the page showed something else than what stands now; then it is 409.
    `barred` says why whoever sends cannot do so now; then it is 403, and the page shows what stands in its place.
    """
    user, read_at, draft = request.user, timezone.now(), Draft(assessment)
    chosen = [row for row in draft.groups if row[0].aspect.code == request.GET.get("aspek")]
    fills = may_fill(user, assessment)
    gaps = gap_links([task for group, _ in chosen or draft.groups for task in group.tasks])
    failed = refused or send_form or refusal_form
    context = {
        "assessment": assessment,
        "progress": draft.progress,
        "groups": chosen or draft.groups,
        "aspect": chosen[0][0].aspect if chosen else None,
        "errors": gaps if failed and not refusal_form else [],
        "steps": gaps if fills and not failed else [],
        "attainment": draft.attainment,
        "seen": Seen(draft.digest, read_at),
        "stale": stale,
        "barred": barred,
        "changes": changes_seen(request, draft.answers) if stale else [],
        "may_fill": fills,
        **_turns(user, assessment),
        **_forms(send_form, refusal_form),
        "deadline": deadline_of(assessment, draft.progress),
        "trail": trail(assessment, "Periksa dan kirim"),
    }
    status = 403 if barred else 409 if stale else 422 if failed else 200
    return render(request, "assessments/filling/check.html", context, status=status)


def _turns(user, assessment):
    return {
        "may_send": permissions.may_submit(user, assessment),
        "may_ask": permissions.may_ask_approval(user, assessment),
        "may_cancel": permissions.may_cancel_approval(user, assessment),
        "may_refuse": permissions.may_refuse_approval(user, assessment),
        "may_withdraw": permissions.may_withdraw(user, assessment),
    }


def _forms(send_form, refusal_form):
    return {
        "send_form": send_form or SendForm(),
        "refusal_form": refusal_form or RefusalForm(),
        "error_form": send_form or refusal_form,
        "error_title": _TITLES["refusal" if refusal_form else "send"],
    }


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
