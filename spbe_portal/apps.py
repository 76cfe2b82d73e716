from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "spbe_portal"
    verbose_name = "Portal"

    def ready(self):
        from spbe_portal import checks  # noqa: F401, PLC0415  registered when the app is ready, as Django asks
