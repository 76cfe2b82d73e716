from django.db import models

from accounts.models import User
from assessments.models.assessment import Assessment
from assessments.querysets import ReminderQuerySet
from inbox.whatsapp import whatsapp_url


class Reminder(models.Model):
    """A unit was told that its deadline comes: at most once a day in each period, by the clock of its institution."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="reminders")
    day = models.DateField("hari")
    subject = models.CharField("pokok", max_length=200)
    body = models.TextField("isi")
    people = models.PositiveSmallIntegerField("penerima")
    sent_at = models.DateTimeField("dikirim pada", auto_now_add=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "pengingat"
        verbose_name_plural = "pengingat"
        # An assessment is one unit in one period.
        constraints = [models.UniqueConstraint(fields=["assessment", "day"], name="reminder_once_a_day")]

    def __str__(self):
        return f"{self.assessment} · {self.day}"

    @property
    def text(self):
        return f"{self.subject}\n\n{self.body}"

    @property
    def whatsapp_url(self):
        return whatsapp_url(self.text)
