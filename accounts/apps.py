from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Akun dan instansi"
    default_auto_field = "django.db.models.BigAutoField"
