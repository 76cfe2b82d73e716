from django.db import models

from accounts.models import User
from assessments.models.answer import Answer
from assessments.querysets import ReviewQuerySet


class Review(models.Model):
    """One decision of an assessor about one version of an answer. Rows are added, never changed; the last counts."""

    class Verdict(models.TextChoices):
        ACCEPT = "accept", "Diterima"
        ADJUST = "adjust", "Disesuaikan"
        SEND_BACK = "send_back", "Dikembalikan"
        RAISE = "raise", "Menunggu asesor kedua"
        UNDO = "undo", "Diurungkan"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="reviews")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField("putusan", max_length=10, choices=Verdict)
    score = models.DecimalField("nilai", max_digits=10, decimal_places=6, null=True, blank=True)
    claimed_score = models.DecimalField("nilai mandiri", max_digits=10, decimal_places=6)
    reason = models.TextField("alasan", blank=True)
    answer_version = models.PositiveIntegerField("versi jawaban")
    ticks = models.JSONField("centang kriteria", default=dict, blank=True)  # level as text: "yes", "no" or "unknown"
    reason_codes = models.JSONField("kode alasan", default=list, blank=True)
    missing = models.JSONField("yang perlu dilengkapi", default=list, blank=True)
    recommendation = models.TextField("rekomendasi", blank=True)
    due_at = models.DateTimeField("diperbaiki paling lambat", null=True, blank=True)
    confirms = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="confirmations", verbose_name="menguatkan"
    )
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name="mengurungkan"
    )
    created_at = models.DateTimeField("diputuskan pada", auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "pk"]
        verbose_name = "reviu"
        verbose_name_plural = "reviu"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__in=["send_back", "undo"], score__isnull=True)
                | models.Q(verdict="raise", score__isnull=False)
                | models.Q(verdict="accept", score__isnull=False, score=models.F("claimed_score"))
                | models.Q(verdict="adjust", score__isnull=False) & ~models.Q(score=models.F("claimed_score")),
                name="review_score_fits_verdict",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["accept", "undo"]) | ~models.Q(reason=""),
                name="review_reason_unless_accepted",
            ),
            models.CheckConstraint(
                condition=models.Q(confirms__isnull=True) | models.Q(verdict__in=["accept", "adjust"]),
                name="review_confirms_by_a_score",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="undo", undoes__isnull=False)
                | ~models.Q(verdict="undo") & models.Q(undoes__isnull=True),
                name="review_undo_names_what",
            ),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()} · {self.answer}"
