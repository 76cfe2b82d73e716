from pathlib import PurePath

from django.db import models
from django.urls import reverse

from accounts.models import Unit, User
from assessments.models.answer import Answer
from assessments.querysets import CitationQuerySet, EvidenceQuerySet


class Evidence(models.Model):
    """A proof in a unit's library: a stored file, or a link that the server never opens."""

    class Kind(models.TextChoices):
        FILE = "file", "Berkas"
        LINK = "link", "Tautan"

    class DocumentKind(models.TextChoices):
        """What the document is, as far as the rules of evidence ask (indicators.rules: kinds of evidence_ages)."""

        POLICY = "policy", "Kebijakan atau keputusan"
        REVIEW = "review", "Hasil reviu dan evaluasi"
        AUDIT = "audit", "Laporan audit"
        OTHER = "other", "Dokumen lain"

    class DocumentStatus(models.TextChoices):
        DRAFT = "draft", "Masih rancangan"
        ISSUED = "issued", "Sudah ditetapkan"

    class Scan(models.TextChoices):
        OFF = "off", "Tidak dipindai"
        WAITING = "waiting", "Belum dipindai"
        CLEAN = "clean", "Tidak ditemukan virus"
        INFECTED = "infected", "Mengandung virus"

    class Removal(models.TextChoices):
        MISTAKE = "mistake", "Salah unggah"
        DUPLICATE = "duplicate", "Rangkap dengan bukti lain"
        OUTDATED = "outdated", "Tidak berlaku lagi"
        OTHER = "other", "Alasan lain"

    DESCRIPTION = ("title", "document_number", "document_date", "document_kind", "document_status", "valid_until")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField("jenis", max_length=4, choices=Kind)
    stored_name = models.CharField("nama simpanan", max_length=80, blank=True)
    original_name = models.CharField("nama berkas", max_length=255, blank=True)
    media_type = models.CharField("jenis isi", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("ukuran", null=True, blank=True)
    sha256 = models.CharField("sidik berkas", max_length=64, blank=True)
    url = models.URLField("tautan", max_length=1000, blank=True)
    title = models.CharField("judul", max_length=200)
    document_number = models.CharField("nomor dokumen", max_length=100, blank=True)
    document_date = models.DateField("tanggal dokumen", null=True, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    document_kind = models.CharField("jenis dokumen", max_length=10, choices=DocumentKind, blank=True)
    document_status = models.CharField("keadaan dokumen", max_length=10, choices=DocumentStatus, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="menggantikan"
    )
    has_text_layer = models.BooleanField("dapat dicari", null=True, blank=True)
    page_count = models.PositiveIntegerField("banyak halaman", null=True, blank=True)
    is_checked = models.BooleanField("pemeriksaan lanjutan selesai", default=False)
    scan = models.CharField("pemindaian virus", max_length=10, choices=Scan, default=Scan.OFF)
    scanned_at = models.DateTimeField("dipindai pada", null=True, blank=True)
    dead_at = models.DateTimeField("tautan ditandai mati pada", null=True, blank=True)
    dead_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("ditambahkan pada", auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("dihapus pada", null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_reason = models.CharField("alasan dihapus", max_length=10, choices=Removal, blank=True)
    held_at = models.DateTimeField("ditahan sejak", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "-created_at"]
        verbose_name = "bukti dukung"
        verbose_name_plural = "bukti dukung"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="file", url="", size__isnull=False, size__gt=0)
                & ~models.Q(stored_name="")
                & ~models.Q(sha256="")
                | models.Q(kind="link", stored_name="", sha256="", size__isnull=True) & ~models.Q(url=""),
                name="evidence_file_or_link",
            ),
            models.UniqueConstraint(
                fields=["stored_name"], condition=~models.Q(stored_name=""), name="evidence_stored_name_once"
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True, removed_reason="")
                | models.Q(removed_at__isnull=False, removed_by__isnull=False) & ~models.Q(removed_reason=""),
                name="evidence_removed_at_by_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(dead_at__isnull=True, dead_by__isnull=True)
                | models.Q(dead_at__isnull=False, dead_by__isnull=False, kind="link"),
                name="evidence_dead_at_and_by",
            ),
            models.CheckConstraint(
                condition=models.Q(scan__in=["off", "waiting"], scanned_at__isnull=True)
                | models.Q(scan__in=["clean", "infected"], scanned_at__isnull=False),
                name="evidence_scanned_at",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="file") | models.Q(scan="off"), name="evidence_scan_of_file"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assessments:evidence_download", args=[self.pk])

    @property
    def is_file(self):
        return self.kind == self.Kind.FILE

    @property
    def is_spoiled(self):
        """Nobody can open it, so that it proves nothing (CitationQuerySet.spoiled says the same)."""
        return self.scan == self.Scan.INFECTED or self.dead_at is not None

    @property
    def extension(self):
        return PurePath(self.original_name).suffix.removeprefix(".").upper()

    @property
    def is_renamed(self):
        """Whether the title says something else than the name of the file."""
        return PurePath(self.original_name).stem != self.title


class Citation(models.Model):
    """The use of one proof by one answer: which pages, for which levels, in which order."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField("urutan")
    pages = models.CharField("halaman", max_length=60, blank=True)
    levels = models.JSONField("mendukung tingkat", default=list, blank=True)
    is_copy_unchecked = models.BooleanField("dipakai ulang, belum diperiksa", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["answer", "position"]
        verbose_name = "rujukan bukti"
        verbose_name_plural = "rujukan bukti"
        constraints = [
            models.UniqueConstraint(fields=["answer", "evidence"], name="citation_evidence_once"),
            models.UniqueConstraint(fields=["answer", "position"], name="citation_position_once"),
        ]

    def __str__(self):
        return f"{self.letter}. {self.evidence}"

    @property
    def letter(self):
        """a, b, … z, aa, ab, … by position from 1."""
        number, letters = self.position, ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters
