"""Reminders: when they go out, and which have gone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from assessments import permissions
from assessments import reminders as letters
from assessments.forms.reminding import PlanForm
from assessments.models import Period, Reminder
from assessments.workflow.reminding import change_plan
from inbox.models import Mail

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request):
    institution = coordinated(request)
    plan = letters.plan_of(institution)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        initial={"aktif": plan.is_on, "hari": ", ".join(map(str, plan.days))},
    )
    if form.is_valid():
        change_plan(institution, by=request.user, is_on=form.cleaned_data["aktif"], days=form.cleaned_data["hari"])
        messages.success(request, "Jadwal pengingat disimpan.")
        return redirect("assessments:reminders")
    sent = Reminder.objects.visible_to(request.user).filter(assessment__period__institution=institution)
    sent = sent.select_related("assessment__unit", "assessment__period", "sent_by")
    context = {
        "form": form,
        "institution": institution,
        "plan": plan,
        "open_periods": list(Period.objects.open().filter(institution=institution)),
        "page": Paginator(sent, PER_PAGE).get_page(request.GET.get("halaman")),
        "failed": Mail.objects.of_institution(institution.pk).failed().count(),
    }
    return render(request, "assessments/reminding/reminders.html", context, status=422 if form.errors else 200)


def coordinated(request):
    """The institution whose coordinator the person is: the one that they work in now, or else the first."""
    here = request.membership and request.membership.institution_id
    rows = [m for m in request.user.all_memberships if m.role == Membership.Role.COORDINATOR]
    rows.sort(key=lambda row: row.institution_id != here)
    institution = rows[0].institution if rows else None
    permissions.require(permissions.may_coordinate(request.user, institution and institution.pk))
    return institution
