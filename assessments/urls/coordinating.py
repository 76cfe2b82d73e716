from django.urls import path

from assessments.views import assignments, extensions, periods

urlpatterns = [
    path("kelola/periode/", periods.period_list, name="periods"),
    path("kelola/periode/<slug:slug>/", periods.period, name="period"),
    path("kelola/periode/<slug:slug>/buka/", periods.period_open, name="period_open"),
    path("kelola/perpanjangan/<row:pk>/", extensions.extension_answer, name="extension_answer"),
    path("kelola/penugasan/<slug:slug>/", assignments.assignments, name="assignments"),
    path("kelola/penugasan/<slug:slug>/<row:number>/", assignments.assignment, name="assignment"),
]
