"""The one message that travels: the number of a job. It may be lost or come twice; the row decides."""

from django_tasks import task

from jobs import runner


@task
def run(pk):
    runner.run(pk)
