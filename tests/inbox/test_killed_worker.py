"""J1 and J2 for mail, with workers as processes and a real server: none is lost, and one that comes twice is known."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from inbox import outbox
from inbox.models import Mail
from jobs.models import Job
from tests.jobs.test_workers import database_url, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def worker(smtp, folder):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "spbe_portal.settings",
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(folder / "data"),
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
    }
    with (folder / "output").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def tell(operator, institution, key="satu"):
    text = {"subject": "Perlu perbaikan", "body": "Baca catatannya.", "url": "/penilaian/"}
    outbox.tell("returned", [operator], institution=institution, key=key, **text)
    return Mail.objects.get(key__startswith=f"{key}:")


def bury():
    """The lease of the dead has run out, and so has the pause after it."""
    Job.objects.filter(state="running").update(lease_until=timezone.now())
    Job.objects.filter(state="failed").update(run_after=timezone.now())


def test_a_worker_killed_at_any_step_loses_no_mail_and_repeats_one_with_the_same_message_id(
    smtp, tmp_path, operator, institution
):
    mail = tell(operator, institution)
    for attempt, step in enumerate(("rcpt", "data"), start=1):
        with worker(smtp, tmp_path) as victim:
            smtp.at_step = {step: lambda pid=victim.pid: os.kill(pid, signal.SIGKILL)}
            wait_until(lambda: bury() or victim.poll() is not None)
        mail.refresh_from_db()
        assert (mail.state, mail.job.attempts, mail.job.state) == ("waiting", attempt, "running"), step
        mail = Mail.objects.get()
    assert len(smtp.accepted) == 1, "the server has it, and nobody knows"

    smtp.at_step = {}
    with worker(smtp, tmp_path):
        wait_until(lambda: bury() or Mail.objects.filter(state="sent").exists())

    assert len(smtp.accepted) == 2
    found = {re.search(r"^Message-ID: (\S+)", content, re.MULTILINE)[1] for *_, content in smtp.accepted}
    assert found == {outbox.message_id(mail)}
    assert Job.objects.get().state == Job.State.DONE


def test_what_is_committed_is_sent_within_seconds_and_what_is_rolled_back_never(smtp, tmp_path, operator, institution):
    with worker(smtp, tmp_path):
        tell(operator, institution)
        wait_until(lambda: Mail.objects.filter(state="sent").exists())  # it has started
        with pytest.raises(RuntimeError), transaction.atomic():
            tell(operator, institution, "batal")
            raise RuntimeError
        began = time.monotonic()
        with transaction.atomic():
            tell(operator, institution, "dua")
        wait_until(lambda: Mail.objects.filter(state="sent").count() == 2)
        took = time.monotonic() - began

    assert took < 10, "five seconds on a quiet machine"
    assert len(smtp.accepted) == 2
