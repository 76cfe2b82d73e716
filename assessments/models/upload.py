from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.models import User
from assessments.models.answer import Answer
from assessments.models.evidence import Evidence
from assessments.querysets import UploadQuerySet


class Upload(models.Model):
    """A file on its way in, in pieces (tus protocol). Its bytes lie in the staging folder under `token`."""

    class State(models.TextChoices):
        RECEIVING = "receiving", "Mengunggah"
        STORED = "stored", "Tersimpan"
        REJECTED = "rejected", "Ditolak"
        CANCELLED = "cancelled", "Dibatalkan"

    LIFETIME = timedelta(hours=24)  # since the last piece; storage.find_strays finds the bytes after as long

    token = models.CharField("kunci", max_length=32, unique=True)
    client_key = models.CharField("kunci peramban", max_length=64)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="uploads")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("nama berkas", max_length=255)
    size = models.PositiveBigIntegerField("ukuran")
    received = models.PositiveBigIntegerField("diterima", default=0)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.RECEIVING)
    reason = models.CharField("alasan", max_length=300, blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="uploads")
    created_at = models.DateTimeField("dimulai pada", auto_now_add=True)
    opened_at = models.DateTimeField("halaman dibuka pada", null=True, blank=True)  # by the server's own token (grace)
    updated_at = models.DateTimeField("berubah pada", auto_now=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "pk"]
        verbose_name = "unggahan"
        verbose_name_plural = "unggahan"
        constraints = [
            models.UniqueConstraint(fields=["created_by", "client_key"], name="upload_client_key_once"),
            models.CheckConstraint(condition=models.Q(received__lte=models.F("size")), name="upload_received_fits"),
            models.CheckConstraint(
                condition=models.Q(state="stored", evidence__isnull=False) | ~models.Q(state="stored"),
                name="upload_stored_has_evidence",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def expires_at(self):
        return self.updated_at + self.LIFETIME

    @property
    def has_lapsed(self):
        return self.state == self.State.RECEIVING and self.expires_at <= timezone.now()
