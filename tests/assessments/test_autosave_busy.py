"""A database that cannot write just now is told as such, so that the page tries again."""

import pytest
from django.db import connection, transaction
from django.test import Client

from assessments.models import Assessment, Presence
from tests.assessments.autosaving import autosave
from tests.assessments.filling import refreshed
from tests.assessments.racing import together
from tests.assessments.test_presence import ping

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]


def impatient(act):
    """The act on a connection that waits for locks for a twentieth of a second only."""

    def job():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = '50ms'")
        return act()

    return job


def test_locked_database_is_told_with_the_time_to_try_again(answer, operator):
    client = Client()
    client.force_login(operator)
    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=answer.assessment_id)
        [saved] = together(impatient(lambda: autosave(client, answer, key="k", explanation="Naskah.")))

    assert (saved.status_code, saved["Retry-After"], saved["Cache-Control"]) == (503, "5", "no-store")
    assert "Coba lagi" in saved.json()["alasan"]
    assert autosave(client, answer, key="k", explanation="Naskah.").status_code == 200
    assert refreshed(answer).explanation == "Naskah."


def test_locked_database_is_told_to_a_ping_too(answer, operator):
    client = Client()
    client.force_login(operator)
    ping(client, answer)
    with transaction.atomic():
        list(Presence.objects.select_for_update())
        [told] = together(impatient(lambda: ping(client, answer)))
    assert (told.status_code, told["Retry-After"]) == (503, "5")
