"""What the ministry says, stage by stage: read beside the own result, imported from a file after a preview."""

import hashlib
import io
from decimal import Decimal

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments import permissions, workflow
from assessments.forms.external import StageFileForm
from assessments.models import Period
from assessments.stage_sheet import Reading, as_file, packed, unpacked
from assessments.tracks import Tracks, outside_stages
from assessments.views.periods import period_or_404
from indicators import scoring

SALT = "assessments.stage_import"
SHOWN_FAULTS = 200
PREVIEW_LASTS = 4 * 3600
_STALE = "Nilai tahap ini berubah sejak pratinjau dibuat. Tidak ada yang diganti; pilih berkasnya sekali lagi."
_USELESS = "Pratinjau itu tidak dapat dipakai lagi. Pilih berkasnya sekali lagi."


@require_safe
def tracks(request, slug):
    period = _readable(request.user, slug)
    found = Tracks(period)
    context = {
        "period": period,
        "tracks": found,
        "columns": [_column(request.user, found, track) for track in found.tracks],
        "trail": _trail(period)[:-1] + [{"label": "Nilai dari luar"}],
    }
    return render(request, "assessments/external/tracks.html", context)


@require_safe
def track_export(request, slug, stage, form):
    period = _readable(request.user, slug)
    stage = _stage_or_404(period, stage)
    if form not in ("xlsx", "csv"):
        raise Http404
    content, media_type = as_file(Tracks(period), stage, form)
    headers = {"Content-Disposition": f'attachment; filename="nilai-{stage.value}-{period.slug}.{form}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def track_import(request, slug, stage):
    period = _readable(request.user, slug)
    stage = _stage_or_404(period, stage)
    permissions.require(permissions.may_import_stage(request.user, period, stage))
    found = Tracks(period)
    if request.method != "POST":
        return _page(request, found, stage, StageFileForm(instrument=period.instrument))
    if "rencana" in request.POST:
        return _take(request, found, stage)
    form = StageFileForm(request.POST, request.FILES, instrument=period.instrument)
    if not form.is_valid():
        return _page(request, found, stage, form, status=422)
    return _preview(request, found, stage, form)


def _preview(request, found, stage, form):
    file, kept = form.cleaned_data["file"], form.cleaned_data
    content = file.read()
    reading = Reading(found, stage, io.BytesIO(content))
    if reading.faults:
        return _page(request, found, stage, form, status=422, reading=reading, faults=reading.faults)
    printed = [None if kept["printed_index"] is None else str(kept["printed_index"]), kept["printed_rating"]]
    about = [file.name[:200], hashlib.sha256(content).hexdigest(), *printed]
    batch = found.track(stage).batch
    plan = [found.period.pk, stage.value, batch.pk if batch else None, about, packed(reading.entries)]
    return _page(
        request,
        found,
        stage,
        form,
        reading=reading,
        differences=list(reading.differences),
        plan=signing.dumps(plan, salt=SALT, compress=True),
        printed=printed,
        **_figures(found, stage, reading.entries, kept),
    )


def _take(request, found, stage):
    """What was previewed, and nothing else: the signature holds the entries and what they were compared with."""
    try:
        key, named, seen, about, rows = signing.loads(request.POST["rencana"], salt=SALT, max_age=PREVIEW_LASTS)
    except signing.BadSignature:
        return _refuse(request, found, stage, 422, _USELESS)
    if (key, named) != (found.period.pk, stage.value):
        return _refuse(request, found, stage, 422, _USELESS)
    file_name, sha256, index, rating = about
    try:
        workflow.import_stage(
            found.period,
            stage,
            unpacked(rows),
            by=request.user,
            seen=seen,
            file_name=file_name,
            sha256=sha256,
            printed_index=None if index is None else Decimal(index),
            printed_rating=rating,
        )
    except workflow.Conflict:
        return _refuse(request, found, stage, 409, _STALE)
    messages.success(request, f"Nilai tahap {stage.label.lower()} tersimpan: {len(rows)} indikator.")
    return redirect("assessments:tracks", found.period.slug)


def _figures(found, stage, entries, kept):
    """The index before and after, and whether what is printed fits."""
    before = found.card(stage)
    scores = {number: row.score for number, row in found.effective(stage).items()}
    scores |= {number: entry.score for number, entry in entries.items() if entry.score is not None}
    complete = all(indicator.number in scores for indicator in found.indicators)
    after = scoring.compute(found.scheme, scores) if complete else None
    return {"before": before, "after": after, "fits": _fits(after, kept["printed_index"], kept["printed_rating"])}


def _fits(card, index, rating):
    """True, False, or None where nothing was printed or nothing can be computed."""
    if card is None or (index is None and not rating):
        return None
    fits_index = index is None or scoring.display(card.index, max(2, -index.as_tuple().exponent)) == index
    return fits_index and (not rating or card.rating == rating)


def _column(user, found, track):
    stage = Period.Stage(track.stage)
    card = found.card(stage) if track.is_imported else None
    batch = track.batch
    return {
        "track": track,
        "card": card,
        "fits": batch and _fits(card, batch.printed_index, batch.printed_rating),
        "may_import": permissions.may_import_stage(user, found.period, stage),
    }


def _readable(user, slug):
    period = period_or_404(user, slug)
    permissions.require(permissions.may_read_stages(user, period.institution_id))
    return period


def _stage_or_404(period, name):
    stages = {stage.value: stage for stage in outside_stages(period)}
    if name not in stages:
        raise Http404
    return stages[name]


def _refuse(request, found, stage, status, text):
    form = StageFileForm(instrument=found.period.instrument)
    return _page(request, found, stage, form, status=status, errors=[{"url": "#id_file", "text": text}])


def _trail(period):
    return [
        {"label": "Periode", "url": reverse("assessments:periods")},
        {"label": period.name, "url": period.get_absolute_url()},
        {"label": "Nilai dari luar", "url": reverse("assessments:tracks", args=[period.slug])},
    ]


def _page(request, found, stage, form, *, status=200, faults=(), **more):
    context = {
        "period": found.period,
        "stage": stage,
        "track": found.track(stage),
        "form": form,
        "faults": faults[:SHOWN_FAULTS],
        "more_faults": len(faults) - SHOWN_FAULTS,
        "fault_count": len(faults),
        "trail": [*_trail(found.period), {"label": f"Impor {stage.label.lower()}"}],
    }
    return render(request, "assessments/external/import.html", context | more, status=status)
