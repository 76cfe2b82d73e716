from django.urls import path

from reports.views import closing, documents, papers, results, sending, verification

app_name = "reports"

urlpatterns = [
    path("hasil/", results.results, name="results"),
    path("hasil/<slug:period>/", results.result, name="result"),
    path("laporan/", documents.documents, name="documents"),
    path("laporan/<code:code>.pdf", documents.download, name="download"),
    path("laporan/<code:code>/buat/", documents.build, name="build"),
    path("penilaian/<slug:period>/<code:unit>/cetak.pdf", sending.draft_pdf, name="draft_pdf"),
    path("penilaian/<slug:period>/<code:unit>/tanda-terima-<row:place>.pdf", sending.receipt_pdf, name="receipt_pdf"),
    path("kelola/periode/<slug:period>/tutup/", closing.close, name="close"),
    path("kelola/periode/<slug:period>/buka-kembali/", closing.reopen, name="reopen"),
    path("kelola/periode/<slug:period>/dokumen/berita-acara.docx", papers.minutes, name="minutes_paper"),
    path("kelola/periode/<slug:period>/dokumen/persetujuan.docx", papers.consent, name="consent_paper"),
    path("verifikasi/", verification.verify_form, name="verify_form"),
    path("verifikasi/<code:code>/", verification.verify, name="verify"),
]
