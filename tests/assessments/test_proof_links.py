"""A person tells whether a link works; the server never opens one."""

import socket

import pytest

from assessments import workflow
from tests import factories
from tests.assessments.filling import refreshed, text
from tests.assessments.proof_pages import library_events, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]


@pytest.fixture
def no_network(monkeypatch):
    """Whoever opens a connection fails the test: links are never fetched."""

    def refuse(*arguments, **options):
        raise AssertionError(f"the server tried to connect: {arguments}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def test_person_marks_a_link_dead_and_alive(client, link, operator, assessor, no_network):
    for person in (operator, assessor):
        client.force_login(person)
        client.post(url(link, "tautan/"), {"tindakan": "mati"})
        link.refresh_from_db()
        assert link.dead_at and link.dead_by == person
        assert "Tautan mati" in text(client.get(url(link)))
        client.post(url(link, "tautan/"), {"tindakan": "hidup"})
        link.refresh_from_db()
        assert (link.dead_at, link.dead_by) == (None, None)
    assert library_events(link) == ["evidence.link_dead", "evidence.link_alive"] * 2


def test_marking_a_link_does_not_bias_an_assessor(answer, link, assessor, operator):
    """Whoever filled an assessment may not judge it; telling of a link is no filling."""
    workflow.mark_link(link, by=assessor, dead=True)
    factories.fill_all(answer.assessment, operator)
    factories.submit(answer.assessment, by=operator)

    fresh = refreshed(answer)
    assert workflow.accept(fresh, by=assessor, version=fresh.version)


def test_others_do_not_mark(client, link, head, coordinator, executive):
    for person in (head, coordinator, executive):
        client.force_login(person)
        assert client.post(url(link, "tautan/")).status_code == 403


def test_file_is_no_link(filler, proof):
    assert filler.post(url(proof, "tautan/")).status_code == 403
