from django.urls import path

from accounts import views
from accounts.second_factor import views as second_factor

app_name = "accounts"

urlpatterns = [
    path("akun/", views.profile, name="profile"),
    path("sesi/", views.session, name="session"),
    path("beralih/", views.switch, name="switch"),
    path("akun/dua-langkah/wajib/", second_factor.needed, name="second_factor"),
]
