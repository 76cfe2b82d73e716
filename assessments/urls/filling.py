from django.urls import path

from assessments.views import answers, downloads, evidence, filling, submission, tus

UNIT = "penilaian/<slug:period>/<str:unit>/"
INDICATOR = f"{UNIT}indikator/<int:number>/"

urlpatterns = [
    path("penilaian/", filling.assessment_list, name="list"),
    path(UNIT, filling.tasks, name="tasks"),
    path(INDICATOR, answers.answer, name="answer"),
    path(f"{INDICATOR}bukti/", evidence.evidence_add, name="evidence_add"),
    path(f"{INDICATOR}bukti/<int:citation>/", evidence.citation, name="citation"),
    path(f"{UNIT}periksa/", submission.check, name="check"),
    path(f"{UNIT}kirim/", submission.submit, name="submit"),
    path(f"{UNIT}persetujuan/", submission.approval, name="approval"),
    path(f"{UNIT}tanda-terima/", submission.receipt, name="receipt"),
    path(f"{UNIT}perbaikan/", submission.repairs, name="repairs"),
    path("unggah/", tus.upload_create, name="upload_create"),
    path("unggah/<slug:token>/", tus.upload, name="upload"),
    path("bukti/<int:pk>/unduh/", downloads.evidence_download, name="evidence_download"),
]
