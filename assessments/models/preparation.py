"""What a period is prepared with: the wizard's unfinished form, and the team that assesses."""

from django.db import models

from accounts.models import Institution, Unit, User
from assessments.models.period import Period


class PeriodDraft(models.Model):
    """What a coordinator typed into the wizard so far. Nothing of it counts before the last step."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="period_drafts")
    data = models.JSONField("isian", default=dict, blank=True)
    step = models.PositiveSmallIntegerField("langkah", default=1)
    version = models.PositiveIntegerField("versi", default=0)
    created_at = models.DateTimeField("dibuat pada", auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField("diubah pada", auto_now=True)

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = "rancangan periode"
        verbose_name_plural = "rancangan periode"

    def __str__(self):
        return f"{self.institution} · langkah {self.step}"


class TeamMember(models.Model):
    """A member of the internal assessors' team of a period, as its decree (SK) names them."""

    class Duty(models.TextChoices):
        COORDINATOR = "coordinator", "Koordinator SPBE"
        RESPONSIBLE = "responsible", "Penanggung jawab"
        DATA_ENTRY = "data_entry", "Pelaksana entri data"
        MEMBER = "member", "Anggota"

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("nama", max_length=150)
    employee_number = models.CharField("NIP", max_length=30, blank=True)
    position = models.CharField("jabatan", max_length=150, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="perangkat daerah")
    duty = models.CharField("peran dalam tim", max_length=12, choices=Duty, default=Duty.MEMBER)
    functions = models.JSONField("fungsi yang diwakili", default=list, blank=True)  # codes of the rules
    decree_number = models.CharField("nomor SK", max_length=80, blank=True)
    decree_date = models.DateField("tanggal SK", null=True, blank=True)

    class Meta:
        ordering = ["period", "name"]
        verbose_name = "anggota tim"
        verbose_name_plural = "anggota tim"
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                condition=models.Q(duty="data_entry"),
                name="team_one_data_entry",
                violation_error_message="Pelaksana entri data hanya satu orang untuk setiap periode.",
            ),
            models.UniqueConstraint(
                fields=["period"],
                condition=models.Q(duty="coordinator"),
                name="team_one_coordinator",
                violation_error_message="Koordinator SPBE hanya satu orang untuk setiap periode.",
            ),
        ]

    def __str__(self):
        return f"{self.name} · {self.get_duty_display()}"
