"""Workers as processes: killed in the middle of a job, stopped politely, and two side by side."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import Institution
from jobs import queue
from jobs.models import Job
from tests.jobs.worker import KIND

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "log").touch()
    return tmp_path


def order(folder, subject=1):
    payload = {"log": str(folder / "log"), "hold": str(folder / "hold")}
    return queue.enqueue(KIND, subject=subject, key=f"{KIND}:{subject}", payload=payload)


def database_url():
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgres://{settings['USER']}@/{settings['HOST']}/{settings['NAME']}"


@contextmanager
def workers(folder, count=1, lease=2):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "spbe_portal.settings",
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(folder / "data"),
        "JOB_LEASE_SECONDS": str(lease),
    }
    command = [sys.executable, "-m", "tests.jobs.worker"]
    with (folder / "output").open("ab") as output:
        started = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output) for _ in range(count)
        ]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()


def wait_until(condition):
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)


def begun(folder):
    return [line.split()[1] for line in (folder / "log").read_text().splitlines()]


def effects():
    return sorted(Institution.objects.values_list("name", flat=True))


def test_job_of_a_killed_worker_is_done_again_with_one_effect(folder):
    (folder / "hold").touch()
    job = order(folder)
    with workers(folder) as (victim,):
        wait_until(lambda: begun(folder) == ["1"])
        victim.kill()
        victim.wait()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING, "nobody knows yet"
    assert effects() == []

    (folder / "hold").unlink()
    Job.objects.filter(state="running").update(lease_until=job.started_at)  # the lease of the dead runs out
    with workers(folder):
        wait_until(lambda: Job.objects.filter(state=Job.State.FAILED).exists())
        Job.objects.update(run_after=job.started_at)  # and so does the pause after a failure
        wait_until(lambda: Job.objects.filter(state=Job.State.DONE).exists())

    assert begun(folder) == ["1", "1"]
    assert effects() == ["Efek 1"]
    assert Job.objects.get().attempts == 2


def test_worker_that_works_longer_than_its_lease_keeps_the_job(folder):
    (folder / "hold").touch()
    job = order(folder)
    with workers(folder, count=2, lease=1) as both:
        wait_until(lambda: begun(folder) == ["1"])
        first = job.lease_until or Job.objects.get().lease_until
        wait_until(lambda: (Job.objects.get().lease_until - first).total_seconds() > 2)
        both[0].send_signal(signal.SIGTERM)
        both[1].send_signal(signal.SIGTERM)  # whoever has the job ends it first
        (folder / "hold").unlink()
        assert [process.wait(PATIENCE) for process in both] == [0, 0]

    assert begun(folder) == ["1"]
    assert effects() == ["Efek 1"]
    assert Job.objects.get().state == Job.State.DONE


def test_two_workers_share_the_jobs_and_never_run_one_at_once(folder):
    for subject in range(12):
        job = order(folder, subject)
        queue.wake(job.pk)  # a second message for the same job
    with workers(folder, count=2):
        wait_until(lambda: Job.objects.filter(state=Job.State.DONE).count() == 12)

    assert sorted(begun(folder), key=int) == [str(subject) for subject in range(12)]
    assert effects() == sorted(f"Efek {subject}" for subject in range(12))
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
