"""Background work for the eye only: what waits, what failed, and why."""

from django.contrib import admin

from jobs.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ["kind", "subject", "state", "attempts", "run_after", "created_at", "finished_at"]
    list_filter = ["state", "kind"]
    actions = None
    view_on_site = False

    def get_readonly_fields(self, request, obj=None):
        """No form is built, not even one that nobody could send."""
        return [field.name for field in self.opts.fields]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
