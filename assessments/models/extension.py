from django.db import models

from accounts.models import User
from assessments.models.assessment import Assessment
from assessments.querysets import ExtensionQuerySet


class Extension(models.Model):
    """A unit's wish for more time, and what the coordinator answered. A granted one moves the unit's own deadline."""

    class State(models.TextChoices):
        ASKED = "asked", "Menunggu jawaban"
        GRANTED = "granted", "Diberikan"
        REFUSED = "refused", "Ditolak"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="extensions")
    reason = models.TextField("alasan")
    wanted_until = models.DateTimeField("diminta sampai")
    asked_at = models.DateTimeField("diajukan pada")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.ASKED)
    granted_until = models.DateTimeField("diberikan sampai", null=True, blank=True)
    answer_note = models.TextField("catatan koordinator", blank=True)
    answered_at = models.DateTimeField("dijawab pada", null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "pk"]
        verbose_name = "permohonan perpanjangan"
        verbose_name_plural = "permohonan perpanjangan"
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=models.Q(state="asked"), name="extension_asked_once"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True, state="asked")
                | models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(state="asked"),
                name="extension_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(state="granted", granted_until__isnull=False)
                | ~models.Q(state="granted") & models.Q(granted_until__isnull=True),
                name="extension_granted_has_date",
            ),
        ]

    def __str__(self):
        return f"{self.assessment} · {self.get_state_display()}"
