from django.apps import AppConfig

from accounts import converters


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Akun dan instansi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        converters.register()
