from django.urls import path

from assessments.views import answers, downloads, evidence, filling, history, known, presence, tus

UNIT = "penilaian/<slug:period>/<code:unit>/"
INDICATOR = f"{UNIT}indikator/<row:number>/"

urlpatterns = [
    path("penilaian/", filling.assessment_list, name="list"),
    path(UNIT, filling.tasks, name="tasks"),
    path(INDICATOR, answers.answer, name="answer"),
    path(f"{INDICATOR}riwayat/", history.history, name="history"),
    path(f"{INDICATOR}hadir/", presence.presence, name="presence"),
    path(f"{INDICATOR}bukti/", evidence.evidence_add, name="evidence_add"),
    path(f"{INDICATOR}dikenal/", known.known_file, name="known_file"),
    path(f"{INDICATOR}bukti/<row:citation>/", evidence.citation, name="citation"),
    path("unggah/", tus.upload_create, name="upload_create"),
    path("unggah/<slug:token>/", tus.upload, name="upload"),
    path("bukti/<row:pk>/unduh/", downloads.evidence_download, name="evidence_download"),
]
