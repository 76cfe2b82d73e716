"""What a page learns about its session, and how it makes it last."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

ADDRESS = "/sesi/"


@pytest.fixture
def ending(client, operator):
    """Signed in, with four minutes left."""
    client.force_login(operator)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=4))
    return client


def test_session_of_nobody_is_told_with_a_token(client, db):
    response = client.get(ADDRESS)
    told = response.json()
    assert (told["masuk"], told["pengguna"], told["sisa"]) == (False, None, 0)
    assert len(told["csrf"]) == 64
    assert "no-store" in response["Cache-Control"]


def test_session_tells_the_time_that_is_really_left(ending, operator):
    told = ending.get(ADDRESS).json()
    assert (told["masuk"], told["pengguna"]) == (True, operator.pk)
    assert 200 < told["sisa"] <= 240
    assert 200 < ending.get(ADDRESS).json()["sisa"] <= 240, "asking must not extend it"


def test_session_is_extended_by_post(ending):
    assert ending.post(ADDRESS).json()["sisa"] > 3600
    assert ending.get(ADDRESS).json()["sisa"] > 3600


def test_post_of_nobody_begins_no_session(client, db):
    assert client.post(ADDRESS).json()["masuk"] is False
    assert not Session.objects.exists()


def test_extension_needs_the_token_of_a_form(ending):
    ending.handler.enforce_csrf_checks = True
    assert ending.post(ADDRESS).status_code == 403


@pytest.mark.parametrize(("path", "status"), [("/", 401), (ADDRESS, 200)])
def test_late_answer_of_a_closed_tab_leaves_the_new_session_alone(client, operator, path, status):
    client.force_login(operator)
    Session.objects.all().delete()

    response = client.get(path, headers={"accept": "application/json"})

    assert response.status_code == status
    assert "sesi" not in response.cookies


def test_page_after_the_session_takes_the_dead_cookie_away(client, operator):
    client.force_login(operator)
    Session.objects.all().delete()

    assert client.get("/").cookies["sesi"]["max-age"] == 0
