"""From the reviewed scores of the agencies to one score for each indicator of the institution."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import permissions, workflow
from assessments.consolidation import Consolidation
from assessments.forms.consolidation import CoverageForm, PolicyForm, ResultForm, ReturnForm
from assessments.models import Period
from assessments.settling import Settling

_FOLLOWED = "Nilai indikator {} kembali mengikuti saran kebijakan."
_WAITING = "Nilai indikator {} dihapus dan menunggu sampai saran kebijakan tersedia."
_SET = "Nilai indikator {} ditetapkan."
_CHOSEN = "Cara menggabungkan nilai indikator {} diubah."
_MARKED = "Cakupan indikator {} dicatat."
_RETURNED = "Jawaban {} dikembalikan ke reviu."


@require_safe
def consolidations(request):
    """The newest open period, or the newest of all."""
    permissions.require(permissions.may_read_some_reviews(request.user))
    periods = Period.objects.visible_to(request.user).seen_whole_by(request.user)
    period = periods.open().first() or periods.first()
    if period is None:
        return render(request, "assessments/reviewing/consolidations.html")
    return redirect("assessments:consolidation", period=period.slug)


@require_safe
def consolidation(request, period):
    period = _readable_period(request.user, period)
    periods = Period.objects.visible_to(request.user).seen_whole_by(request.user)
    found = Consolidation(period)
    only = request.GET.get("tampil") == "perhatian"
    context = {
        "period": period,
        "others": periods.filter(institution=period.institution_id).exclude(pk=period.pk),
        "consolidation": found,
        "only_attention": only,
        "groups": found.groups_needing_attention if only else found.groups,
        "attention": sum(row.needs_attention for row in found.rows),
    }
    return render(request, "assessments/reviewing/consolidation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_result(request, period, number):
    settling = _settling(request, period, number)
    if request.method != "POST":
        return _page(request, settling)
    permissions.require(settling.may_set)
    if "follow" in request.POST:
        result = workflow.follow_policy(settling.period, settling.indicator, by=request.user)
        messages.success(request, (_FOLLOWED if result else _WAITING).format(number))
        return redirect("assessments:consolidation", period=settling.period.slug)
    form = ResultForm(request.POST, **settling.result_form)
    if not form.is_valid():
        return _page(request, settling, status=422, form=form)
    kept = form.cleaned_data
    try:
        workflow.set_indicator_result(
            settling.period,
            settling.indicator,
            by=request.user,
            score=kept["score"],
            reason=kept["reason"],
            explanation=kept["explanation"],
            seen=kept["version"],
        )
    except workflow.Conflict:
        settling = _settling(request, period, number)
        form = ResultForm.keeping(request.POST, **settling.result_form)
        return _page(request, settling, status=409, form=form, is_stale=True)
    messages.success(request, _SET.format(number))
    return redirect(_following(request, settling))


@require_POST
def indicator_policy(request, period, number):
    settling = _settling(request, period, number)
    permissions.require(settling.may_set)
    form = PolicyForm(request.POST, **settling.policy_form)
    if not form.is_valid():
        return _page(request, settling, status=422, policy_form=form)
    workflow.choose_policy(settling.period, settling.indicator, by=request.user, **form.chosen)
    messages.success(request, _CHOSEN.format(number))
    return redirect(settling.url)


@require_POST
def indicator_coverage(request, period, number):
    settling = _settling(request, period, number)
    permissions.require(settling.may_set)
    if settling.row.coverage is None:
        return redirect(settling.url)
    form = CoverageForm(request.POST, **settling.coverage_form)
    if not form.is_valid():
        return _page(request, settling, status=422, coverage_form=form)
    workflow.mark_coverage(settling.period, settling.indicator, by=request.user, marks=form.marks)
    messages.success(request, _MARKED.format(number))
    return redirect(settling.url)


@require_POST
def indicator_return(request, period, number):
    """A decided answer goes back to the review."""
    settling = _settling(request, period, number)
    permissions.require(settling.may_return)
    form = ReturnForm(request.POST, answers=settling.returnable)
    if not form.is_valid():
        return _page(request, settling, status=422, return_form=form)
    answer = form.chosen
    try:
        workflow.return_to_review(answer, by=request.user, version=answer.version, reason=form.cleaned_data["reason"])
    except workflow.Conflict:
        settling = _settling(request, period, number)
        return _page(request, settling, status=409, return_form=form, is_stale=True)
    messages.success(request, _RETURNED.format(answer.assessment.unit.name))
    return redirect(settling.url)


def _settling(request, slug, number):
    period = _readable_period(request.user, slug)
    indicator = get_object_or_404(period.instrument.indicators.select_related("instrument"), number=number)
    return Settling(period, indicator, request.user)


def _readable_period(user, slug):
    opened = Period.objects.visible_to(user).exclude(status=Period.Status.DRAFT)
    period = get_object_or_404(opened.select_related("institution", "instrument"), slug=slug)
    permissions.require(permissions.may_read_reviews(user, period.institution_id))
    return period


def _following(request, settling):
    """On to the next indicator that needs somebody, where the person asked for it; otherwise back to the table."""
    following = settling.next_needing_attention() if "next" in request.POST else None
    if following is None:
        return reverse("assessments:consolidation", args=[settling.period.slug])
    return reverse("assessments:indicator_result", args=[settling.period.slug, following.number])


def _page(request, settling, *, status=200, is_stale=False, **forms):
    context = {
        "period": settling.period,
        "row": settling.row,
        "indicator": settling.indicator,
        "may_set": settling.may_set,
        "parts": settling.parts,
        "criteria": settling.criteria,
        "labels": {criterion.level: criterion.label for criterion in settling.criteria},
        "lead_text": settling.lead_text,
        "names": list(settling.names.values()),
        "is_stale": is_stale,
        "form": ResultForm(**settling.result_form),
        "policy_form": PolicyForm(**settling.policy_form),
        "coverage_form": settling.row.coverage and CoverageForm(**settling.coverage_form),
        "return_form": ReturnForm(answers=settling.returnable) if settling.returnable else None,
        **forms,
    }
    context["faulty"] = next((form for form in forms.values() if form.is_bound), None)
    return render(request, "assessments/reviewing/indicator_result.html", context, status=status)
