from django.apps import AppConfig

from jobs.registry import add_chore, register


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Penilaian"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from assessments import checking, conversion  # noqa: PLC0415  they read models, which are there only now

        register(checking.KIND, checking.check)
        register(conversion.KIND, conversion.convert)
        add_chore(checking.order_missing)
        add_chore(conversion.order_missing)
        _look_after_messages()


def _look_after_messages():
    from assessments import waiting_reviews  # noqa: PLC0415
    from assessments.workflow import reminding  # noqa: PLC0415

    add_chore(reminding.send_due_reminders)
    add_chore(waiting_reviews.tell_assessors)
