"""Composing an explanation from the instrument's sentences; where scripts run, in a dialog of the questionnaire."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import grace, permissions, tokens, workflow
from assessments.composer import Composer, has_templates
from assessments.forms.answers import MAXIMUM_TEXT
from assessments.forms.carried import whole
from assessments.forms.citing import told_to_page
from assessments.views.lookups import answer_or_404

CHANGED = "Penjelasan berubah sejak halaman ini dibuka. Periksa isinya di bawah, lalu sisipkan sekali lagi."
TOO_LONG = "Bersama penjelasan yang ada, teks ini melebihi {limit} karakter. Ringkas atau ganti penjelasannya."


@require_http_methods(["GET", "HEAD", "POST"])
def compose(request, period, unit, number):
    answer = answer_or_404(request.user, period, unit, number)
    opened_at = grace.opened_at(request.POST.get("izin", ""), request.user, answer.assessment)
    permissions.require(permissions.may_edit(request.user, answer, seen_open_at=opened_at))
    if not has_templates(answer.indicator):
        return redirect(answer)
    citations = list(answer.citations.select_related("evidence"))
    tokens.read_names([answer], citations)
    data = request.POST if request.method == "POST" else None
    level = _level(request, answer)
    composer = level and Composer(answer, citations, answer.evidence_names, level, data)
    if composer and data and data.get("tindakan") in ("sisip", "ganti"):
        return _insert(request, answer, composer, opened_at)
    return _page(request, answer, composer)


def _level(request, answer):
    """The level of the address, of the form, or of the answer; None where there is none to write for."""
    asked = request.POST.get("tingkat") or request.GET.get("tingkat", "")
    levels = answer.indicator.instrument.levels()
    if whole(asked) in levels:
        return whole(asked)
    return int(answer.score) if answer.score in levels else None


def _insert(request, answer, composer, opened_at):
    """Put the text at the end of the explanation, or in its place; nothing is overwritten that was not read."""
    text = tokens.to_tokens(composer.text, tokens.by_name(answer.evidence_names))
    if request.POST["tindakan"] == "sisip" and answer.explanation.strip():
        text = f"{answer.explanation.rstrip()}\n\n{text}"
    if len(text) > MAXIMUM_TEXT:
        messages.error(request, TOO_LONG.format(limit=MAXIMUM_TEXT))
        return _page(request, answer, composer, status=422)
    seen = {"explanation": whole(request.POST.get("version-explanation", ""))}
    try:
        workflow.save_answer(answer, by=request.user, seen=seen, seen_open_at=opened_at, explanation=text)
    except workflow.Conflict as conflict:
        conflict.current.indicator = answer.indicator
        messages.warning(request, CHANGED)
        return _page(request, conflict.current, composer, status=409)
    messages.success(request, "Penjelasan disusun. Periksa dan sunting seperlunya.")
    return redirect(f"{answer.get_absolute_url()}#id_explanation")


def _page(request, answer, composer, status=200):
    context = {
        "answer": answer,
        "assessment": answer.assessment,
        "period": answer.assessment.period,
        "indicator": answer.indicator,
        "composer": composer,
        "names": told_to_page(tokens.names_of(answer)),
        "explanation": tokens.shown(answer.explanation, answer),
        "izin": grace.renewed(request.POST.get("izin", ""), request.user, answer.assessment),
    }
    return render(request, "assessments/filling/compose.html", context, status=status)
