"""From the reviewed scores of the agencies to one score for each indicator of the institution."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import permissions, workflow
from assessments.consolidation import Consolidation
from assessments.forms.consolidation import ResultForm
from assessments.models import Period
from indicators.models import LevelCriterion

_FOLLOWED = "Nilai indikator {} kembali mengikuti saran kebijakan periode."
_WAITING = "Nilai indikator {} dihapus dan menunggu sampai saran kebijakan periode tersedia."
_SET = "Nilai indikator {} ditetapkan."


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
    context = {
        "period": period,
        "others": periods.filter(institution=period.institution_id).exclude(pk=period.pk),
        "consolidation": Consolidation(period),
    }
    return render(request, "assessments/reviewing/consolidation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_result(request, period, number):
    period = _readable_period(request.user, period)
    indicator = get_object_or_404(period.instrument.indicators, number=number)
    row = Consolidation(period, number).rows[0]
    verdict = permissions.may_set_result(request.user, period, row.lead and row.lead.unit.pk)
    if request.method != "POST":
        return _page(request, period, row, verdict, ResultForm(instrument=period.instrument, result=row.result))
    permissions.require(verdict)
    if "follow" in request.POST:
        result = workflow.follow_policy(period, indicator, by=request.user)
        messages.success(request, (_FOLLOWED if result else _WAITING).format(number))
        return redirect("assessments:consolidation", period=period.slug)
    form = ResultForm(request.POST, instrument=period.instrument)
    if not form.is_valid():
        return _page(request, period, row, verdict, form, status=422)
    workflow.set_indicator_result(period, indicator, by=request.user, **form.cleaned_data)
    messages.success(request, _SET.format(number))
    return redirect("assessments:consolidation", period=period.slug)


def _readable_period(user, slug):
    opened = Period.objects.visible_to(user).exclude(status=Period.Status.DRAFT)
    period = get_object_or_404(opened.select_related("institution", "instrument"), slug=slug)
    permissions.require(permissions.may_read_reviews(user, period.institution_id))
    return period


def _page(request, period, row, verdict, form, status=200):
    criteria = list(LevelCriterion.objects.filter(indicator=row.indicator))
    context = {
        "period": period,
        "row": row,
        "indicator": row.indicator,
        "may_set": verdict,
        "form": form,
        "criteria": criteria,
        "labels": {criterion.level: criterion.label for criterion in criteria},
    }
    return render(request, "assessments/reviewing/indicator_result.html", context, status=status)
