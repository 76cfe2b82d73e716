from django.contrib import admin
from django.urls import include, path

from spbe_portal import help_views, views

handler400 = "spbe_portal.errors.bad_request"
handler403 = "spbe_portal.errors.permission_denied"
handler404 = "spbe_portal.errors.not_found"
handler429 = "spbe_portal.errors.too_many_requests"
handler500 = "spbe_portal.errors.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("bantuan/", help_views.help_page, name="help"),
    path("bantuan/pintasan/", help_views.shortcuts, name="shortcuts"),
    path("bantuan/keadaan/", help_views.states, name="states"),
    path("aksesibilitas/", help_views.accessibility, name="accessibility"),
    path("", include("accounts.urls")),
    path("", include("accounts.allauth_urls")),
    path("", include("accounts.second_factor.urls")),
    path("", include("inbox.urls")),
    path("instrumen/", include("indicators.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
]
