"""The page where an assessor decides one answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments import permissions, scorecard, workflow
from assessments.evidence_advice import advice_of, with_newer
from assessments.forms.queue import QueueFilter
from assessments.forms.reviews import EffectForm, ReviewForm, Verdict
from assessments.models import Answer, Assignment, ChosenService
from assessments.viewing import viewer_of
from assessments.views.review_locks import lock_context, take_over_if_asked
from indicators.models import LevelCriterion

_BEFORE, _STRETCH = 3, 20


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    answer = _readable_answer(request.user, pk)
    if request.method == "POST":
        return _decide(request, answer)
    return _page(request, answer, ReviewForm.of(answer, _last_review(answer), may_return=_may_return(answer)))


@require_safe
def effect(request, pk):
    """What a decision would change, as a fragment: the page asks for it while the assessor chooses."""
    answer = _readable_answer(request.user, pk)
    form = EffectForm(request.GET, answer=answer)
    context = {"answer": answer, "effect": scorecard.effect_of(answer, form.score) if form.is_complete else None}
    return render(request, "assessments/reviewing/_effect.html", context, status=200 if form.is_valid() else 422)


def _readable_answer(user, pk):
    answers = Answer.objects.visible_to(user).with_parents().select_related("copied_from__assessment__period")
    answer = get_object_or_404(answers, pk=pk)
    permissions.require(permissions.may_read_reviews(user, answer.assessment.period.institution_id))
    return answer


def _decide(request, answer):
    permissions.require(permissions.may_judge(request.user, answer.assessment))
    if request.POST.get("version") != str(answer.version):
        return _conflict(request, answer)
    permissions.require(permissions.may_review(request.user, answer))
    if "preview" in request.POST:
        form = ReviewForm.keeping(request.POST, answer, may_return=_may_return(answer))
        return _page(request, answer, form, previewed=True)
    form = ReviewForm(request.POST, answer=answer, may_return=_may_return(answer))
    if not form.is_valid():
        return _page(request, answer, form, status=422)
    try:
        take_over_if_asked(request, answer)
        decision = _carry_out(form, answer, by=request.user)
    except workflow.Conflict:
        return _conflict(request, _readable_answer(request.user, answer.pk))
    messages.success(request, _told(decision, answer))
    return _next_page(request, answer)


def _carry_out(form, answer, *, by):
    kept = form.cleaned_data
    decision = {"by": by, "version": kept["version"], "reason": kept["reason"]}
    if kept["verdict"] == Verdict.ACCEPT:
        return workflow.accept(answer, **decision)
    if kept["verdict"] == Verdict.ADJUST:
        return workflow.adjust(answer, score=kept["score"], **decision)
    return workflow.send_back(answer, **decision)


def _told(decision, answer):
    return (
        f"Keputusan tersimpan: {answer.assessment.unit}, indikator {answer.indicator.number}, "
        f"{decision.get_verdict_display().lower()}."
    )


def _next_page(request, answer):
    """The next answer of the queue as it was filtered; behind the last one, the list."""
    filters, answers = _queue_around(request, answer)
    following = answers.after(answers.entry_of(answer))
    if following is None:
        messages.info(request, "Anda sampai di akhir antrean ini.")
        return redirect(reverse("assessments:queue") + filters.query_string)
    return redirect(reverse("assessments:review", args=[following.pk]) + filters.query_string)


def _queue_around(request, answer):
    period = answer.assessment.period
    filters = QueueFilter(request.GET, periods=[period], user=request.user)
    return filters, filters.queue()


def _conflict(request, answer):
    """The answer moved on since the page was read. What was typed stays, on top of what stands now."""
    form = ReviewForm.keeping(request.POST, answer, may_return=_may_return(answer))
    return _page(request, answer, form, is_stale=True, status=409)


def _page(request, answer, form, *, status=200, previewed=False, is_stale=False):
    filters, answers = _queue_around(request, answer)
    entry = answers.entry_of(answer)
    answers.with_flags([entry])
    context = {
        "answer": answer,
        "period": answer.assessment.period,
        "entry": entry,
        "form": form,
        "may_review": permissions.may_review(request.user, answer),
        "may_return": _may_return(answer),
        "is_stale": is_stale,
        "previewed": previewed,
        "filters": filters,
        "queue_length": len(answers),
        "stretch": answers.with_flags(answers.around(entry, _BEFORE, _STRETCH)),
        "following": answers.after(entry),
        "last_year": answers.last_year,
        "last": answers.last_year.result_of(answer.indicator),
        "tally": filters.desk.tally,
        **_effect_shown(answer, form),
        **_facts(answer),
        **_criteria(answer.indicator, entry),
        **lock_context(request, answer),
    }
    context["viewer"] = viewer_of(request, context["citations"])
    return render(request, "assessments/reviewing/review.html", context, status=status)


def _effect_shown(answer, form):
    """The effect of what is chosen; before anything is, the effect of accepting the claim."""
    typed = {name: form[name].value() or "" for name in ("verdict", "score")}
    chosen = EffectForm(typed, answer=answer)
    if typed["verdict"] and chosen.is_complete:
        return {"effect": scorecard.effect_of(answer, chosen.score)}
    if typed["verdict"] or answer.score is None:
        return {"effect": None}
    return {"effect": scorecard.effect_of(answer, answer.score), "if_accepted": True}


def _facts(answer):
    """Everything on the page that the decision rests on."""
    period, indicator = answer.assessment.period, answer.indicator
    leads = Assignment.objects.filter(period=period, indicator=indicator, is_lead=True)
    others = Answer.objects.filter(assessment__period=period, indicator=indicator).exclude(pk=answer.pk)
    reviews = list(answer.reviews.select_related("assessor").order_by("-pk"))
    return {
        "reviews": reviews,
        "last_review": reviews[0] if reviews else None,
        "citations": _citations(answer),
        "lead": leads.select_related("unit").first(),
        "service": ChosenService.objects.filter(period=period, indicator=indicator).first(),
        "others": others.with_decided_score().select_related("assessment__unit").order_by("assessment__unit__name"),
    }


def _citations(answer):
    """The proofs in order, each with what is to be known about it."""
    citations = with_newer(list(answer.citations.select_related("evidence").order_by("position")))
    for citation in citations:
        citation.answer = answer
        citation.facts = advice_of(citation, answer.indicator, answer.assessment.period)
    return citations


def _criteria(indicator, entry):
    """The levels with their texts; those between the last result and the claim are in question and stand open."""
    criteria = list(LevelCriterion.objects.filter(indicator=indicator))
    marks = [score for score in (entry.last, entry.claimed) if score is not None]
    for criterion in criteria:
        criterion.in_question = bool(marks) and min(marks) <= criterion.level <= max(marks)
    return {"criteria": criteria, "labels": {criterion.level: criterion.label for criterion in criteria}}


def _last_review(answer):
    return answer.reviews.order_by("-pk").first()


def _may_return(answer):
    return timezone.now() <= answer.assessment.period.repair_closes_at
