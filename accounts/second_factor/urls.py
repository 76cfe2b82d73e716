"""The pages of allauth.mfa that the portal uses, under Indonesian addresses. Names are allauth's own."""

from django.urls import path

from accounts.second_factor import views

urlpatterns = [
    path("masuk/kode/", views.authenticate, name="mfa_authenticate"),
    path("akun/dua-langkah/", views.index, name="mfa_index"),
    path("akun/dua-langkah/aktifkan/", views.activate, name="mfa_activate_totp"),
    path("akun/dua-langkah/matikan/", views.deactivate, name="mfa_deactivate_totp"),
    path("akun/dua-langkah/kode-pemulihan/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/dua-langkah/kode-pemulihan/baru/", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
