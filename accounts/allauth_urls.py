"""The pages of django-allauth that the portal uses, under Indonesian addresses. Names are allauth's own."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from accounts import sign_in as pages


class Base36Converter(StringConverter):
    """Ends at the first hyphen: what follows belongs to the key of the link, which has hyphens of its own."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36Converter, "base36")

urlpatterns = [
    path("masuk/", pages.sign_in, name="account_login"),
    path("keluar/", pages.sign_out, name="account_logout"),
    path("akun/kata-sandi/ubah/", pages.change_password, name="account_change_password"),
    path("akun/kata-sandi/lupa/", pages.reset_password, name="account_reset_password"),
    path("akun/kata-sandi/lupa/terkirim/", pages.reset_sent, name="account_reset_password_done"),
    path("akun/kata-sandi/baru/<base36:uidb36>-<key>/", pages.new_password, name="account_reset_password_from_key"),
    path("akun/kata-sandi/baru/selesai/", pages.new_password_done, name="account_reset_password_from_key_done"),
]
