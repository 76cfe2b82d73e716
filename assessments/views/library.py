"""The evidence library of a unit: its list, and the same list as a table to take along."""

import csv

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from assessments import library, permissions
from assessments.csv_cells import plain
from assessments.forms.library import LibraryFilter
from assessments.views.lookups import unit_or_404

PER_PAGE = 25
HEAD = (
    "Judul",
    "Nomor dokumen",
    "Tanggal dokumen",
    "Berlaku sampai",
    "Jenis dokumen",
    "Keadaan dokumen",
    "Nama berkas atau tautan",
    "Ukuran (bita)",
    "SHA-256",
    "Dipakai pada",
    "Yang perlu diketahui",
    "Ditambahkan",
)


@require_safe
def evidence_list(request, unit):
    unit, filters = unit_or_404(request, unit), LibraryFilter(request.GET)
    page = Paginator(library.proofs(unit, **filters.chosen), PER_PAGE).get_page(request.GET.get("halaman"))
    for evidence in page:
        evidence.unit = unit
    context = {
        "unit": unit,
        "filters": filters,
        "page": page,
        "rows": [(evidence, library.flags_of(evidence)) for evidence in page],
        "is_keeper": permissions.may_keep(request.user, unit).allowed,
        "trail": [{"label": "Pustaka bukti"}, {"label": unit.name}],
    }
    return render(request, "assessments/library/list.html", context)


@require_safe
def evidence_csv(request, unit):
    unit, filters = unit_or_404(request, unit), LibraryFilter(request.GET)
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Cache-Control": "private, no-store"})
    response["Content-Disposition"] = f'attachment; filename="pustaka-bukti-{slugify(unit.code)}.csv"'
    response.write("\ufeff")  # without it Excel takes the file for Windows-1252
    table = csv.writer(response)
    table.writerow(HEAD)
    for evidence in library.proofs(unit, **filters.chosen):
        evidence.unit = unit
        table.writerow([plain(cell) for cell in _cells(evidence)])
    return response


def _cells(evidence):
    created = evidence.created_at.astimezone(evidence.unit.institution.zone)
    return [
        evidence.title,
        evidence.document_number,
        evidence.document_date or "",
        evidence.valid_until or "",
        evidence.get_document_kind_display(),
        evidence.get_document_status_display(),
        evidence.original_name or evidence.url,
        evidence.size or "",
        evidence.sha256,
        library.places_of(evidence),
        ", ".join(flag.text for flag in library.flags_of(evidence)),
        created.date(),
    ]
