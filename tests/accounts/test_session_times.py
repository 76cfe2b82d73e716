"""A session ends after half an hour without an act, and after twelve hours in any case; polling is no act."""

import pytest
import time_machine
from django.test import Client

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

HALF_HOUR, NOTED_EACH, HALF_DAY = 1800, 60, 12 * 3600


@pytest.fixture
def clock():
    with time_machine.travel("2026-06-01 08:00:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def client(clock, operator):
    client = Client()
    client.post("/masuk/", {"login": operator.email, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/akun/").status_code == 200


@pytest.mark.parametrize(("idle", "stays"), [(HALF_HOUR + NOTED_EACH - 1, True), (HALF_HOUR + NOTED_EACH, False)])
def test_half_an_hour_without_an_act_ends_it(idle, stays, client, clock):
    clock.shift(idle)

    assert is_in(client) is stays


def test_acts_keep_it_until_twelve_hours_are_over(client, clock):
    for _ in range(HALF_DAY // 1200 - 1):
        clock.shift(1200)
        assert is_in(client)
    clock.shift(1199)
    assert is_in(client)
    clock.shift(1)

    assert not is_in(client)


@pytest.mark.parametrize("path", ["/sesi/", "PRESENCE", "STANDING"])
def test_what_a_page_asks_by_itself_does_not_keep_it(path, client, clock, answer):
    place = answer.get_absolute_url()
    address = {"PRESENCE": f"{place}hadir/", "STANDING": f"{place}keadaan/"}.get(path, path)
    ask = client.post if path == "PRESENCE" else client.get
    for _ in range(3):
        clock.shift(600)
        assert ask(address, headers={"accept": "application/json"}).status_code == 200
    clock.shift(NOTED_EACH)

    assert not is_in(client)


def test_page_learns_how_long_it_lasts_and_makes_it_last(client, clock):
    clock.shift(1500)
    before = client.get("/sesi/").json()["sisa"]
    extended = client.post("/sesi/").json()["sisa"]
    clock.shift(1500)

    assert (before, extended) == (HALF_HOUR + NOTED_EACH - 1500, HALF_HOUR + NOTED_EACH)
    assert is_in(client)


def test_extending_does_not_pass_the_end(client, clock):
    for _ in range(HALF_DAY // 1500):
        clock.shift(1500)
        client.post("/sesi/")

    assert client.get("/sesi/").json()["sisa"] == HALF_DAY - HALF_DAY // 1500 * 1500


def test_script_learns_that_it_ended_and_the_cookie_stays(client, clock):
    clock.shift(HALF_HOUR + NOTED_EACH)

    response = client.get("/", headers={"accept": "application/json"})

    assert response.status_code == 401 and "sesi" not in response.cookies


def test_text_of_a_form_comes_back_after_the_end(client, clock, answer):
    clock.shift(HALF_HOUR + NOTED_EACH)

    response = client.post(
        answer.get_absolute_url(), {"explanation": "Yang sudah diketik dalam waktu lama, kalimat demi kalimat."}
    )

    assert "Yang sudah diketik dalam waktu lama, kalimat demi kalimat." in response.content.decode()


def test_acts_are_noted_once_a_minute(client, clock, django_assert_num_queries):
    client.get("/akun/")
    clock.shift(30)
    with django_assert_num_queries(3) as quiet:
        client.get("/akun/")
    assert not any("UPDATE" in query["sql"] for query in quiet.captured_queries)
