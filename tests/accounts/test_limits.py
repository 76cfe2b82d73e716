from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection

from accounts import limits

pytestmark = pytest.mark.two_databases

LIMIT = limits.Limit("uji", 3, 600)
START = "2026-06-01 08:00:00+00:00"


@pytest.mark.django_db
class TestSlots:
    def test_a_limit_gives_its_slots_and_then_the_seconds_to_wait(self):
        with time_machine.travel(START, tick=False) as clock:
            assert [limits.take(LIMIT, "a") for _ in range(3)] == [0, 0, 0]
            clock.shift(100)
            assert limits.take(LIMIT, "a") == 500

    def test_each_slot_frees_itself(self):
        with time_machine.travel(START, tick=False) as clock:
            limits.take(LIMIT, "a")
            clock.shift(300)
            limits.take(LIMIT, "a")
            limits.take(LIMIT, "a")
            clock.shift(301)

            assert limits.take(LIMIT, "a") == 0
            assert limits.take(LIMIT, "a") == 299

    def test_subjects_do_not_share_slots(self):
        for _ in range(4):
            limits.take(LIMIT, "a")

        assert limits.take(LIMIT, "b") == 0

    def test_free_gives_all_slots_back(self):
        for _ in range(4):
            limits.take(LIMIT, "a")

        limits.free(LIMIT, "a")

        assert limits.take(LIMIT, "a") == 0

    def test_keys_tell_nothing_about_the_person(self):
        limits.take(LIMIT, "operator@uji.local")

        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key, value FROM portal_cache")
            assert "operator" not in str(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_never_share_a_slot():
    def attempt(_):
        try:
            return limits.take(LIMIT, "bersama")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(attempt, range(24)))

    assert waits.count(0) == LIMIT.amount
