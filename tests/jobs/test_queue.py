"""Ordering and running: one row for a key, one worker for a row, one effect for a job."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs import queue, reaper, runner
from jobs.models import MAX_ATTEMPTS, Job
from jobs.registry import Postponed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]


def order(kind, key="satu"):
    return queue.enqueue(kind, subject=7, key=key, payload={"isi": 1})


def make_due():
    Job.objects.update(run_after=timezone.now(), woken_at=None)


def test_order_is_done_once_although_messages_come_twice(kind):
    done = []
    name = kind(lambda job: lambda: done.append(job.payload))

    first, second = order(name), order(name)
    queue.wake(first.pk)
    call_command("work", "--once")
    queue.wake(first.pk)
    call_command("work", "--once")

    assert first.pk == second.pk
    assert done == [{"isi": 1}]
    job = Job.objects.get()
    assert (job.state, job.attempts, job.holder, job.subject) == ("done", 1, "", "7")
    assert job.created_at < job.started_at < job.finished_at


def test_rolled_back_order_leaves_neither_row_nor_message(kind):
    name = kind(lambda job: None)
    with pytest.raises(RuntimeError), transaction.atomic():
        order(name)
        raise RuntimeError

    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()

    with transaction.atomic():
        order(name)
        assert not DBTaskResult.objects.exists()
    assert DBTaskResult.objects.count() == 1


def test_lost_message_is_sent_again(kind):
    name = kind(lambda job: None)
    order(name)
    DBTaskResult.objects.all().delete()
    call_command("work", "--once")
    assert Job.objects.get().state == Job.State.WAITING, "a message is given time to arrive"

    Job.objects.update(woken_at=timezone.now() - 2 * reaper.PATIENCE)
    call_command("work", "--once")

    assert Job.objects.get().state == Job.State.DONE


def test_message_that_only_waits_its_turn_is_not_sent_again(kind):
    name = kind(lambda job: None)
    order(name)
    order(name, "dua")
    Job.objects.update(woken_at=timezone.now() - 2 * reaper.PATIENCE)
    reaper.reap()
    assert DBTaskResult.objects.count() == 2

    DBTaskResult.objects.all().delete()
    reaper.reap()
    assert DBTaskResult.objects.count() == 2


def test_failing_job_is_tried_five_times_and_then_lies_where_it_is_seen(kind):
    tries = []

    def fail(job):
        tries.append(job.attempts)
        raise ValueError("berkas aneh")

    job = order(kind(fail))
    pauses = []
    for _ in range(MAX_ATTEMPTS + 1):
        make_due()
        call_command("work", "--once")
        job.refresh_from_db()
        pauses.append(round((job.run_after - job.started_at).total_seconds()))

    assert tries == [1, 2, 3, 4, 5]
    assert pauses[:4] == [15, 60, 240, 960]
    assert (job.state, job.error) == (Job.State.DEAD, "ValueError: berkas aneh")
    assert job.finished_at


def test_failing_effect_takes_its_writing_back(kind):
    def effect():
        Job.objects.create(kind="lain", subject="1", key="lain")
        raise ValueError

    order(kind(lambda job: effect))
    call_command("work", "--once")

    assert list(Job.objects.values_list("kind", "state")) == [("uji", "failed")]


def test_postponed_job_waits_without_counting(kind):
    def away(job):
        raise Postponed("pemindai tidak menjawab", timedelta(minutes=1))

    job = order(kind(away))
    for _ in range(MAX_ATTEMPTS + 2):
        make_due()
        call_command("work", "--once")
    job.refresh_from_db()

    assert (job.state, job.attempts, job.error) == (Job.State.WAITING, 0, "pemindai tidak menjawab")
    assert job.run_after > timezone.now() + timedelta(seconds=50)


def test_expired_lease_goes_back_and_its_late_worker_changes_nothing(kind):
    effects = []

    def slow(job):
        if job.attempts == 1:  # this worker sleeps so long that it is taken for dead
            Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            reaper.reap()
            make_due()
            assert runner.run(job.pk)
        return lambda: effects.append(job.attempts)

    job = order(kind(slow))
    assert runner.run(job.pk)
    job.refresh_from_db()

    assert effects == [2]
    assert (job.state, job.attempts) == (Job.State.DONE, 2)


def test_late_worker_does_not_end_the_job_of_the_one_that_took_over(kind):
    effects, second = [], []

    def slow(job):
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        reaper.reap()
        make_due()
        second.append(runner.claim(job.pk))
        return lambda: effects.append(job.attempts)

    job = order(kind(slow))
    runner.run(job.pk)
    job.refresh_from_db()

    assert effects == []
    assert (job.state, job.holder) == (Job.State.RUNNING, second[0].holder)


def test_job_that_kills_its_workers_ends(kind):
    job = order(kind(lambda job: None))
    for _ in range(MAX_ATTEMPTS):
        make_due()
        assert runner.claim(job.pk), "and then the process dies"
        assert runner.claim(job.pk) is None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        reaper.reap()
    job.refresh_from_db()

    assert (job.state, job.attempts) == (Job.State.DEAD, MAX_ATTEMPTS)
    assert "berhenti di tengah" in job.error


def test_unknown_kind_fails_visibly():
    order("tidak-ada")
    call_command("work", "--once")

    assert Job.objects.get().error == "KeyError: 'tidak-ada'"


def test_old_messages_are_removed(kind):
    order(kind(lambda job: None))
    call_command("work", "--once")
    reaper.remove_old_messages()
    assert DBTaskResult.objects.count() == 1

    DBTaskResult.objects.update(enqueued_at=timezone.now() - 2 * reaper.MESSAGES_KEPT)
    reaper.remove_old_messages()
    assert not DBTaskResult.objects.exists()
