from django.urls import path

from assessments.views import board, trail

urlpatterns = [
    path("dasbor/kemajuan/", board.progress, name="progress"),
    path("dasbor/kemajuan.csv", board.progress_csv, name="progress_csv"),
    path("dasbor/kemajuan/pengingat/", board.remind, name="remind"),
    path("kelola/jejak/", trail.trail, name="trail"),
    path("kelola/jejak/ekspor.<slug:kind>", trail.trail_export, name="trail_export"),
]
