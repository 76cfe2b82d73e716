from django.apps import AppConfig

from jobs.registry import register


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Penilaian"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from assessments import evidence_check  # noqa: PLC0415  it reads models, which are there only now

        register(evidence_check.KIND, evidence_check.check)
