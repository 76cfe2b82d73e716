from django.urls import path

from accounts.people import import_views, person_views, unit_views, views

urlpatterns = [
    path("kelola/pengguna/", views.people, name="people"),
    path("kelola/pengguna/daftar.csv", views.people_csv, name="people_csv"),
    path("kelola/pengguna/undang/", views.invite, name="invite"),
    path("kelola/pengguna/impor/", import_views.people, name="import_people"),
    path("kelola/pengguna/impor/templat/", import_views.people_template, name="import_people_template"),
    path("kelola/pengguna/<row:pk>/", person_views.person, name="person"),
    path("kelola/pengguna/<row:pk>/nama/", person_views.name, name="person_name"),
    path("kelola/pengguna/<row:pk>/tindakan/", person_views.act, name="person_act"),
    path("kelola/pengguna/<row:pk>/peran/", person_views.role_add, name="person_role_add"),
    path("kelola/pengguna/<row:pk>/peran/<row:membership>/", person_views.role, name="person_role"),
    path("kelola/pengguna/<row:pk>/peran/<row:membership>/cabut/", person_views.role_take, name="person_role_take"),
    path("kelola/perangkat-daerah/", unit_views.units, name="units"),
    path("kelola/perangkat-daerah/impor/", import_views.units, name="import_units"),
    path("kelola/perangkat-daerah/impor/templat/", import_views.units_template, name="import_units_template"),
    path("kelola/perangkat-daerah/<row:pk>/", unit_views.unit, name="unit"),
    path("undangan/<code:key>/", views.invitation, name="invitation"),
]
