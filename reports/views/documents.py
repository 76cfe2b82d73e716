from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from reports import publishing
from reports.models import Document


@require_safe
def documents(request):
    rows = Document.objects.visible_to(request.user).with_parents()
    page = Paginator(rows, 25).get_page(request.GET.get("halaman"))
    return render(request, "reports/documents.html", {"page": page})


def _document(user, code):
    return get_object_or_404(Document.objects.visible_to(user).with_parents(), code=code)


@require_safe
def download(request, code):
    """The stored file as it was made. What was never made has a page that offers to make it."""
    document = _document(request.user, code)
    if not document.file_name:
        return render(request, "reports/not_rendered.html", {"document": document}, status=409)
    response = FileResponse(
        document.path.open("rb"),
        as_attachment=True,
        filename=publishing.download_name(document),
        content_type="application/pdf",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def build(request, code):
    """Make an edition that waits for its first reader, or that failed before."""
    document = publishing.publish(_document(request.user, code))
    if document.state == Document.State.FINAL:
        return redirect(document)
    if document.failure:
        messages.error(request, f"Dokumen belum dapat dibuat: {document.failure}")
    return redirect("reports:documents")
