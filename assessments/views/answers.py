"""The questionnaire: one indicator on one page, saved as one form."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.formats import wants_json
from assessments import permissions, workflow
from assessments.forms.answers import MAXIMUM_TEXT
from assessments.models import Assessment
from assessments.progress import Progress
from assessments.validators.rejection import Rejected
from assessments.views.autosave import autosave
from assessments.views.conflicts import conflict_page
from assessments.views.lookups import answer_or_404, answer_to_save_or_404
from assessments.views.questionnaire import Questionnaire
from assessments.views.saving import Saving
from assessments.views.unsaved import touched


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, period, unit, number):
    if request.method == "POST" and wants_json(request):
        return autosave(request, period, unit, number)
    if request.method == "POST":
        answer = answer_to_save_or_404(request.user, period, unit, number)
        return save(request, answer)
    return _page(request, Questionnaire(request.user, answer_or_404(request.user, period, unit, number)))


def save(request, answer, then=None):
    """Save all that came; if all was accepted, do `then` (its result is told) and go where the button leads.

    `then` is given what was saved.
    """
    saving = Saving(request, answer)
    try:
        permissions.require(permissions.may_edit(request.user, answer, seen_open_at=saving.opened_at))
        saving.run()
        done = then(saving) if saving.is_whole and then else ""
    except workflow.Conflict as conflict:
        saving.conflict, done = conflict, ""
    except PermissionDenied as refusal:
        return _refused(request, answer, saving.forms, str(refusal))
    except Rejected as refusal:
        _tell(request, saving, "")
        messages.error(request, refusal.message)
        return redirect(f"{answer.get_absolute_url()}#id_evidence")
    _tell(request, saving, done)
    if saving.is_conflict:
        return conflict_page(request, answer, saving)
    if not saving.is_whole:
        return _page(request, Questionnaire(request.user, answer, saving), status=saving.status)
    return redirect(_destination(request.POST.get("tindakan", ""), answer))


def _page(request, questionnaire, status=200):
    return render(request, "assessments/filling/answer.html", questionnaire.context(), status=status)


def _refused(request, answer, forms, reason):
    """The window closed, or the answers were sent, while somebody was typing: all of it is shown and the words kept."""
    context = {
        "answer": answer,
        "reason": reason,
        "unsaved": touched(forms),
        "is_kept": _keep_late(request.user, answer, forms.answer),
    }
    # Who may delete proofs here finds the answers in another state; anybody else has no right to.
    is_late = request.POST.get("tindakan") == "hapus" and permissions.is_operator_of(request.user, answer.assessment)
    context["status"] = 409 if is_late else 403
    return render(request, "assessments/filling/refused.html", context, status=context["status"])


def _keep_late(user, answer, form):
    changes = form.changes() if form.is_bound else {}
    if "reply" in form.data and "reply" not in form.fields:  # it was asked for when the page was opened
        changes["reply"] = form.data["reply"].strip()[:MAXIMUM_TEXT]
    if not changes or not permissions.may_keep_late(user, answer):
        return False
    workflow.keep_late(answer, by=user, **changes)
    return True


def _tell(request, saving, done):
    if done:
        messages.success(request, done)
    number = saving.answer.indicator.number
    if saving.is_changed:
        messages.success(request, f"Indikator {number} disimpan.")
    if saving.added:
        messages.success(request, f"{len(saving.added)} bukti ditambahkan pada indikator {number}.")
    for evidence in saving.known:
        messages.info(request, f"“{evidence.title}” sudah ada pada jawaban ini, jadi tidak ditambahkan lagi.")


# Where on the same page a button leads back to.
_PLACES = {
    **dict.fromkeys(("", "simpan"), ""),
    **dict.fromkeys(("salin", "salin-tambah", "salin-ganti"), "#id_explanation"),
    **dict.fromkeys(("unggah", "hapus", "naik", "turun", "kembalikan"), "#id_evidence"),
    **dict.fromkeys(("pakai-ulang", "pakai-dicentang"), "#id_evidence"),
    "pustaka": "pustaka/",
}


def _destination(action, answer):
    here = answer.get_absolute_url()
    if action in _PLACES:
        return f"{here}{_PLACES[action]}"
    progress = Progress(answer.assessment)
    number = answer.indicator.number
    target = {
        "lanjut": lambda: _following(progress, answer),
        "sebelumnya": lambda: progress.neighbor(number, -1),
        "belum": lambda: progress.next_unfinished(number),
        "belum-sebelumnya": lambda: progress.next_unfinished(number, -1),
    }.get(action, lambda: None)()
    return target.answer.get_absolute_url() if target else _end(action, progress, answer.assessment)


def _following(progress, answer):
    """The next indicator in order; while repairing, the next one that came back."""
    if answer.assessment.status == Assessment.Status.RETURNED:
        return progress.next_unfinished(answer.indicator.number)
    return progress.neighbor(answer.indicator.number, 1)


def _end(action, progress, assessment):
    """Where a button leads when nothing lies beyond: it never starts over by itself."""
    names = [assessment.period.slug, assessment.unit.code]
    if action == "sebelumnya":
        return reverse("assessments:tasks", args=names)
    if assessment.status == Assessment.Status.RETURNED:
        return reverse("assessments:repairs", args=names)
    if action == "lanjut" or not progress.unfinished:
        return reverse("assessments:check", args=names)
    return f"{reverse('assessments:tasks', args=names)}?tampil=belum"
