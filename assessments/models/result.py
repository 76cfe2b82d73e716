import json

from django.db import models

from accounts.models import User
from assessments.models.period import Period
from assessments.querysets import IndicatorResultQuerySet, ResultQuerySet
from indicators.models import Indicator


class IndicatorResult(models.Model):
    """The one score of the whole institution for one indicator, and how it came about."""

    class Origin(models.TextChoices):
        LEAD = "lead", "Nilai penanggung jawab"
        MINIMUM = "minimum", "Nilai terendah"
        AVERAGE = "average", "Rata-rata dibulatkan ke bawah"
        ASSESSOR = "assessor", "Ditetapkan asesor"
        ASSUMED_MINIMUM = "assumed_minimum", "Ditutup pada nilai minimum"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="indicator_results")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="results")
    score = models.DecimalField("nilai", max_digits=10, decimal_places=6)
    origin = models.CharField("asal nilai", max_length=15, choices=Origin)
    reason = models.TextField("alasan", blank=True)
    explanation = models.TextField("penjelasan konsolidasi", blank=True)  # names proofs by tokens, as answers do
    version = models.PositiveIntegerField("versi", default=0)
    decided_at = models.DateTimeField("ditetapkan pada")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = IndicatorResultQuerySet.as_manager()

    class Meta:
        ordering = ["period", "indicator__number"]
        verbose_name = "nilai indikator instansi"
        verbose_name_plural = "nilai indikator instansi"
        constraints = [
            models.UniqueConstraint(fields=["period", "indicator"], name="indicator_result_once"),
            models.CheckConstraint(
                condition=~models.Q(origin="assessor") | ~models.Q(reason=""), name="indicator_result_assessor_reason"
            ),
        ]

    def __str__(self):
        return f"{self.indicator} · {self.score}"


class Result(models.Model):
    """A frozen revision of a closed period. `data` is the canonical JSON behind every report; rows never change."""

    PERIOD_CLOSED = Period.Status.CLOSED

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="results")
    revision = models.PositiveSmallIntegerField("revisi")
    data = models.TextField("isi kanonis")
    digest = models.CharField("sidik data", max_length=64)
    index = models.DecimalField("indeks", max_digits=12, decimal_places=8)
    rating = models.CharField("predikat", max_length=40)
    closed_at = models.DateTimeField("ditutup pada")
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["period", "-revision"]
        verbose_name = "hasil"
        verbose_name_plural = "hasil"
        constraints = [
            models.UniqueConstraint(fields=["period", "revision"], name="result_revision_once"),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="result_revision_from_one"),
        ]

    def __str__(self):
        return f"{self.period} revisi {self.revision}"

    @property
    def content(self):
        return json.loads(self.data)
