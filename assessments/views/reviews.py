"""The page where an assessor decides one answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import permissions, scorecard, workflow
from assessments.dialogue import dialogue_of
from assessments.evidence_advice import advice_of, with_newer
from assessments.forms.queue import QueueFilter
from assessments.forms.reviews import CONFIRM, EffectForm, ReviewForm, UndoForm, Verdict
from assessments.models import Answer, Assignment, ChosenService
from assessments.reason_codes import codes_of
from assessments.review_words import draft_reason, draft_recommendation
from assessments.viewing import viewer_of
from assessments.views.cases import case_of, proposal_of
from assessments.views.review_locks import lock_context, take_over_if_asked

_BEFORE, _STRETCH = 3, 20


@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    answer = _readable_answer(request.user, pk)
    if request.method == "POST":
        return _decide(request, answer)
    case = case_of(request.user, answer)
    return _page(request, answer, case, ReviewForm.of(answer, case.begun, **case.options))


@require_safe
def effect(request, pk):
    """What a decision would change, as a fragment: the page asks for it while the assessor chooses."""
    answer = _readable_answer(request.user, pk)
    form = EffectForm(request.GET, answer=answer, proposal=proposal_of(answer))
    context = {"answer": answer, "is_fragment": True, "effect": None, "supported": form.supported}
    if form.is_complete:
        context |= {"effect": scorecard.effect_of(answer, form.score), "is_raise": form.is_raise}
    return render(request, "assessments/reviewing/_effect.html", context, status=200 if form.is_valid() else 422)


@require_POST
def undo(request, pk):
    """Take back a decision that was just made, and open its page with all that was typed."""
    answer = _readable_answer(request.user, pk)
    permissions.require(permissions.may_judge(request.user, answer.assessment))
    form = UndoForm(request.POST, answer=answer)
    review = form.cleaned_data["review"] if form.is_valid() else None
    if refusal := _not_undone(request.user, review, answer):
        messages.error(request, f"Tidak diurungkan. {refusal}")
    else:
        messages.success(request, "Keputusan diurungkan. Yang Anda isi tetap ada di halaman ini.")
    query = request.GET.urlencode()
    return redirect(reverse("assessments:review", args=[pk]) + (f"?{query}" if query else ""))


def _not_undone(user, review, answer):
    """Undo, or say why not."""
    if review is None:
        return "Keputusan itu tidak ditemukan."
    review.answer = answer
    if not (verdict := permissions.may_undo(user, review)):
        return verdict.reason
    try:
        workflow.undo(review, by=user)
    except workflow.Conflict:
        return "Jawaban ini berubah sejak Anda memutuskannya."
    return ""


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
    case = case_of(request.user, answer)
    if "preview" in request.POST:
        form = ReviewForm.keeping(request.POST, answer, **case.options).draft()
        return _page(request, answer, case, form, previewed=True)
    form = ReviewForm(request.POST, answer=answer, **case.options)
    if not form.is_valid():
        return _page(request, answer, case, form, status=422)
    try:
        take_over_if_asked(request, answer)
        decision = _carry_out(form, answer, by=request.user)
    except workflow.Conflict:
        return _conflict(request, _readable_answer(request.user, answer.pk))
    messages.success(request, _told(request, decision, answer))
    return _next_page(request, answer)


def _carry_out(form, answer, *, by):
    kept = form.cleaned_data
    decision = {"by": by, "version": kept["version"], "reason": kept["reason"], "grounds": form.grounds}
    if kept["verdict"] == CONFIRM:
        return workflow.confirm(answer, **decision)
    if kept["verdict"] == Verdict.ACCEPT:
        return workflow.accept(answer, **decision)
    if kept["verdict"] == Verdict.ADJUST:
        return workflow.adjust(answer, score=kept["score"], **decision)
    return workflow.send_back(answer, **decision)


def _told(request, decision, answer):
    """What was decided, with the button that takes it back: a form, so that it works without scripts."""
    context = {"decision": decision, "answer": answer, "seconds": permissions.UNDO_TIME.seconds}
    return render_to_string("assessments/reviewing/_undo.html", context, request)


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
    case = case_of(request.user, answer)
    form = ReviewForm.keeping(request.POST, answer, **case.options)
    return _page(request, answer, case, form, is_stale=True, status=409)


def _page(request, answer, case, form, *, status=200, previewed=False, is_stale=False):
    filters, answers = _queue_around(request, answer)
    entry = answers.entry_of(answer)
    stretch = answers.around(entry, _BEFORE, _STRETCH)
    answers.with_flags([entry, *stretch])
    may_review = permissions.may_review(request.user, answer)
    context = {
        "answer": answer,
        "period": answer.assessment.period,
        "entry": entry,
        "form": form,
        "may_review": may_review,
        "may_return": case.options["may_return"],
        "case": case,
        "is_stale": is_stale,
        "previewed": previewed,
        "filters": filters,
        "queue_length": len(answers),
        "stretch": stretch,
        "following": answers.after(entry),
        "preceding": answers.before(entry),
        "last_year": answers.last_year,
        "last": answers.last_year.result_of(answer.indicator),
        "tally": filters.desk.tally,
        **_effect_shown(answer, form, case),
        **_facts(answer, case),
        **_criteria(case.criteria, entry, form),
        **lock_context(request, answer, may_review),
    }
    context |= dialogue_of(request.user, answer, context["last_review"])
    context["comment_url"] = reverse("assessments:review_comment", args=[answer.pk])
    context["viewer"] = viewer_of(request, context["citations"])
    return render(request, "assessments/reviewing/review.html", context, status=status)


def _effect_shown(answer, form, case):
    """The effect of what is chosen; before anything is, the effect of accepting the claim."""
    names = ("verdict", "score", "code", *form.names(answer))
    typed = {name: form[name].value() or "" for name in names}
    chosen = EffectForm(typed, answer=answer, proposal=case.proposal)
    shown = {"supported": chosen.supported}
    if chosen.is_complete:
        return shown | {"effect": scorecard.effect_of(answer, chosen.score), "is_raise": chosen.is_raise}
    if typed["verdict"] or answer.score is None:
        return shown | {"effect": None}
    return shown | {"effect": scorecard.effect_of(answer, answer.score), "if_accepted": True}


def _facts(answer, case):
    """Everything on the page that the decision rests on."""
    period, indicator = answer.assessment.period, answer.indicator
    leads = Assignment.objects.filter(period=period, indicator=indicator, is_lead=True)
    others = Answer.objects.filter(assessment__period=period, indicator=indicator).exclude(pk=answer.pk)
    citations = _citations(answer)
    return {
        "reviews": case.reviews,
        "last_review": case.last,
        "citations": citations,
        "codes": codes_of(answer, citations),
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


def _criteria(criteria, entry, form):
    """The levels with their texts; those between the last result and the claim are in question and stand open."""
    marks = [score for score in (entry.last, entry.claimed) if score is not None]
    for criterion in criteria:
        criterion.in_question = bool(marks) and min(marks) <= criterion.level <= max(marks)
        criterion.field = form[f"tick_{criterion.level}"] if criterion.level in form.levels else None
        criterion.reason, criterion.recommendation = draft_reason(criterion.level), draft_recommendation(criterion)
    return {"criteria": criteria, "labels": {criterion.level: criterion.label for criterion in criteria}}
