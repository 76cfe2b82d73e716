"""`manage.py work` with one more kind of job: it tells a file that it began, and works for as long as a flag stands.

Run as a process of its own by test_workers.py, so that it can be killed as one.
"""

import os
import time
from pathlib import Path

import django
from django.core.management import call_command

from jobs import registry

KIND = "uji-pekerja"


def work(job):
    with Path(job.payload["log"]).open("a") as log:
        log.write(f"mulai {job.subject} {os.getpid()}\n")
    while Path(job.payload["hold"]).exists():
        time.sleep(0.02)

    def effect():
        from accounts.models import Institution  # noqa: PLC0415  after setup()

        Institution.objects.create(name=f"Efek {job.subject}", kind="province", code=f"efek-{job.pk}-{os.getpid()}")

    return effect


if __name__ == "__main__":
    django.setup()
    registry.register(KIND, work)
    call_command("work")
