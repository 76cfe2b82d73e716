"""What an assessor says about one indicator of the whole institution before its score is final."""

from django.db import models

from accounts.models import Unit, User
from assessments.models.period import Period
from indicators.models import Indicator


class IndicatorPolicy(models.Model):
    """One indicator whose score is rolled up otherwise than the period says, and why."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="indicator_policies")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    policy = models.CharField("cara menggabungkan nilai", max_length=10, choices=Period.Policy)
    reason = models.TextField("alasan")
    set_at = models.DateTimeField("ditetapkan pada")
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["period", "indicator__number"]
        verbose_name = "kebijakan indikator"
        verbose_name_plural = "kebijakan indikator"
        constraints = [
            models.UniqueConstraint(fields=["period", "indicator"], name="indicator_policy_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="indicator_policy_has_reason"),
        ]

    def __str__(self):
        return f"{self.indicator} · {self.get_policy_display()}"


class CoverageEntry(models.Model):
    """Whether one agency does what an indicator asks of all of them, where an assessor says so by hand."""

    class State(models.TextChoices):
        MET = "met", "Memenuhi"
        UNMET = "unmet", "Belum memenuhi"
        OUT_OF_SCOPE = "out_of_scope", "Di luar cakupan"

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="coverage_entries")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("keadaan", max_length=12, choices=State)
    note = models.TextField("keterangan", blank=True)
    set_at = models.DateTimeField("dicatat pada")
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["period", "indicator__number", "unit__name"]
        verbose_name = "cakupan perangkat daerah"
        verbose_name_plural = "cakupan perangkat daerah"
        constraints = [
            models.UniqueConstraint(fields=["period", "indicator", "unit"], name="coverage_entry_once"),
            models.CheckConstraint(
                condition=~models.Q(state="out_of_scope") | ~models.Q(note=""), name="coverage_exception_has_note"
            ),
        ]

    def __str__(self):
        return f"{self.unit} · {self.get_state_display()}"
