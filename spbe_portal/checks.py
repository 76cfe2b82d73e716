"""What the database must be able to promise before the portal says "tersimpan"."""

import sqlite3

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import connection

# Older versions can corrupt a WAL database that several processes write (fixed in 3.51.3).
SAFE_SQLITE = (3, 51, 3)
WORKERS = 1  # manage.py work runs beside the pages


@register(Tags.database)
def sqlite_with_several_processes(app_configs, databases=None, **kwargs):
    processes = settings.PROCESSES + WORKERS
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} dapat merusak basis data yang ditulis {processes} proses sekaligus.",
            hint="Pasang SQLite 3.51.3 atau lebih baru, atau pakai PostgreSQL; cadangkan basis data setiap hari.",
            id="portal.W001",
        )
    ]
