from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from accounts.models import Institution, Unit, User
from assessments.querysets import PeriodQuerySet
from indicators.models import Indicator, Instrument


class Period(models.Model):
    """One year's assessment of one institution on one instrument."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Persiapan"
        OPEN = "open", "Dibuka"
        CLOSED = "closed", "Ditutup"

    class Stage(models.TextChoices):
        """Where a period stands on its way from preparation to its official result."""

        PREPARATION = "preparation", "Persiapan"
        FILLING = "filling", "Pengisian perangkat daerah"
        REVIEW = "review", "Reviu internal dan perbaikan"
        CONSOLIDATION = "consolidation", "Konsolidasi"
        VALIDATION = "validation", "Validasi"
        SIGNING = "signing", "Pengesahan"
        NATIONAL_ENTRY = "national_entry", "Entri nasional"
        DOCUMENT = "document", "Penilaian dokumen"
        INTERVIEW = "interview", "Penilaian interviu"
        VISIT = "visit", "Penilaian visitasi"
        HARMONISATION = "harmonisation", "Harmonisasi"
        FINAL = "final", "Final"
        FOLLOW_UP = "follow_up", "Tindak lanjut"

    class Activity(models.TextChoices):
        MONITORING = "monitoring", "Pemantauan"
        EVALUATION = "evaluation", "Evaluasi"

    class Policy(models.TextChoices):
        LEAD = "lead", "Nilai penanggung jawab"
        MINIMUM = "minimum", "Nilai terendah penanggung jawab dan pendukung"
        AVERAGE = "average", "Rata-rata (untuk keperluan internal, bukan indeks resmi)"

    OPEN_STAGES = (Stage.FILLING, Stage.REVIEW, Stage.CONSOLIDATION, Stage.VALIDATION)
    CLOSED_STAGES = (
        Stage.SIGNING, Stage.NATIONAL_ENTRY, Stage.DOCUMENT, Stage.INTERVIEW, Stage.VISIT, Stage.HARMONISATION,
        Stage.FINAL, Stage.FOLLOW_UP,
    )  # fmt: skip

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="periods", verbose_name="instansi"
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="periods", verbose_name="instrumen"
    )
    slug = models.SlugField("kode alamat", max_length=60, unique=True)
    year = models.PositiveSmallIntegerField("tahun")
    name = models.CharField("nama", max_length=120)
    fill_opens_at = models.DateTimeField("pengisian dibuka")
    fill_closes_at = models.DateTimeField("pengisian ditutup")
    repair_closes_at = models.DateTimeField("perbaikan ditutup")
    review_closes_at = models.DateTimeField("reviu ditutup")
    closing_due_at = models.DateTimeField("penutupan periode")
    rollup_policy = models.CharField("cara menggabungkan nilai", max_length=10, choices=Policy, default=Policy.LEAD)
    needs_head_approval = models.BooleanField("perlu persetujuan Kepala PD", default=False)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DRAFT)
    stage = models.CharField("tahap", max_length=15, choices=Stage, default=Stage.PREPARATION)
    activity = models.CharField("jenis kegiatan", max_length=10, choices=Activity, default=Activity.EVALUATION)
    participants = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="perangkat daerah peserta")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = "periode"
        verbose_name_plural = "periode"
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "year"],
                name="period_year_once",
                violation_error_message="Instansi ini sudah mempunyai periode untuk tahun tersebut.",
            ),
            models.CheckConstraint(
                condition=models.Q(fill_opens_at__lt=models.F("fill_closes_at"))
                & models.Q(fill_closes_at__lte=models.F("repair_closes_at"))
                & models.Q(repair_closes_at__lte=models.F("review_closes_at"))
                & models.Q(review_closes_at__lte=models.F("closing_due_at")),
                name="period_windows_ordered",
                violation_error_message="Urutan tanggal: pengisian dibuka, ditutup, perbaikan, reviu, lalu penutupan.",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft", stage="preparation")
                | models.Q(status="open", stage__in=["filling", "review", "consolidation", "validation"])
                | models.Q(
                    status="closed",
                    stage__in=[
                        "signing",
                        "national_entry",
                        "document",
                        "interview",
                        "visit",
                        "harmonisation",
                        "final",
                        "follow_up",
                    ],  # fmt: skip
                ),
                name="period_stage_of_status",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assessments:period", args=[self.slug])

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def is_closed(self):
        return self.status == self.Status.CLOSED

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT


class Assignment(models.Model):
    """Which unit answers which indicator in a period, and which of them leads it."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="assignments")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    is_lead = models.BooleanField("penanggung jawab", default=False)

    class Meta:
        ordering = ["period", "indicator__number", "-is_lead", "unit__name"]
        verbose_name = "penugasan"
        verbose_name_plural = "penugasan"
        constraints = [
            models.UniqueConstraint(fields=["period", "indicator", "unit"], name="assignment_unit_once"),
            models.UniqueConstraint(
                fields=["period", "indicator"], condition=models.Q(is_lead=True), name="assignment_one_lead"
            ),
        ]

    def __str__(self):
        return f"{self.indicator} · {self.unit}"

    def clean(self):
        if self.unit.institution_id != self.period.institution_id:
            raise ValidationError({"unit": "Pilih perangkat daerah dari instansi yang sama."})
        if self.indicator.instrument_id != self.period.instrument_id:
            raise ValidationError({"indicator": "Pilih indikator dari instrumen periode ini."})


class ChosenService(models.Model):
    """The service that the institution chose for an indicator that leaves the choice open."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="chosen_services")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("nama layanan", max_length=150)

    class Meta:
        ordering = ["period", "indicator__number"]
        verbose_name = "layanan pilihan"
        verbose_name_plural = "layanan pilihan"
        constraints = [
            models.UniqueConstraint(fields=["period", "indicator"], name="chosen_service_indicator_once"),
            models.UniqueConstraint(
                fields=["period", "name"],
                name="chosen_service_name_once",
                violation_error_message="Layanan ini sudah dipilih untuk indikator lain. Pilih layanan yang berbeda.",
            ),
        ]

    def __str__(self):
        return self.name
