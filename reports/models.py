"""What a person downloads: documents made once from a frozen result, and published figures to compare with."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.models import Unit
from assessments.models import Result
from reports.querysets import DocumentQuerySet

# 30 characters that cannot be confused with one another in print.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def new_code():
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class Document(models.Model):
    """One printed edition of one result: registered with the closing, rendered once, stored, and served as stored."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "Kartu skor"
        EXECUTIVE = "executive", "Ringkasan pimpinan"
        UNIT = "unit", "Kartu capaian perangkat daerah"

    class State(models.TextChoices):
        QUEUED = "queued", "Belum dibuat"
        FINAL = "final", "Final"
        FAILED = "failed", "Gagal dibuat"
        SUPERSEDED = "superseded", "Digantikan"

    code = models.CharField("kode", max_length=CODE_LENGTH, unique=True, default=new_code)
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    state = models.CharField("status", max_length=10, choices=State, default=State.QUEUED)
    verification_url = models.URLField("alamat verifikasi", max_length=300)
    file_name = models.CharField("nama simpanan", max_length=120, blank=True)
    sha256 = models.CharField("sidik berkas", max_length=64, blank=True)
    size = models.PositiveIntegerField("ukuran", null=True, blank=True)
    failure = models.TextField("sebab gagal", blank=True)
    created_at = models.DateTimeField("terdaftar pada")
    rendered_at = models.DateTimeField("dibuat pada", null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-result__period__year", "-result__revision", "kind", "unit__name"]
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        constraints = [
            models.UniqueConstraint(
                fields=["result", "kind"], condition=models.Q(unit__isnull=True), name="document_kind_once"
            ),
            models.UniqueConstraint(
                fields=["result", "unit"], condition=models.Q(unit__isnull=False), name="document_unit_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="unit", unit__isnull=False)
                | ~models.Q(kind="unit") & models.Q(unit__isnull=True),
                name="document_unit_for_unit_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="final") | ~models.Q(file_name="") & ~models.Q(sha256=""),
                name="document_final_has_file",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.code}"

    def get_absolute_url(self):
        return reverse("reports:download", args=[self.code])

    @property
    def path(self):
        return settings.DOCUMENT_ROOT / self.file_name


class BenchmarkResult(models.Model):
    """A published official result of another government, as printed by its source; never recomputed."""

    year = models.PositiveSmallIntegerField("tahun")
    government = models.CharField("pemerintah daerah", max_length=100)
    region = models.CharField("wilayah", max_length=60)
    index = models.DecimalField("indeks", max_digits=4, decimal_places=2)
    rating = models.CharField("predikat", max_length=40, blank=True)
    domains = models.JSONField("domain", default=dict, blank=True)
    source = models.TextField("sumber")

    class Meta:
        ordering = ["-year", "-index", "government"]
        verbose_name = "hasil pembanding"
        verbose_name_plural = "hasil pembanding"
        constraints = [models.UniqueConstraint(fields=["year", "government"], name="benchmark_once")]

    def __str__(self):
        return f"{self.government} {self.year}"
