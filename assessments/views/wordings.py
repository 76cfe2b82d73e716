"""The words of messages: which there are, and one of them with what it looks like."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments import reminders as letters
from assessments.forms.reminding import WordingForm
from assessments.views.reminders import coordinated
from assessments.workflow.reminding import reset_wording, write_wording
from inbox import wording as texts


@require_safe
def wordings(request):
    institution = coordinated(request)
    written = texts.written_for(institution)
    context = {
        "institution": institution,
        "rows": [(standard, written.get(kind)) for kind, standard in texts.standards().items()],
        "trail": _trail(),
    }
    return render(request, "assessments/reminding/wordings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request, message):
    institution = coordinated(request)
    if (standard := texts.standards().get(message)) is None:
        raise Http404
    kind = standard.kind
    action = request.POST.get("tindakan")
    if request.method == "POST" and action == "bawaan":
        reset_wording(institution, kind, by=request.user)
        messages.success(request, f"{standard.label}: kalimat bawaan dipakai lagi.")
        return redirect("assessments:wording", kind)
    now = texts.written_for(institution).get(kind)
    shown = now or standard
    form = WordingForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        initial={"pokok": shown.subject, "isi": shown.body},
    )
    if form.is_valid() and action != "pratinjau":
        subject, body = form.cleaned_data["pokok"], form.cleaned_data["isi"]
        write_wording(institution, kind, by=request.user, subject=subject, body=body)
        messages.success(request, f"{standard.label}: kalimat disimpan.")
        return redirect("assessments:wordings")
    return _page(request, institution, standard, now, form)


def _page(request, institution, standard, written, form):
    shown = written or standard
    subject, body = shown.subject, shown.body
    if form.is_bound and form.is_valid():
        subject, body = form.cleaned_data["pokok"], form.cleaned_data["isi"]
    context = {
        "form": form,
        "standard": standard,
        "written": written,
        "institution": institution,
        "preview": None if form.errors else texts.fill(subject, body, letters.example(institution, standard)),
        "trail": [*_trail(), {"label": standard.label}],
    }
    return render(request, "assessments/reminding/wording.html", context, status=422 if form.errors else 200)


def _trail():
    return [
        {"label": "Pengingat", "url": reverse("assessments:reminders")},
        {"label": "Kalimat pesan", "url": reverse("assessments:wordings")},
    ]
