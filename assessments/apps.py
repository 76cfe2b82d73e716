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
        _look_after_messages()


def _look_after_messages():
    from assessments import waiting_reviews  # noqa: PLC0415
    from assessments.workflow import reminding  # noqa: PLC0415

    add_chore(reminding.send_due_reminders)
    add_chore(waiting_reviews.tell_assessors)
