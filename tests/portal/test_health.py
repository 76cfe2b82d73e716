import json

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


def _unreachable(execute, sql, params, many, context):
    raise OperationalError("connection refused")


def test_alive_without_an_account(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert json.loads(response.content) == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_503_when_the_database_does_not_answer(client):
    with connection.execute_wrapper(_unreachable):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert json.loads(response.content) == {"status": "database"}


def test_503_also_for_a_browser_with_a_session(client, operator):
    client.force_login(operator)
    with connection.execute_wrapper(_unreachable):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response["X-Request-ID"]


def test_answers_whatever_the_host_is_called(client):
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200


def test_reads_only(client):
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405
