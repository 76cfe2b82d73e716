"""A SQLite with the known fault is told of, and refuses nothing."""

import pytest
from django.core.checks import WARNING
from django.db import connection

from spbe_portal import checks


@pytest.mark.parametrize(("version", "warned"), [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False)])
def test_old_sqlite_beside_a_worker_is_warned_of(monkeypatch, version, warned):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(connection, "vendor", "sqlite")

    found = checks.sqlite_with_several_processes(None)

    assert [(message.id, message.level) for message in found] == ([("portal.W001", WARNING)] if warned else [])


def test_other_databases_are_not_warned_of(monkeypatch):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(connection, "vendor", "postgresql")

    assert checks.sqlite_with_several_processes(None) == []


def test_web_processes_and_the_worker_are_counted(monkeypatch, settings):
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(connection, "vendor", "sqlite")
    settings.PROCESSES = 2

    assert "3 proses" in checks.sqlite_with_several_processes(None)[0].msg
