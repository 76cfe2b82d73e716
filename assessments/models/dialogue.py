"""What unit and assessors say to each other about a decision, and how assessors look over each other's shoulders."""

from django.db import models

from accounts.models import User
from assessments.models.answer import Answer
from assessments.models.period import Period
from assessments.models.review import Review


class Objection(models.Model):
    """A unit's one objection (sanggahan) to a decision about an answer; another assessor decides, and that is final."""

    class State(models.TextChoices):
        FILED = "filed", "Menunggu keputusan"
        UPHELD = "upheld", "Keputusan tetap"
        GRANTED = "granted", "Sanggahan diterima"
        WITHDRAWN = "withdrawn", "Ditarik kembali"

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="objection")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="objections", verbose_name="putusan")
    reason = models.TextField("alasan sanggahan")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.FILED)
    filed_at = models.DateTimeField("diajukan pada")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("diputuskan pada", null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField("alasan keputusan", blank=True)
    score = models.DecimalField("nilai sesudah sanggahan", max_digits=10, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["filed_at"]
        verbose_name = "sanggahan"
        verbose_name_plural = "sanggahan"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="objection_has_reason"),
            models.CheckConstraint(
                condition=models.Q(state__in=["filed", "withdrawn"], decided_at__isnull=True, decided_by__isnull=True)
                | models.Q(state__in=["upheld", "granted"], decided_at__isnull=False, decided_by__isnull=False)
                & ~models.Q(decision_reason=""),
                name="objection_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state="granted", score__isnull=False)
                | ~models.Q(state="granted") & models.Q(score__isnull=True),
                name="objection_granted_has_score",
            ),
        ]

    def __str__(self):
        return f"{self.get_state_display()} · {self.answer}"

    @property
    def deciders(self):
        """The keys of those who took the disputed decision: one assessor, or two for a raise."""
        return {self.review.assessor_id} | ({self.review.confirms.assessor_id} if self.review.confirms else set())


class Comment(models.Model):
    """One sentence in the talk between a unit and its assessors about one answer. Never changed."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_from_unit = models.BooleanField("dari perangkat daerah")
    text = models.TextField("komentar")
    created_at = models.DateTimeField("ditulis pada", auto_now_add=True)

    class Meta:
        ordering = ["answer", "pk"]
        verbose_name = "komentar"
        verbose_name_plural = "komentar"
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something")]

    def __str__(self):
        return f"{self.author} · {self.answer}"


class SecondReading(models.Model):
    """A decided answer that a second assessor reads without knowing the first one's decision."""

    class Verdict(models.TextChoices):
        AGREES = "agrees", "Sesuai"
        DIFFERS = "differs", "Berbeda"

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="second_readings")
    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="second_reading")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+", verbose_name="putusan pertama")
    is_raise = models.BooleanField("dipilih karena naik", default=False)
    reader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="second_readings")
    score = models.DecimalField("nilai pembaca kedua", max_digits=10, decimal_places=6, null=True, blank=True)
    note = models.TextField("catatan", blank=True)
    verdict = models.CharField("hasil", max_length=8, choices=Verdict, blank=True)
    drawn_at = models.DateTimeField("dipilih pada")
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField("dibaca pada", null=True, blank=True)
    settled_at = models.DateTimeField("diselaraskan pada", null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settlement = models.TextField("hasil penyelarasan", blank=True)

    class Meta:
        ordering = ["period", "answer"]
        verbose_name = "pembacaan kedua"
        verbose_name_plural = "pembacaan kedua"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="", read_at__isnull=True, score__isnull=True)
                | ~models.Q(verdict="") & models.Q(read_at__isnull=False, score__isnull=False, reader__isnull=False),
                name="second_reading_read_at_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict="differs") | ~models.Q(note=""), name="second_reading_differs_with_note"
            ),
        ]

    def __str__(self):
        return f"{self.answer}"

    @property
    def deciders(self):
        """The keys of those who took the first decision: one assessor, or two for a raise."""
        return {self.review.assessor_id} | ({self.review.confirms.assessor_id} if self.review.confirms else set())
