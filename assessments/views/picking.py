"""Taking proofs from the library of the unit for one answer: the same document serves many indicators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import library, permissions, workflow
from assessments.forms.library import LibraryFilter, PickForm
from assessments.validators.rejection import Rejected
from assessments.views.evidence import part_of
from assessments.views.lookups import answer_or_404
from assessments.views.place import place_of

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def evidence_pick(request, period, unit, number):
    """A page of its own; where scripts run, its `#library-picker` is shown in a dialog of the questionnaire."""
    answer = answer_or_404(request.user, period, unit, number)
    permissions.require(permissions.may_edit(request.user, answer))
    if request.method != "POST":
        return _page(request, answer, PickForm(unit=answer.assessment.unit))
    form = PickForm(request.POST, unit=answer.assessment.unit)
    if not form.is_valid():
        return _page(request, answer, form, status=422)
    _cite(request, answer, form.cleaned_data["bukti"])
    return part_of(request, answer, redirect(f"{answer.get_absolute_url()}#id_evidence"))


def _cite(request, answer, chosen):
    """One after the other; what no longer fits is told and the rest stays."""
    cited = set(answer.citations.values_list("evidence", flat=True))
    added = []
    try:
        for evidence in chosen:
            if evidence.pk not in cited:
                added.append(workflow.cite(answer, evidence, by=request.user))
    except Rejected as refusal:
        messages.error(request, refusal.message)
    if added:
        number = answer.indicator.number
        messages.success(request, f"{len(added)} bukti dari pustaka dirujuk pada indikator {number}.")
    elif len(chosen) <= len(cited):
        messages.info(request, "Bukti yang dipilih sudah dirujuk jawaban ini.")


def _page(request, answer, form, status=200):
    unit, filters = answer.assessment.unit, LibraryFilter(request.GET)
    found = library.proofs(unit, **filters.chosen).filter(pk__in=library.pickable(unit).values("pk"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    for evidence in page:
        evidence.unit = unit
    twins = library.twins_among(page)
    cited = set(answer.citations.values_list("evidence", flat=True))
    context = {
        **place_of(answer),
        "unit": unit,
        "form": form,
        "filters": filters,
        "page": page,
        "rows": [
            {
                "evidence": evidence,
                "flags": [flag for flag in library.flags_of(evidence) if flag.status != "empty"],
                "is_cited": evidence.pk in cited,
                "is_ticked": str(evidence.pk) in form.ticked,
                "twin": twins.get(evidence.pk),
                "places": library.places_of(evidence),
            }
            for evidence in page
        ],
    }
    return render(request, "assessments/library/pick.html", context, status=status)
