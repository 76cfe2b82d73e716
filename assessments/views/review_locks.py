"""Who has an answer open to review: the hold that a page takes, its signs of life, and taking it over."""

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from assessments import permissions, workflow
from assessments.forms.desk import HoldForm, TakeOverForm
from assessments.models import Answer

ONLY_READ = "Ambil alih jawaban ini untuk memutuskannya, atau lanjutkan ke jawaban berikutnya."


def lock_context(request, answer, may_review=None):
    """Takes the answer for whoever may decide on it and opens its page. Where another has it, the page only reads.

    A decision that was refused keeps its form, so that nothing typed is lost. Reading alone holds nothing.
    """
    verdict = permissions.may_review(request.user, answer) if may_review is None else may_review
    if not verdict or _is_only_looking(request):
        return {}
    try:
        lock = workflow.hold(answer, by=request.user)
    except OperationalError:  # the database is busy with a long write: the page opens without a hold
        return {}
    if lock is None or lock.holder_id == request.user.pk:
        return {"hold": lock}
    told = {"held": lock, "held_sentence": sentence_of(lock, answer)}
    return told if request.method == "POST" else told | {"may_review": permissions.refused(ONLY_READ)}


@require_POST
def hold(request, pk):
    """A sign of life from the page, every minute in which somebody is at work there, and the last one on leaving."""
    answer = _answer_to_review(request.user, pk)
    form = HoldForm(request.POST)
    form.is_valid()
    if form.cleaned_data["leaves"]:
        if form.cleaned_data.get("taken"):
            workflow.release(answer, by=request.user, taken_at=form.cleaned_data["taken"])
        return HttpResponse(status=204)
    lock = workflow.hold(answer, by=request.user)
    return _told(lock, answer, request.user, status=200)


@require_POST
def take_over(request, pk):
    answer = _answer_to_review(request.user, pk)
    form = TakeOverForm(request.POST)
    seen = form.cleaned_data["holder"] if form.is_valid() else None
    try:
        lock = workflow.take_over(answer, by=request.user, seen=seen)
    except workflow.Held as held:
        return _refused(request, held.lock, answer)
    if request.accepts("text/html"):
        messages.success(request, "Reviu jawaban ini sekarang pada Anda.")
        return _to_page(request, answer)
    return _told(lock, answer, request.user, status=200)


def sentence_of(lock, answer):
    since = date_format(lock.taken_at.astimezone(answer.assessment.period.institution.zone), "H.i")
    return f"{lock.holder} sedang mereviu jawaban ini sejak pukul {since}."


def take_over_if_asked(request, answer):
    """A decision may bring the wish to take the answer over first, for who saw that another has it."""
    form = TakeOverForm(request.POST)
    if form.is_valid() and form.cleaned_data["holder"]:
        workflow.take_over(answer, by=request.user, seen=form.cleaned_data["holder"])


def _refused(request, lock, answer):
    if not request.accepts("text/html"):
        return _told(lock, answer, request.user, status=409)
    messages.error(request, f"Belum diambil alih: {sentence_of(lock, answer)}")
    return _to_page(request, answer)


def _told(lock, answer, user, *, status):
    if lock is None or lock.holder_id == user.pk:
        taken = lock and lock.taken_at.isoformat()
        return JsonResponse({"milik": True, "diambil": taken, "versi": answer.version}, status=status)
    told = {"milik": False, "pemegang": lock.holder_id, "kalimat": sentence_of(lock, answer)}
    return JsonResponse(told, status=status)


def _to_page(request, answer):
    query = request.GET.urlencode()
    return redirect(reverse("assessments:review", args=[answer.pk]) + (f"?{query}" if query else ""))


def _answer_to_review(user, pk):
    answer = get_object_or_404(Answer.objects.visible_to(user).with_parents(), pk=pk)
    permissions.require(permissions.may_read_reviews(user, answer.assessment.period.institution_id))
    permissions.require(permissions.may_review(user, answer))
    return answer


def _is_only_looking(request):
    """HEAD, and a browser that fetches the page before anybody asked for it."""
    return request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", "")
