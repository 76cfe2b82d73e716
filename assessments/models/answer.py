from django.db import models
from django.urls import reverse

from accounts.models import User
from assessments.models.assessment import Assessment
from assessments.models.period import Period
from assessments.querysets import AnswerQuerySet
from indicators.models import Indicator


class Answer(models.Model):
    """What one unit says about one indicator: the claimed score and why. One row, one version, never a shared blob."""

    class Status(models.TextChoices):
        EMPTY = "empty", "Belum diisi"
        DRAFT = "draft", "Draf"
        COMPLETE = "complete", "Lengkap"
        WAITING = "waiting", "Menunggu reviu"
        RAISED = "raised", "Menunggu asesor kedua"
        RETURNED = "returned", "Perlu perbaikan"
        ACCEPTED = "accepted", "Disetujui"
        ADJUSTED = "adjusted", "Disesuaikan"

    class Basis(models.TextChoices):
        ENTERED = "entered", "Dipilih"
        COMPUTED = "computed", "Dihitung"
        ASSUMED_MINIMUM = "assumed_minimum", "Dianggap nilai terendah"
        OFFICIAL = "official", "Nilai resmi"

    PERIOD_DRAFT = Period.Status.DRAFT
    PERIOD_OPEN = Period.Status.OPEN
    DECIDED = (Status.ACCEPTED, Status.ADJUSTED)
    UNDECIDED = (Status.WAITING, Status.RAISED)  # sent, and an assessor's turn
    FIELDS = ("score", "explanation", "reply")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="answers")
    score = models.DecimalField("nilai", max_digits=10, decimal_places=6, null=True, blank=True)
    score_basis = models.CharField("dasar nilai", max_length=15, choices=Basis, default=Basis.ENTERED)
    explanation = models.TextField("penjelasan capaian", blank=True)
    reply = models.TextField("tanggapan atas catatan asesor", blank=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.EMPTY)
    version = models.PositiveIntegerField("versi", default=0)
    score_version = models.PositiveIntegerField("versi nilai", default=0)
    explanation_version = models.PositiveIntegerField("versi penjelasan", default=0)
    reply_version = models.PositiveIntegerField("versi tanggapan", default=0)
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies", verbose_name="disalin dari"
    )
    is_copy_unchecked = models.BooleanField("disalin, belum diperiksa", default=False)
    updated_at = models.DateTimeField("diubah pada", null=True, blank=True)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["assessment", "indicator__number"]
        verbose_name = "jawaban"
        verbose_name_plural = "jawaban"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="answer_indicator_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["empty", "draft", "returned"]) | models.Q(score__isnull=False),
                name="answer_complete_has_score",
            ),
            models.CheckConstraint(
                condition=models.Q(updated_at__isnull=True, updated_by__isnull=True)
                | models.Q(updated_at__isnull=False, updated_by__isnull=False),
                name="answer_updated_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(is_copy_unchecked=False) | models.Q(copied_from__isnull=False),
                name="answer_unchecked_copy_has_source",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} · {self.assessment.unit}"

    def get_absolute_url(self):
        period, unit = self.assessment.period, self.assessment.unit
        return reverse("assessments:answer", args=[period.slug, unit.code, self.indicator.number])

    @property
    def versions(self):
        """The version of each field: what a page shows, and what a save from that page must still find."""
        return {name: getattr(self, f"{name}_version") for name in self.FIELDS}

    @property
    def evidence_count(self):
        """How many proofs the answer rests on; it comes from with_proofs()."""
        return len(self.cited_evidence or ())

    @property
    def is_decided(self):
        return self.status in self.DECIDED
