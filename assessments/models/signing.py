"""The two papers that leaders sign: what is written into them, and the signed copies that came back."""

from django.db import models

from accounts.models import User
from assessments.models.period import Period
from assessments.models.result import Result


class Minutes(models.Model):
    """What the minutes (Berita Acara) and the consent to publish say beyond the frozen result."""

    period = models.OneToOneField(Period, on_delete=models.CASCADE, related_name="minutes")
    data = models.JSONField("isian", default=dict, blank=True)
    version = models.PositiveIntegerField("versi", default=0)
    updated_at = models.DateTimeField("diubah pada", auto_now=True)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["period"]
        verbose_name = "isian berita acara"
        verbose_name_plural = "isian berita acara"

    def __str__(self):
        return f"Berita acara {self.period}"


class SignedDocument(models.Model):
    """A signed paper, bound to the digest of the revision that it was signed for."""

    class Kind(models.TextChoices):
        MINUTES = "minutes", "Berita Acara Penilaian Mandiri"
        CONSENT = "consent", "Pernyataan Persetujuan Publikasi"

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="signed_documents")
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    stored_name = models.CharField("nama simpanan", max_length=120)
    original_name = models.CharField("nama berkas", max_length=255)
    size = models.PositiveBigIntegerField("ukuran")
    sha256 = models.CharField("SHA-256", max_length=64)
    digest = models.CharField("sidik data", max_length=64)
    digest_source = models.CharField("asal sidik", max_length=10, default="person")  # "file" or "person"
    uploaded_at = models.DateTimeField("diunggah pada", auto_now_add=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField("tidak berlaku sejak", null=True, blank=True)
    voided_reason = models.TextField("alasan tidak berlaku", blank=True)

    class Meta:
        ordering = ["result", "kind", "-pk"]
        verbose_name = "dokumen bertanda tangan"
        verbose_name_plural = "dokumen bertanda tangan"
        constraints = [
            models.UniqueConstraint(
                fields=["result", "kind"], condition=models.Q(voided_at__isnull=True), name="signed_document_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.result}"
