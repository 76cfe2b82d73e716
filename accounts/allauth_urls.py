"""The pages of django-allauth that the portal uses, under Indonesian addresses. Names are allauth's own."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("akun/kata-sandi/ubah/", views.password_change, name="account_change_password"),
    path("akun/kata-sandi/lupa/", views.password_reset, name="account_reset_password"),
    path("akun/kata-sandi/lupa/terkirim/", views.password_reset_done, name="account_reset_password_done"),
    path("akun/kata-sandi/baru/<uidb36>-<key>/", views.password_reset_from_key, name="account_reset_password_from_key"),
    path(
        "akun/kata-sandi/baru/selesai/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
]
