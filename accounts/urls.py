from django.urls import path

from accounts import views
from accounts.letter_keys import letter_keys
from accounts.people.urls import urlpatterns as people
from accounts.second_factor import views as second_factor

app_name = "accounts"

urlpatterns = [
    path("akun/", views.profile, name="profile"),
    path("akun/pintasan/", letter_keys, name="letter_keys"),
    path("sesi/", views.session, name="session"),
    path("beralih/", views.switch, name="switch"),
    path("akun/dua-langkah/wajib/", second_factor.needed, name="second_factor"),
    *people,
]
