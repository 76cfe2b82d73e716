"""What the ministry says of a period, stage by stage. Every import stays as it came; the last one of a stage counts."""

from django.db import models

from accounts.models import User
from assessments.models.period import Period
from indicators.models import Indicator


class StageImport(models.Model):
    """One file with the scores of one stage outside the portal, and the figures printed with it. Never changed."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="stage_imports")
    stage = models.CharField("tahap", max_length=15, choices=Period.Stage)
    file_name = models.CharField("nama berkas", max_length=255)
    sha256 = models.CharField("SHA-256 berkas", max_length=64)
    printed_index = models.DecimalField("indeks tercetak", max_digits=6, decimal_places=4, null=True, blank=True)
    printed_rating = models.CharField("predikat tercetak", max_length=40, blank=True)
    imported_at = models.DateTimeField("diimpor pada", auto_now_add=True)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["period", "stage", "pk"]
        verbose_name = "impor nilai tahap"
        verbose_name_plural = "impor nilai tahap"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=["document", "interview", "visit", "harmonisation", "final"]),
                name="stage_import_from_outside",
            ),
        ]

    def __str__(self):
        return f"{self.get_stage_display()} · {self.period}"


class StageScore(models.Model):
    """What one import says of one indicator; nothing for an indicator that its stage did not look at. Never changed."""

    batch = models.ForeignKey(StageImport, on_delete=models.PROTECT, related_name="scores")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField("nilai", max_digits=10, decimal_places=6, null=True, blank=True)
    is_upheld = models.BooleanField("penilaian sebelumnya tetap", null=True, blank=True)
    note = models.TextField("catatan", blank=True)

    class Meta:
        ordering = ["batch", "indicator__number"]
        verbose_name = "nilai tahap"
        verbose_name_plural = "nilai tahap"
        constraints = [
            models.UniqueConstraint(fields=["batch", "indicator"], name="stage_score_once"),
            models.CheckConstraint(
                condition=models.Q(score__isnull=False) | models.Q(is_upheld__isnull=False),
                name="stage_score_says_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(is_upheld=False) | ~models.Q(note=""), name="stage_score_refused_has_note"
            ),
        ]

    def __str__(self):
        return f"{self.batch}: {self.indicator}"
