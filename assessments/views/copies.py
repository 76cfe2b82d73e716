"""Starting from last year, as part of a save of the whole page: so nothing that was typed is lost by copying."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from assessments import permissions, workflow
from assessments.earlier import earlier_answer
from assessments.forms.answers import MAXIMUM_TEXT
from assessments.forms.carried import UNKNOWN, whole
from assessments.models import Answer
from assessments.validators.rejection import Rejected
from assessments.views.answers import save
from assessments.views.lookups import answer_or_404, assessment_or_404

Way = workflow.Way


@require_POST
def copy(request, period, unit, number):
    """The buttons of last year's panel, and those that say of a copy that it was read."""
    answer = answer_or_404(request.user, period, unit, number)
    act = _confirm if "diperiksa" in request.POST else _ACTS.get(request.POST.get("tindakan"))
    response = save(request, answer, then=(lambda saving: _tried(act, request, answer, saving)) if act else None)
    if response.status_code == 302 and "diperiksa" in request.POST:
        place = "#id_explanation" if request.POST["diperiksa"] == "penjelasan" else "#id_evidence"
        return redirect(f"{answer.get_absolute_url()}{place}")
    return response


@require_POST
def confirm_all(request, period, unit):
    """From the page before sending: every copy of the assessment was read."""
    assessment = assessment_or_404(request.user, period, unit)
    permissions.require(permissions.is_operator_of(request.user, assessment))
    count = workflow.confirm_all_copies(assessment, by=request.user)
    if count:
        messages.success(request, f"{count} jawaban ditandai sudah diperiksa.")
    return redirect("assessments:check", period, unit)


def _tried(act, request, answer, saving):
    """What to tell; a refusal is no success, so it is told as what it is."""
    fresh = Answer.objects.with_parents().get(pk=answer.pk)
    try:
        return act(request, fresh, saving)
    except Rejected as refusal:
        messages.warning(request, refusal.message)
        return ""


def _copying(way):
    def act(request, answer, saving):
        earlier = _earlier(answer)
        workflow.copy_answer(answer, earlier, by=request.user, seen=saving.seen, way=way, limit=MAXIMUM_TEXT)
        return f"Penjelasan {earlier.year} disalin. Sunting menurut keadaan tahun ini."

    return act


def _reuse(request, answer, saving):
    """All proofs that still serve; from the list of boxes, those that are ticked."""
    earlier = _earlier(answer)
    chosen = None
    if request.POST["tindakan"] == "pakai-dicentang":
        chosen = {whole(pk) for pk in request.POST.getlist("pakai")}
    cited = workflow.reuse_evidence(answer, earlier, by=request.user, chosen=chosen)
    if not cited:
        raise Rejected("copy", f"Tidak ada bukti {earlier.year} yang dipilih untuk dipakai ulang.")
    return f"{len(cited)} bukti {earlier.year} dipakai ulang. Periksa apakah masih berlaku."


def _confirm(request, answer, saving):
    """The button names what was read: the explanation, one proof, or everything."""
    what = request.POST["diperiksa"]
    if whole(what) != UNKNOWN:
        done = workflow.confirm_copies(answer, by=request.user, explanation=False, citations=[whole(what)])
    else:
        done = workflow.confirm_copies(answer, by=request.user, citations=[] if what == "penjelasan" else None)
    return "Ditandai sudah diperiksa." if done else ""


def _earlier(answer):
    earlier = earlier_answer(answer)
    if earlier is None:
        raise Http404
    return earlier


_ACTS = {
    "salin": _copying(Way.FILL),
    "salin-tambah": _copying(Way.APPEND),
    "salin-ganti": _copying(Way.REPLACE),
    "pakai-ulang": _reuse,
    "pakai-dicentang": _reuse,
}
