"""A new period in five steps. What was typed is kept at each of them; nothing is sent before the last."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.formats import wants_json
from assessments import permissions, workflow
from assessments.forms.wizard import AboutForm
from assessments.models import Period, PeriodDraft
from assessments.preparation import Preparation
from assessments.views.coordinated import coordinated_by, institution_of_new_period
from assessments.views.wizard_steps import PARTS, STEPS, ChangeRefused, step_of
from assessments.workflow import preparing


@require_http_methods(["GET", "HEAD", "POST"])
def period_create(request):
    institution = institution_of_new_period(request)
    form = AboutForm(request.POST if request.method == "POST" else None, institution=institution)
    if request.method == "POST" and (wants_json(request) or form.is_valid()):
        draft = preparing.begin_draft(institution, by=request.user, part=PARTS[1], values=form.kept())
        if wants_json(request):
            return JsonResponse({"version": draft.version, "url": _url(draft, 1)})
        preparing.keep_draft(draft, by=request.user, seen=0, part=PARTS[1], values=form.kept(), step=2)
        return redirect(_url(draft, 2))
    context = {
        "form": form,
        "institution": institution,
        "drafts": drafts_of([institution]),
        "steps": steps_of(None, 1),
        "step": 1,
        "trail": _trail(),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/preparing/about.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def period_step(request, pk, step):
    draft = _draft_or_404(request.user, pk)
    if step not in STEPS:
        raise Http404
    if step > len(PARTS):
        return _after_parts(request, draft, step)
    page = step_of(step, draft)
    if request.method != "POST":
        form = page.form(request.GET.get("periksa") and page.kept_data())
        return _step_page(request, draft, page, form)
    return _keep(request, draft, page)


@require_POST
def period_discard(request, pk):
    draft = _draft_or_404(request.user, pk)
    try:
        preparing.discard_draft(draft, by=request.user, seen=_seen(request))
    except workflow.Conflict:
        messages.error(request, "Rancangan ini baru saja diubah. Periksa isinya sebelum membuangnya.")
    else:
        messages.success(request, "Rancangan periode dibuang.")
    return redirect("assessments:periods")


def drafts_of(institutions):
    return list(PeriodDraft.objects.filter(institution__in=institutions).select_related("institution"))


def _keep(request, draft, page):
    """Everything typed is kept first, whatever is wrong with it; then the person goes where the button leads."""
    form, action = page.form(request.POST), request.POST.get("tindakan", "lanjut")
    leads_on = action == "lanjut" and not wants_json(request)
    try:
        values = page.values(form, request.POST, action)
        step = page.number + 1 if leads_on and form.is_valid() and page.number < len(PARTS) else None
        draft = preparing.keep_draft(
            draft, by=request.user, seen=_seen(request), part=page.part, values=values, step=step
        )
    except ChangeRefused as refused:
        return _step_page(request, draft, page, form, change=refused.form)
    except workflow.Conflict as conflict:
        return _conflict(request, conflict.current, page, form)
    if wants_json(request):
        return JsonResponse({"version": draft.version} | _picture(page, form))
    if action == "kembali":
        return redirect(_url(draft, page.number - 1))
    if action == "simpan":
        messages.success(request, "Rancangan disimpan. Lanjutkan kapan saja dari halaman ini.")
        return redirect("assessments:periods")
    if action != "lanjut":
        return redirect(f"{_url(draft, page.number)}#nomenklatur")
    if not form.is_valid():
        return _step_page(request, draft, page, form)
    return _settle(request, draft) if page.number == len(PARTS) else redirect(_url(draft, page.number + 1))


def _settle(request, draft):
    """From three good steps to the period in preparation; a step that is not good shows why."""
    forms = {}
    for number in PARTS:
        page = step_of(number, draft)
        forms[number] = form = page.form(page.kept_data())
        if not form.is_valid():
            return redirect(f"{_url(draft, number)}?periksa=1")
    values = forms[1].values() | forms[2].cleaned_data
    participants = forms[3].cleaned_data["participants"]
    try:
        preparing.settle_draft(draft, by=request.user, seen=draft.version, values=values, participants=participants)
    except IntegrityError:  # somebody else made the year's period just now
        return redirect(f"{_url(draft, 1)}?periksa=1")
    return redirect(_url(draft, 4))


def _after_parts(request, draft, step):
    """Steps 4 and 5 stand on the period that the first three made."""
    period = Period.objects.filter(institution=draft.institution_id, slug=draft.data.get("period")).first()
    if period is None:
        messages.info(request, "Selesaikan langkah 1 sampai 3 lebih dahulu.")
        return redirect(_url(draft, min(draft.step, len(PARTS))))
    if step == 4:
        return redirect("assessments:assignments", period.slug)
    if request.method == "POST":
        return _open(request, draft, period)
    return _check_page(request, draft, period)


def _open(request, draft, period):
    permissions.require(permissions.may_prepare(request.user, period))
    if _seen(request) != draft.version:
        messages.error(request, f"{draft.data.get('by')} baru saja mengubah rancangan ini. Periksa sekali lagi.")
        return _check_page(request, draft, period, status=409)
    try:
        period = workflow.open_period(period, by=request.user)
    except workflow.Incomplete:
        return _check_page(request, draft, period, status=422)
    messages.success(request, f"{period} dibuka untuk {period.assessments.count()} perangkat daerah.")
    return redirect(period)


def _check_page(request, draft, period, status=200):
    context = {
        "draft": draft,
        "period": period,
        "institution": draft.institution,
        "preparation": Preparation(period, draft),
        "steps": steps_of(draft, 5),
        "step": 5,
        "trail": _trail(),
    }
    return render(request, "assessments/preparing/check.html", context, status=status)


def _step_page(request, draft, page, form, change=None):
    context = {
        "draft": draft,
        "form": form,
        "change": change,
        "institution": draft.institution,
        "steps": steps_of(draft, page.number),
        "step": page.number,
        "previous": page.number > 1 and _url(draft, page.number - 1),
        "trail": _trail(),
    }
    wrong = change or form.is_bound and form.errors
    return render(request, page.template, context | page.context(form), status=422 if wrong else 200)


def _conflict(request, draft, page, form):
    if wants_json(request):
        return JsonResponse({"version": draft.version, "by": draft.data.get("by", "")}, status=409)
    context = {
        "draft": draft,
        "rows": page.compared(form),
        "mine": [(name, value) for name in request.POST if name not in ("csrfmiddlewaretoken", "versi", "tindakan")
                 for value in request.POST.getlist(name)],
        "action": request.POST.get("tindakan", "lanjut"),
        "institution": draft.institution,
        "steps": steps_of(draft, page.number),
        "step": page.number,
        "trail": _trail(),
    }  # fmt: skip
    return render(request, "assessments/preparing/conflict.html", context, status=409)


def _picture(page, form):
    if page.number != 2:
        return {}
    return {"html": render_to_string("assessments/preparing/_timeline.html", page.context(form))}


def _draft_or_404(user, pk):
    institutions = coordinated_by(user)
    if not institutions:
        permissions.require(permissions.may_coordinate(user, None))
    drafts = PeriodDraft.objects.filter(institution__in=institutions).select_related("institution")
    return get_object_or_404(drafts, pk=pk)


def _seen(request):
    text = request.POST.get("versi", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _url(draft, step):
    return reverse("assessments:period_step", args=[draft.pk, step])


def steps_of(draft, current):
    """(number, name, address or nothing, is current, is done) for the line above each step."""
    reached = max(draft.step, current) if draft else 1
    return [
        (number, name, _url(draft, number) if draft and number <= reached else "", number == current, number < reached)
        for number, name in STEPS.items()
    ]


def _trail():
    return [{"label": "Periode", "url": reverse("assessments:periods")}, {"label": "Periode baru"}]
