"""What can never be false about a job."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]

BREACHES = {
    "job_held_while_running": [
        {"state": "running"},
        {"state": "running", "holder": "a"},
        {"holder": "a", "lease_until": timezone.now()},
    ],
    "job_finished_at_its_end": [{"state": "done"}, {"state": "dead"}, {"finished_at": timezone.now()}],
    "job_attempts_bounded": [{"attempts": 6}],
}


@pytest.mark.parametrize("name", BREACHES)
def test_constraint_refuses(name):
    job = Job.objects.create(kind="uji", subject="1", key="satu")
    for changes in BREACHES[name]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(**changes)


def test_key_is_unique():
    Job.objects.create(kind="uji", subject="1", key="satu")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="uji", subject="1", key="satu")


def test_each_constraint_is_tried():
    assert {
        constraint.name for model in apps.get_app_config("jobs").get_models() for constraint in model._meta.constraints
    } == set(BREACHES)
