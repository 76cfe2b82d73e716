from datetime import timedelta

from django.db import models
from django.utils import timezone

MAX_ATTEMPTS = 5


class JobQuerySet(models.QuerySet):
    def live(self):
        """Those that will still run, or run now."""
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING, Job.State.FAILED])

    def due(self, now=None):
        """Those that a worker may take now."""
        return self.filter(state__in=[Job.State.WAITING, Job.State.FAILED], run_after__lte=now or timezone.now())

    def expired(self, now=None):
        """Those whose worker no longer says that it lives."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=now or timezone.now())


class Job(models.Model):
    """Work that outlives the request that ordered it. This row is the truth; a message only says that it exists.

    Ordered in the transaction of its reason, taken by one worker at a time while its lease lasts, and done once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        RUNNING = "running", "Sedang dikerjakan"
        FAILED = "failed", "Gagal, akan diulang"
        DONE = "done", "Selesai"
        DEAD = "dead", "Berhenti setelah gagal berulang"

    kind = models.CharField("jenis", max_length=40)
    subject = models.CharField("sasaran", max_length=60)
    key = models.CharField("kunci", max_length=150, unique=True)
    payload = models.JSONField("isi", default=dict, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    holder = models.CharField("pekerja", max_length=32, blank=True)
    lease_until = models.DateTimeField("dipegang sampai", null=True, blank=True)
    run_after = models.DateTimeField("paling cepat", default=timezone.now)
    woken_at = models.DateTimeField("pesan dikirim pada", null=True, blank=True)
    error = models.TextField("galat terakhir", blank=True)
    created_at = models.DateTimeField("dipesan pada", auto_now_add=True)
    started_at = models.DateTimeField("dimulai pada", null=True, blank=True)
    finished_at = models.DateTimeField("selesai pada", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        indexes = [
            models.Index(fields=["state", "run_after"], name="job_by_state"),
            models.Index(fields=["kind", "subject"], name="job_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="running", lease_until__isnull=False) & ~models.Q(holder="")
                | ~models.Q(state="running") & models.Q(lease_until__isnull=True, holder=""),
                name="job_held_while_running",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "dead"], finished_at__isnull=False)
                | ~models.Q(state__in=["done", "dead"]) & models.Q(finished_at__isnull=True),
                name="job_finished_at_its_end",
            ),
            models.CheckConstraint(condition=models.Q(attempts__lte=MAX_ATTEMPTS), name="job_attempts_bounded"),
        ]

    def __str__(self):
        return f"{self.kind} {self.subject}"

    @property
    def is_last_attempt(self):
        return self.attempts >= MAX_ATTEMPTS

    def pause(self):
        """How long to wait after this attempt: 15 seconds, one minute, four, sixteen."""
        return timedelta(seconds=15 * 4 ** (max(self.attempts, 1) - 1))
