"""Periods from before there were stages stand at the first stage of their status."""

from django.db import migrations

STAGES = {"draft": "preparation", "open": "filling", "closed": "signing"}


def set_stages(apps, schema_editor):
    period = apps.get_model("assessments", "Period")
    for status, stage in STAGES.items():
        period.objects.filter(status=status).update(stage=stage)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0012_review_desk_and_stages")]

    operations = [migrations.RunPython(set_stages, migrations.RunPython.noop)]
