from django.apps import AppConfig

from jobs.registry import add_chore, register


class InboxConfig(AppConfig):
    name = "inbox"
    verbose_name = "Pesan"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from inbox import chores, delivery  # noqa: PLC0415  they read models, which are there only now

        register(delivery.KIND, delivery.deliver)
        add_chore(chores.send_digests)
        add_chore(chores.forget_stale_secrets)
