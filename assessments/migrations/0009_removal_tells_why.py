from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0008_evidence_hold")]

    operations = [
        migrations.RemoveConstraint("evidence", "evidence_removed_at_and_by"),
        migrations.AddConstraint(
            "evidence",
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True, removed_reason="")
                | models.Q(removed_at__isnull=False, removed_by__isnull=False) & ~models.Q(removed_reason=""),
                name="evidence_removed_at_by_and_why",
            ),
        ),
    ]
