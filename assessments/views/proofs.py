"""One proof of a library: its page, and what its keepers do with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from assessments import permissions, previews, proof, workflow
from assessments.forms.description import DescriptionForm
from assessments.forms.library import RemovalForm, VersionForm
from assessments.library import flags_of
from assessments.new_version import receive_address, receive_version
from assessments.retention import hold_of
from assessments.storage import StorageFull
from assessments.validators.rejection import Rejected
from assessments.views.lookups import proof_or_404
from assessments.views.refusals import status_of


@require_safe
def evidence(request, unit, pk):
    return _page(request, proof_or_404(request, unit, pk))


@require_POST
def evidence_describe(request, unit, pk):
    evidence = proof_or_404(request, unit, pk)
    permissions.require(permissions.may_describe_proof(request.user, evidence))
    form = DescriptionForm(request.POST, evidence=evidence)
    if not form.is_valid():
        return _page(request, evidence, description=form, status=422)
    try:
        workflow.describe_proof(evidence, by=request.user, seen=form.seen, **form.changes())
    except workflow.Conflict as conflict:
        form.take_over(conflict.current, conflict.fields)
        return _page(request, evidence, description=form, status=409)
    messages.success(request, "Keterangan bukti disimpan.")
    return _back(evidence)


@require_POST
def evidence_replace(request, unit, pk):
    evidence = proof_or_404(request, unit, pk)
    permissions.require(permissions.may_keep(request.user, evidence.unit))
    answers = proof.changeable(request.user, proof.uses_of(evidence))
    form = VersionForm(request.POST, request.FILES, evidence=evidence, answers=answers)
    if not form.is_valid():
        return _page(request, evidence, version=form, status=422)
    chosen = form.cleaned_data
    try:
        receive, given = (receive_address, chosen["url"]) if chosen.get("url") else (receive_version, chosen["file"])
        newer = receive(given, evidence, by=request.user, answers=chosen["answers"], **form.description())
    except (Rejected, StorageFull) as refusal:
        form.add_error(form.place, refusal.message)
        return _page(request, evidence, version=form, status=status_of(refusal))
    messages.success(request, f"Versi baru disimpan dan dipakai pada {len(chosen['answers'])} jawaban.")
    return _back(newer)


@require_POST
def evidence_remove(request, unit, pk):
    """Out of the library, or back into it."""
    evidence = proof_or_404(request, unit, pk)
    permissions.require(permissions.may_keep(request.user, evidence.unit))
    removal = RemovalForm(request.POST)
    try:
        if request.POST.get("tindakan") == "pulihkan":
            workflow.restore_proof(evidence, by=request.user)
            messages.success(request, f"“{evidence.title}” ada lagi di pustaka.")
        elif not removal.is_valid():
            return _page(request, evidence, removal=removal, status=422)
        else:
            workflow.remove_proof(evidence, by=request.user, reason=removal.cleaned_data["alasan"])
            messages.success(request, f"“{evidence.title}” dihapus dari pustaka.")
    except Rejected as refusal:
        messages.error(request, refusal.message)
        return _page(request, evidence, status=409)
    return _back(evidence)


@require_POST
def link_mark(request, unit, pk):
    """A person tried the link and tells what came."""
    evidence = proof_or_404(request, unit, pk)
    permissions.require(permissions.may_mark_link(request.user, evidence))
    if evidence.is_file:
        raise PermissionDenied("Hanya tautan yang dapat ditandai mati.")
    dead = request.POST.get("tindakan") != "hidup"
    workflow.mark_link(evidence, by=request.user, dead=dead)
    messages.success(request, "Tautan ditandai mati." if dead else "Tautan ditandai dapat dibuka.")
    return _back(evidence)


def _page(request, evidence, *, description=None, version=None, removal=None, status=200):
    user, uses = request.user, proof.uses_of(evidence)
    accesses, access_count = proof.accesses_of(evidence, user)
    is_keeper = permissions.may_keep(user, evidence.unit).allowed
    description_verdict = permissions.may_describe_proof(user, evidence)
    context = {
        "evidence": evidence,
        "unit": evidence.unit,
        "flags": flags_of(evidence),
        "uses": uses,
        "versions": proof.versions_of(evidence),
        "accesses": accesses,
        "may_open": permissions.may_open(user, evidence),
        "pictures": _pictures(user, evidence),
        "access_count": access_count,
        "whole_trail": _whole_trail(user, evidence),
        "is_keeper": is_keeper,
        "may_mark_link": not evidence.is_file and permissions.may_mark_link(user, evidence).allowed,
        "description": description or (DescriptionForm(evidence=evidence) if description_verdict else None),
        "description_refusal": description_verdict.reason if is_keeper else "",
        "version": version,
        "removal": removal or RemovalForm(),
        "hold": hold_of(evidence),
        "trail": _trail(evidence),
    }
    if is_keeper and not version and not evidence.removed_at and not evidence.is_replaced:
        context["version"] = VersionForm(evidence=evidence, answers=proof.changeable(user, uses))
    return render(request, "assessments/library/proof.html", context, status=status)


def _whole_trail(user, evidence):
    """Where the whole list of who opened it stands, for who may read it."""
    institution = evidence.unit.institution
    if not permissions.may_read_trail(user, institution.pk):
        return ""
    return f"{reverse('assessments:trail')}?objek=evidence:{evidence.pk}&instansi={institution.code}"


def _pictures(user, evidence):
    """The pages that the user may look at here."""
    if evidence.removed_at or not permissions.may_open(user, evidence):
        return []
    return previews.pages_of(evidence)


def _trail(evidence):
    url = reverse("assessments:library", args=[evidence.unit.code])
    return [{"label": f"Pustaka bukti {evidence.unit.name}", "url": url}, {"label": evidence.title}]


def _back(evidence):
    return redirect("assessments:evidence", evidence.unit.code, evidence.pk)
