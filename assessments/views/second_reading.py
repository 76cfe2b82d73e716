"""The second reading: the sample, the page of a reader who does not know the decision, and what differs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import permissions, workflow
from assessments.agreement import Agreement
from assessments.evidence_advice import advice_of, with_newer
from assessments.forms.dialogue import DrawForm, ReadingForm, SettleForm
from assessments.models import Period, SecondReading
from indicators.models import LevelCriterion


@require_safe
def sample_of_now(request):
    """The newest open period, or the newest of all."""
    permissions.require(permissions.may_read_some_reviews(request.user))
    periods = Period.objects.visible_to(request.user).seen_whole_by(request.user)
    period = periods.open().first() or periods.first()
    if period is None:
        return render(request, "assessments/reviewing/consolidations.html")
    return redirect("assessments:sample", period=period.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def sample(request, period):
    period = _readable_period(request.user, period)
    if request.method != "POST":
        return _sample_page(request, period, DrawForm())
    permissions.require(permissions.may_draw_sample(request.user, period))
    form = DrawForm(request.POST)
    if not form.is_valid():
        return _sample_page(request, period, form, status=422)
    drawn = workflow.draw_sample(period, by=request.user, percent=form.cleaned_data["percent"])
    messages.success(request, f"{len(drawn)} jawaban dipilih." if drawn else "Tidak ada jawaban baru yang dipilih.")
    return redirect("assessments:sample", period=period.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request, period, reading):
    period = _readable_period(request.user, period)
    found = _reading_or_404(period, reading)
    permissions.require(permissions.may_read_second(request.user, found))
    if request.method != "POST":
        return _reading_page(request, found, ReadingForm(instrument=period.instrument))
    form = ReadingForm(request.POST, instrument=period.instrument)
    if not form.is_valid():
        return _reading_page(request, found, form, status=422)
    workflow.read_again(found, by=request.user, **form.cleaned_data)
    messages.success(request, "Pembacaan kedua tersimpan.")
    return redirect("assessments:sample", period=period.slug)


@require_POST
def reading_settle(request, period, reading):
    period = _readable_period(request.user, period)
    found = _reading_or_404(period, reading)
    permissions.require(permissions.may_settle_reading(request.user, found))
    form = SettleForm(request.POST, prefix=f"s{found.pk}")
    if not form.is_valid():
        return _sample_page(request, period, DrawForm(), status=422, settled=(found.pk, form))
    kept = form.cleaned_data
    workflow.settle_reading(found, by=request.user, text=kept["text"], returns=kept["outcome"] == SettleForm.RETURN)
    messages.success(request, "Hasil penyelarasan tersimpan.")
    return redirect("assessments:sample", period=period.slug)


def _readable_period(user, slug):
    opened = Period.objects.visible_to(user).exclude(status=Period.Status.DRAFT)
    period = get_object_or_404(opened.select_related("institution", "instrument"), slug=slug)
    permissions.require(permissions.may_read_reviews(user, period.institution_id))
    return period


def _reading_or_404(period, pk):
    rows = SecondReading.objects.select_related(
        "period",
        "review__confirms",
        "answer__assessment__unit",
        "answer__assessment__period__institution",
        "answer__indicator__instrument",
        "answer__indicator__aspect",
    )
    return get_object_or_404(rows, period=period, pk=pk)


def _sample_page(request, period, form, *, status=200, settled=(None, None)):
    agreement = Agreement(period, request.user)
    settled_pk, settle_form = settled
    differing = [
        (row, settle_form if row.pk == settled_pk else SettleForm(prefix=f"s{row.pk}")) for row in agreement.differing
    ]
    context = {
        "period": period,
        "agreement": agreement,
        "differing": differing,
        "faulty": settle_form,
        "form": form,
        "may_draw": permissions.may_draw_sample(request.user, period),
    }
    return render(request, "assessments/disputing/sample.html", context, status=status)


def _reading_page(request, found, form, status=200):
    """No decision, no reason and no earlier review stands on it."""
    answer = found.answer
    citations = with_newer(list(answer.citations.select_related("evidence__unit").order_by("position")))
    for citation in citations:
        citation.answer = answer
        citation.facts = advice_of(citation, answer.indicator, answer.assessment.period)
    context = {
        "reading": found,
        "answer": answer,
        "period": answer.assessment.period,
        "citations": citations,
        "criteria": list(LevelCriterion.objects.filter(indicator=answer.indicator)),
        "form": form,
        "trail": [
            {"label": "Pembacaan kedua", "url": reverse("assessments:sample", args=[found.period.slug])},
            {"label": f"{answer.assessment.unit.name}, indikator {answer.indicator.number}"},
        ],
    }
    return render(request, "assessments/disputing/reading.html", context, status=status)
