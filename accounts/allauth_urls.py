"""The pages of django-allauth that the portal uses, under Indonesian addresses. Names are allauth's own."""

from django.urls import path

from accounts import sign_in

urlpatterns = [
    path("masuk/", sign_in.SignIn.as_view(), name="account_login"),
    path("keluar/", sign_in.SignOut.as_view(), name="account_logout"),
    path("akun/kata-sandi/ubah/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("akun/kata-sandi/lupa/", sign_in.ResetPassword.as_view(), name="account_reset_password"),
    path("akun/kata-sandi/lupa/terkirim/", sign_in.ResetSent.as_view(), name="account_reset_password_done"),
    path("akun/kata-sandi/baru/<uidb36>-<key>/", sign_in.NewPassword.as_view(), name="account_reset_password_from_key"),
    path(
        "akun/kata-sandi/baru/selesai/",
        sign_in.NewPasswordDone.as_view(),
        name="account_reset_password_from_key_done",
    ),
]
