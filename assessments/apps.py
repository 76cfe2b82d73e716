from django.apps import AppConfig

from jobs.registry import add_chore, register


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Penilaian"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from assessments import checking  # noqa: PLC0415  it reads models, which are there only now

        register(checking.KIND, checking.check)
        add_chore(checking.order_missing)
