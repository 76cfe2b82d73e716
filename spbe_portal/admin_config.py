from django.apps import apps
from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "spbe_portal.admin_site.PortalAdmin"

    def ready(self):
        """Leave out the tables that the portal does not use: roles are memberships, addresses are accounts."""
        super().ready()
        for name in ("auth.Group", "account.EmailAddress", "django_tasks_database.DBTaskResult"):
            site.unregister(apps.get_model(name))
