"""What a page that sends an assessment posts, for the tests of sending and of the head's word."""

from assessments.models import Assessment
from tests.assessments.filling import as_read, part_url

WRITING = {"kirim": {"setuju": "on"}, "persetujuan": {"tindakan": "minta"}, "perbaikan": {}}


def status(assessment):
    return Assessment.objects.get(pk=assessment.pk).status


def send(client, assessment, part="kirim", **values):
    return client.post(part_url(assessment, part), WRITING[part] | as_read(assessment) | values)
