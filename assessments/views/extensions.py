"""More time for one unit: its own page for asking, and the coordinator's answer on the page of the period."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments import permissions, workflow
from assessments.deadlines import deadline_of
from assessments.forms.extensions import ExtensionAnswerForm, ExtensionForm
from assessments.models import Extension
from assessments.views.lookups import assessment_or_404
from assessments.views.once import once
from assessments.views.periods import extensions_page


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request, period, unit):
    assessment = assessment_or_404(request.user, period, unit)
    if request.method != "POST":
        return _page(request, assessment, ExtensionForm(assessment=assessment))
    here = redirect("assessments:extension", period, unit)
    if request.POST.get("tindakan") == "batalkan":
        return once(request.user, assessment, "extension.withdrawn", lambda: _withdraw(request, assessment, here), here)
    return once(request.user, assessment, "extension.asked", lambda: _ask(request, assessment, here), here)


def _ask(request, assessment, here):
    permissions.require(permissions.may_ask_extension(request.user, assessment))
    form = ExtensionForm(request.POST, assessment=assessment)
    if not form.is_valid():
        return _page(request, assessment, form)
    values = form.cleaned_data
    workflow.ask_extension(assessment, by=request.user, reason=values["alasan"], until=values["sampai"])
    messages.success(request, "Permohonan perpanjangan terkirim kepada koordinator penilaian.")
    return here


def _withdraw(request, assessment, here):
    permissions.require(permissions.speaks_for_unit(request.user, assessment))
    asked = assessment.extensions.filter(state=Extension.State.ASKED).first()
    permissions.require(asked or permissions.refused("Tidak ada permohonan yang menunggu jawaban."))
    workflow.withdraw_extension(asked, by=request.user)
    messages.success(request, "Permohonan perpanjangan dibatalkan.")
    return here


def _page(request, assessment, form):
    rows = list(assessment.extensions.select_related("asked_by", "answered_by").order_by("-pk"))
    context = {
        "assessment": assessment,
        "form": form,
        "asked": next((row for row in rows if row.state == Extension.State.ASKED), None),
        "answered": [row for row in rows if row.state != Extension.State.ASKED],
        "may_ask": permissions.may_ask_extension(request.user, assessment),
        "speaks": permissions.speaks_for_unit(request.user, assessment),
        "closes_at": permissions.fill_deadline(assessment),
        "deadline": deadline_of(assessment),
        "trail": [
            {"label": "Penilaian", "url": reverse("assessments:list")},
            {"label": assessment.unit.name, "url": assessment.get_absolute_url()},
            {"label": "Perpanjangan"},
        ],
    }
    return render(request, "assessments/filling/extension.html", context, status=422 if form.errors else 200)


@require_POST
def extension_answer(request, pk):
    rows = Extension.objects.visible_to(request.user).select_related(
        "assessment__period__institution", "assessment__period__instrument", "assessment__unit"
    )
    extension = get_object_or_404(rows, pk=pk)
    permissions.require(permissions.may_coordinate(request.user, extension.assessment.period.institution_id))
    action = request.POST.get(f"p{pk}-tindakan")
    state = Extension.State.GRANTED if action == ExtensionAnswerForm.GRANT else Extension.State.REFUSED
    done = redirect(f"{_asking_page(request, extension.assessment.period)}#perpanjangan")
    return once(
        request.user, extension.assessment, f"extension.{state}", lambda: _answer(request, extension, done), done
    )


def _asking_page(request, period):
    if request.POST.get("kembali") == "papan":
        return f"{reverse('assessments:progress')}?periode={period.slug}"
    return period.get_absolute_url()


def _answer(request, extension, done):
    permissions.require(permissions.may_answer_extension(request.user, extension))
    form = ExtensionAnswerForm(request.POST, extension=extension)
    if not form.is_valid():
        return extensions_page(request, extension.assessment.period, form)
    note, unit = form.cleaned_data["catatan"], extension.assessment.unit
    if form.grants:
        workflow.grant_extension(extension, by=request.user, until=form.cleaned_data["sampai"], note=note)
        messages.success(request, f"Tenggat {unit} diperpanjang.")
    else:
        workflow.refuse_extension(extension, by=request.user, note=note)
        messages.success(request, f"Permohonan {unit} ditolak.")
    return done
