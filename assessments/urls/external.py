from django.urls import path

from assessments.views import external

TRACKS = "kelola/periode/<slug:slug>/nilai-luar/"

urlpatterns = [
    path(TRACKS, external.tracks, name="tracks"),
    path(f"{TRACKS}<slug:stage>/", external.track_import, name="track_import"),
    path(f"{TRACKS}<slug:stage>/<slug:form>/", external.track_export, name="track_export"),
]
