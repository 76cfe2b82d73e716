from datetime import timedelta

from django.db import models

from accounts.models import User
from assessments.models.answer import Answer
from assessments.querysets import RevisionQuerySet


class Revision(models.Model):
    """An answer as one person left it. The person's further saves within `SITTING` go into the same row.

    What lost a conflict, or came too late, is kept as well, with `is_used` False: it was typed, so it can be read and
    restored.
    """

    SITTING = timedelta(minutes=5)

    class Origin(models.TextChoices):
        TYPED = "typed", "Disunting"
        COPIED = "copied", "Disalin dari tahun lalu"
        RESTORED = "restored", "Dipulihkan"
        SETTLED = "settled", "Disatukan setelah bentrok"
        REFUSED = "refused", "Bentrok, tidak dipakai"
        LATE = "late", "Tidak sempat disimpan"

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField("asal", max_length=10, choices=Origin, default=Origin.TYPED)
    is_used = models.BooleanField("dipakai", default=True)
    version = models.PositiveIntegerField("versi jawaban")
    score = models.DecimalField("nilai", max_digits=10, decimal_places=6, null=True, blank=True)
    explanation = models.TextField("penjelasan capaian", blank=True)
    reply = models.TextField("tanggapan atas catatan asesor", blank=True)
    started_at = models.DateTimeField("dimulai pada")
    saved_at = models.DateTimeField("disimpan pada")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "pk"]
        verbose_name = "riwayat jawaban"
        verbose_name_plural = "riwayat jawaban"
        indexes = [models.Index(fields=["answer", "-id"], name="revision_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(saved_at__gte=models.F("started_at")), name="revision_time_order")
        ]

    def __str__(self):
        return f"{self.answer} versi {self.version}"


class Presence(models.Model):
    """Who has the questionnaire page of an answer open; renewed by the page, stale after `FRESH`."""

    FRESH = timedelta(seconds=45)

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("terakhir terlihat")

    class Meta:
        verbose_name = "kehadiran"
        verbose_name_plural = "kehadiran"
        constraints = [models.UniqueConstraint(fields=["answer", "user"], name="presence_once")]

    def __str__(self):
        return f"{self.user} · {self.answer}"


class AnsweredRequest(models.Model):
    """What an autosave was answered, so that the same request sent twice is carried out once (Idempotency-Key)."""

    LIFETIME = timedelta(hours=24)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField("kunci", max_length=64)
    digest = models.CharField("sidik permintaan", max_length=64)
    status = models.PositiveSmallIntegerField("status jawaban")
    body = models.JSONField("isi jawaban")
    created_at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "permintaan terjawab"
        verbose_name_plural = "permintaan terjawab"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="answered_request_once")]

    def __str__(self):
        return f"{self.user} · {self.key}"
