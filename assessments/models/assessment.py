from django.db import models
from django.urls import reverse

from accounts.models import Unit, User
from assessments.models.period import Period
from assessments.querysets import AssessmentQuerySet


class Assessment(models.Model):
    """What one unit answers in one period. Exists only where something is assigned."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Pengisian"
        AWAITING_HEAD = "awaiting_head", "Menunggu persetujuan Kepala PD"
        SUBMITTED = "submitted", "Menunggu reviu"
        RETURNED = "returned", "Perlu perbaikan"
        VERIFIED = "verified", "Selesai direviu"
        FINAL = "final", "Final"

    PERIOD_DRAFT = Period.Status.DRAFT
    PERIOD_OPEN = Period.Status.OPEN

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments")
    status = models.CharField("status", max_length=15, choices=Status, default=Status.DRAFT)
    extended_until = models.DateTimeField("diperpanjang sampai", null=True, blank=True)
    head_note = models.TextField("catatan Kepala PD", blank=True)
    submitted_at = models.DateTimeField("terkirim pada", null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["period", "unit__name"]
        verbose_name = "penilaian"
        verbose_name_plural = "penilaian"
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="assessment_unit_once"),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | models.Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="assessment_submitted_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "awaiting_head", "final"])
                | models.Q(submitted_at__isnull=False),
                name="assessment_sent_has_time",
            ),
        ]

    def __str__(self):
        return f"{self.unit} · {self.period}"

    def get_absolute_url(self):
        return reverse("assessments:tasks", args=[self.period.slug, self.unit.code])

    def is_under_review(self):
        """Whether an assessor has decided on any of its answers, ever."""
        return self.answers.filter(reviews__isnull=False).exists()
