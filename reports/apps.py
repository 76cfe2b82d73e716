from django.apps import AppConfig

from reports import checks  # noqa: F401  registers the system check


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Laporan"
    default_auto_field = "django.db.models.BigAutoField"
