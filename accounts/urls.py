from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("akun/", views.profile, name="profile"),
    path("sesi/", views.session, name="session"),
    path("beralih/", views.switch, name="switch"),
]
