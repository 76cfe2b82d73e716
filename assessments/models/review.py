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

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="reviews")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField("putusan", max_length=10, choices=Verdict)
    score = models.DecimalField("nilai", max_digits=10, decimal_places=6, null=True, blank=True)
    claimed_score = models.DecimalField("nilai mandiri", max_digits=10, decimal_places=6)
    reason = models.TextField("alasan", blank=True)
    answer_version = models.PositiveIntegerField("versi jawaban")
    created_at = models.DateTimeField("diputuskan pada", auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "pk"]
        verbose_name = "reviu"
        verbose_name_plural = "reviu"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="send_back", score__isnull=True)
                | models.Q(verdict="accept", score__isnull=False, score=models.F("claimed_score"))
                | models.Q(verdict="adjust", score__isnull=False) & ~models.Q(score=models.F("claimed_score")),
                name="review_score_fits_verdict",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="accept") | ~models.Q(reason=""), name="review_reason_unless_accepted"
            ),
        ]

    def __str__(self):
        return f"{self.get_verdict_display()} · {self.answer}"
