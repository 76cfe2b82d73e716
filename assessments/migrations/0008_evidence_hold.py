"""Proofs that were sent are held, and a removed one tells why. What was sent before counts as sent now."""

from django.db import migrations, models
from django.utils import timezone

_CITED = ("answer.evidence_added", "answer.evidence_replaced")


def hold_sent(apps, schema_editor):
    """Those of answers that are with the assessors or closed, and all that an answer cited before it was ever sent."""
    evidence, event = apps.get_model("assessments", "Evidence"), apps.get_model("assessments", "Event")
    sent = dict(event.objects.filter(action="assessment.submitted").order_by("pk").values_list("assessment", "pk"))
    keys = set(
        apps.get_model("assessments", "Citation")
        .objects.filter(answer__assessment__status__in=["submitted", "returned", "verified", "final"])
        .values_list("evidence", flat=True)
    )
    for assessment, last in sent.items():
        rows = event.objects.filter(assessment=assessment, action__in=_CITED, pk__lt=last)
        keys |= {data["evidence"] for data in rows.values_list("data", flat=True)}
    evidence.objects.filter(pk__in=keys).update(held_at=timezone.now())


def tell_reason(apps, schema_editor):
    apps.get_model("assessments", "Evidence").objects.filter(removed_at__isnull=False).update(removed_reason="other")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0007_event_target")]

    operations = [
        migrations.AddField("evidence", "held_at", models.DateTimeField("ditahan sejak", null=True, blank=True)),
        migrations.AddField(
            "evidence",
            "removed_reason",
            models.CharField(
                "alasan dihapus",
                max_length=10,
                blank=True,
                choices=[
                    ("mistake", "Salah unggah"),
                    ("duplicate", "Rangkap dengan bukti lain"),
                    ("outdated", "Tidak berlaku lagi"),
                    ("other", "Alasan lain"),
                ],
            ),
        ),
        migrations.RunPython(hold_sent, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(tell_reason, migrations.RunPython.noop, elidable=True),
    ]
