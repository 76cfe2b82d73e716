"""Who reviews what, and who has an answer open just now."""

from django.db import models

from accounts.models import Unit, User
from assessments.models.answer import Answer
from assessments.models.period import Period
from indicators.models import Aspect


class ReviewAssignment(models.Model):
    """An assessor's share of a period: the answers to an aspect, of a unit, or to an aspect by a unit."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="review_assignments")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="review_assignments")
    aspect = models.ForeignKey(Aspect, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField("dibagi pada", auto_now_add=True)
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["period", "assessor__name", "aspect", "unit"]
        verbose_name = "pembagian reviu"
        verbose_name_plural = "pembagian reviu"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "assessor", "aspect", "unit"],
                name="review_assignment_once",
            ),
            models.UniqueConstraint(
                fields=["period", "assessor", "aspect"],
                condition=models.Q(unit__isnull=True),
                name="review_assignment_aspect_once",
            ),
            models.UniqueConstraint(
                fields=["period", "assessor", "unit"],
                condition=models.Q(aspect__isnull=True),
                name="review_assignment_unit_once",
            ),
            models.CheckConstraint(
                condition=models.Q(aspect__isnull=False) | models.Q(unit__isnull=False),
                name="review_assignment_says_what",
            ),
        ]

    def __str__(self):
        share = " · ".join(str(part) for part in (self.aspect, self.unit) if part)
        return f"{self.assessor}: {share}"


class ReviewLock(models.Model):
    """An assessor has this answer open. It lapses by itself, and another assessor may take it over."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="review_lock")
    holder = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField("dibuka pada")
    expires_at = models.DateTimeField("berlaku sampai")

    class Meta:
        ordering = ["answer"]
        verbose_name = "pegangan reviu"
        verbose_name_plural = "pegangan reviu"

    def __str__(self):
        return f"{self.holder} · {self.answer}"
