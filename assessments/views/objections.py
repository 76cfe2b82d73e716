"""The unit's objection to a decision, and the assessors' page where it ends."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import permissions, workflow
from assessments.forms.dialogue import ObjectionDecisionForm, ObjectionForm
from assessments.models import Answer, Objection, Period, Review
from assessments.views.lookups import answer_or_404
from indicators.models import LevelCriterion

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request, period, unit, number):
    """Where the unit writes its objection, once."""
    answer = answer_or_404(request.user, period, unit, number)
    review = _standing(answer)
    verdict = permissions.may_object(request.user, answer, review)
    if request.method != "POST":
        permissions.require(verdict)
        return _form_page(request, answer, review, ObjectionForm(initial={"review": review.pk}))
    form = ObjectionForm(request.POST)
    permissions.require(verdict)
    if not form.is_valid():
        return _form_page(request, answer, review, form, status=422)
    kept = form.cleaned_data
    try:
        workflow.file_objection(answer, by=request.user, seen=kept["review"], reason=kept["reason"])
    except workflow.Conflict:
        form = ObjectionForm(initial={"review": review.pk, "reason": kept["reason"]})
        return _form_page(request, answer, review, form, status=409, is_stale=True)
    messages.success(request, "Sanggahan terkirim. Asesor lain akan memutuskannya.")
    return redirect(answer)


@require_POST
def objection_withdraw(request, period, unit, number):
    answer = answer_or_404(request.user, period, unit, number)
    found = get_object_or_404(Objection, answer=answer)
    found.answer = answer
    permissions.require(permissions.may_withdraw_objection(request.user, found))
    workflow.withdraw_objection(found, by=request.user)
    messages.success(request, "Sanggahan ditarik kembali. Putusan asesor tetap.")
    return redirect(answer)


@require_safe
def objections(request):
    """Those that wait first; of the newest open period where nothing else is asked for."""
    permissions.require(permissions.may_read_some_reviews(request.user))
    periods = Period.objects.visible_to(request.user).seen_whole_by(request.user)
    rows = Objection.objects.filter(answer__assessment__period__in=periods).select_related(
        "answer__assessment__unit", "answer__assessment__period__institution", "answer__indicator", "review"
    )
    waiting = list(rows.filter(state=Objection.State.FILED))
    ended = Paginator(rows.exclude(state=Objection.State.FILED).order_by("-filed_at"), PER_PAGE)
    context = {"waiting": waiting, "page": ended.get_page(request.GET.get("halaman"))}
    return render(request, "assessments/disputing/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def objection_decide(request, pk):
    found = _readable(request.user, pk)
    verdict = permissions.may_decide_objection(request.user, found)
    if request.method != "POST":
        return _decision_page(request, found, verdict, ObjectionDecisionForm(objection=found))
    permissions.require(verdict)
    form = ObjectionDecisionForm(request.POST, objection=found)
    if not form.is_valid():
        return _decision_page(request, found, verdict, form, status=422)
    workflow.decide_objection(found, by=request.user, **form.chosen)
    messages.success(request, "Keputusan atas sanggahan tersimpan. Keputusan ini akhir.")
    return redirect("assessments:objections")


def _standing(answer):
    return Review.objects.standing().filter(answer=answer).order_by("-pk").first()


def _readable(user, pk):
    rows = Objection.objects.select_related(
        "answer__assessment__unit",
        "answer__assessment__period__institution",
        "answer__assessment__period__instrument",
        "answer__indicator__instrument",
        "answer__indicator__aspect",
        "review__assessor",
        "review__confirms",
        "filed_by",
        "decided_by",
    )
    found = get_object_or_404(rows.filter(answer__in=Answer.objects.visible_to(user)), pk=pk)
    permissions.require(permissions.may_read_reviews(user, found.answer.assessment.period.institution_id))
    return found


def _form_page(request, answer, review, form, *, status=200, is_stale=False):
    period = answer.assessment.period
    context = {
        "answer": answer,
        "period": period,
        "review": review,
        "form": form,
        "is_stale": is_stale,
        "deadline": permissions.objection_deadline(review, period),
        "trail": [
            {"label": answer.assessment.unit.name, "url": answer.assessment.get_absolute_url()},
            {"label": f"Indikator {answer.indicator.number}", "url": answer.get_absolute_url()},
            {"label": "Sanggahan"},
        ],
    }
    return render(request, "assessments/disputing/objection.html", context, status=status)


def _decision_page(request, found, verdict, form, status=200):
    answer = found.answer
    criteria = list(LevelCriterion.objects.filter(indicator=answer.indicator))
    context = {
        "objection": found,
        "answer": answer,
        "period": answer.assessment.period,
        "verdict": verdict,
        "form": form,
        "criteria": criteria,
        "labels": {criterion.level: criterion.label for criterion in criteria},
        "trail": [
            {"label": "Sanggahan", "url": reverse("assessments:objections")},
            {"label": f"{answer.assessment.unit.name}, indikator {answer.indicator.number}"},
        ],
    }
    return render(request, "assessments/disputing/decide.html", context, status=status)
