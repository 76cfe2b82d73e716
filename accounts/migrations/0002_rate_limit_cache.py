"""The table that rate limits count in, so that a fresh database needs no second command."""

from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    # Going back leaves the table: it holds counters only, and the next migration forward finds it.
    operations = [migrations.RunPython(create_cache_table, migrations.RunPython.noop)]
