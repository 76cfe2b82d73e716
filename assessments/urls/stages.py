from django.urls import path

from assessments.views import minutes, signing, stages

urlpatterns = [
    path("kelola/periode/<slug:slug>/tahap/", stages.stages, name="stages"),
    path("kelola/periode/<slug:slug>/pemeriksaan/", stages.findings, name="findings"),
    path("kelola/periode/<slug:slug>/berita-acara/", minutes.minutes, name="minutes"),
    path("kelola/periode/<slug:slug>/pengesahan/", signing.signing, name="signing"),
    path("kelola/periode/<slug:slug>/pengesahan/<row:pk>.pdf", signing.signed_paper, name="signed_paper"),
]
