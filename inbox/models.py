"""What people are told: in the portal, and by mail. Rows are written in the transaction of what they tell of."""

import uuid

from django.db import models
from django.urls import reverse

from accounts.models import Institution, User
from inbox.querysets import MailQuerySet, MessageQuerySet
from jobs.models import Job


class Message(models.Model):
    """Something that one person is told in the portal, whatever becomes of the mail about it."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("jenis", max_length=40)
    key = models.CharField("kunci", max_length=150)
    subject = models.CharField("pokok", max_length=200)
    body = models.TextField("isi")
    url = models.CharField("alamat", max_length=300)
    awaits_digest = models.BooleanField("menunggu rangkuman", default=False)
    created_at = models.DateTimeField("dibuat pada", auto_now_add=True)
    read_at = models.DateTimeField("dibaca pada", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        indexes = [
            models.Index(fields=["person", "read_at"], name="message_unread"),
            models.Index(fields=["person"], condition=models.Q(awaits_digest=True), name="message_for_digest"),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="message_once")]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("inbox:open", args=[self.pk])


class Mail(models.Model):
    """A mail to one address: ordered here, handed over by a worker, and kept for the log.

    The identifier goes out as the Message-ID, so that a mail that is sent twice after a crash is known as one. What
    could be misused, such as the link to a new password, is forgotten as soon as the mail has left.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        SENT = "sent", "Terkirim"
        REFUSED = "refused", "Ditolak"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    kind = models.CharField("jenis", max_length=40)
    key = models.CharField("kunci", max_length=200)
    sender = models.CharField("pengirim", max_length=254)
    address = models.CharField("alamat", max_length=254)
    subject = models.CharField("pokok", max_length=200)
    body = models.TextField("isi", blank=True)
    html = models.TextField("isi dengan tata letak", blank=True)
    headers = models.JSONField("kepala surat", default=dict, blank=True)
    is_secret = models.BooleanField("dilupakan setelah terkirim", default=False)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.WAITING)
    error = models.TextField("sebab terakhir", blank=True)
    orders = models.PositiveSmallIntegerField("berapa kali dipesan", default=1)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("dipesan pada", auto_now_add=True)
    sent_at = models.DateTimeField("terkirim pada", null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "surel"
        verbose_name_plural = "surel"
        indexes = [
            models.Index(fields=["institution", "-created_at"], name="mail_log"),
            models.Index(fields=["created_at"], condition=models.Q(state="waiting"), name="mail_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="mail_once"),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | ~models.Q(state="sent") & models.Q(sent_at__isnull=True),
                name="mail_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(is_secret=False) | models.Q(state="waiting") | models.Q(body="", html=""),
                name="mail_secret_is_forgotten",
            ),
        ]

    def __str__(self):
        return f"{self.kind} · {self.address}"

    @property
    def is_dead(self):
        """Given up after the last attempt; it waits for somebody who sends it again."""
        return self.state == self.State.WAITING and self.job is not None and self.job.state == Job.State.DEAD

    @property
    def has_failed(self):
        return self.state == self.State.REFUSED or self.is_dead

    @property
    def may_be_sent_again(self):
        return self.has_failed and bool(self.body)


class Wording(models.Model):
    """What the coordinators of an institution say instead of a text that the portal comes with."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("jenis", max_length=40)
    subject = models.CharField("pokok", max_length=150)
    body = models.TextField("isi")
    changed_at = models.DateTimeField("diubah pada", auto_now=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["institution", "kind"]
        verbose_name = "kalimat pesan"
        verbose_name_plural = "kalimat pesan"
        constraints = [models.UniqueConstraint(fields=["institution", "kind"], name="wording_once")]

    def __str__(self):
        return f"{self.institution} · {self.kind}"


class ReminderPlan(models.Model):
    """On which days before the deadline the units of an institution are reminded; without a row as the portal comes."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="reminder_plan")
    is_on = models.BooleanField("kirim pengingat otomatis", default=True)
    days = models.JSONField("hari sebelum tenggat", default=list)
    changed_at = models.DateTimeField("diubah pada", auto_now=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "jadwal pengingat"
        verbose_name_plural = "jadwal pengingat"

    def __str__(self):
        return str(self.institution)
