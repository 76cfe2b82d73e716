import hashlib
import json
from datetime import UTC

from django.db import models, transaction
from django.utils import timezone

from accounts.models import Institution, User
from accounts.origin import origin_of
from assessments.models.assessment import Assessment
from assessments.querysets import EventQuerySet


class Event(models.Model):
    """What a person did. Append-only, and chained: each row's hash covers the row before it.

    A chain belongs to an assessment, or to the institution for what concerns no single assessment.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="events")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    sequence = models.PositiveIntegerField("nomor urut")
    action = models.CharField("tindakan", max_length=40)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    target = models.CharField("sasaran", max_length=60, blank=True)
    data = models.JSONField("rincian", default=dict, blank=True)
    created_at = models.DateTimeField("waktu")
    address = models.GenericIPAddressField("alamat jaringan", null=True, blank=True)
    request_id = models.CharField("nomor permintaan", max_length=40, null=True, blank=True)  # noqa: DJ001 -- see hash
    previous_hash = models.CharField("sidik sebelumnya", max_length=64, blank=True)
    hash = models.CharField("sidik", max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "assessment", "sequence"]
        verbose_name = "jejak"
        verbose_name_plural = "jejak"
        indexes = [
            models.Index(fields=["target"], name="event_target"),
            models.Index(fields=["institution", "created_at", "id"], name="event_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "sequence"],
                condition=models.Q(assessment__isnull=False),
                name="event_sequence_once_in_assessment",
            ),
            models.UniqueConstraint(
                fields=["institution", "sequence"],
                condition=models.Q(assessment__isnull=True),
                name="event_sequence_once_in_institution",
            ),
        ]

    def __str__(self):
        return f"{self.sequence}. {self.action}"

    def computed_hash(self):
        """SHA-256 over everything that the row says and the hash before it; timestamps in UTC with microseconds.

        Rows from before origins were kept have none, and their hash does not speak of it.
        """
        content = [
            self.institution_id,
            self.assessment_id,
            self.sequence,
            self.action,
            self.actor_id,
            self.target,
            self.data,
            self.created_at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.previous_hash,
        ]
        if self.address or self.request_id:
            content += [self.address, self.request_id]
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def record(action, *, by, institution=None, assessment=None, target="", head=None, **data):
    """Append one Event to its chain. Must run inside the transaction of the change that it tells of.

    The caller holds the lock of the assessment, which is the head of its chain; an institution is locked here. So two
    writers cannot take the same sequence number. `head` is the last sequence and hash of the assessment's chain, where
    the caller has read them already under that lock.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event is written in the transaction of its change.")
    if assessment is not None:
        chain = {"assessment_id": assessment.pk, "institution_id": assessment.period.institution_id}
    else:
        Institution.objects.select_for_update().only("pk").get(pk=institution.pk)
        chain = {"assessment_id": None, "institution_id": institution.pk}
    sequence, previous_hash = head or _head_of(**chain)
    origin = origin_of()
    event = Event(
        **chain,
        sequence=sequence + 1,
        action=action,
        actor=by,
        target=target,
        data=data,
        created_at=timezone.now(),
        address=origin.address,
        request_id=origin.request_id,
        previous_hash=previous_hash,
    )
    event.hash = event.computed_hash()
    event.save(force_insert=True)
    return event


def _head_of(assessment_id, institution_id):
    rows = Event.objects.chain_of(assessment=assessment_id, institution=institution_id)
    return rows.order_by("-sequence").values_list("sequence", "hash").first() or (0, "")
