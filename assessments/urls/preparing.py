from django.urls import path

from assessments.views import grid, sheet, team, wizard

urlpatterns = [
    path("kelola/periode/baru/", wizard.period_create, name="period_create"),
    path("kelola/periode/baru/<row:pk>/<row:step>/", wizard.period_step, name="period_step"),
    path("kelola/periode/baru/<row:pk>/buang/", wizard.period_discard, name="period_discard"),
    path("kelola/periode/<slug:slug>/tim/", team.team, name="team"),
    path("kelola/periode/<slug:slug>/tim/salin/", team.team_copy, name="team_copy"),
    path("kelola/periode/<slug:slug>/tim/<row:pk>/", team.member, name="team_member"),
    path("kelola/periode/<slug:slug>/tim/<row:pk>/hapus/", team.member_remove, name="team_remove"),
    path("kelola/penugasan/<slug:slug>/sel/", grid.cells, name="assignment_cells"),
    path("kelola/penugasan/<slug:slug>/layanan/", grid.services, name="assignment_services"),
    path("kelola/penugasan/<slug:slug>/impor/", sheet.assignment_import, name="assignment_import"),
    path("kelola/penugasan/<slug:slug>/ekspor/<slug:form>/", sheet.assignment_export, name="assignment_export"),
]
