"""Who else has the indicator open, and what the page learns while nothing is typed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from assessments import workflow
from assessments.models import Event, Period, Presence
from tests.assessments.autosaving import JSON
from tests.assessments.filling import answer_url, refreshed

pytestmark = [pytest.mark.django_db, pytest.mark.two_databases]


def ping(client, answer, **data):
    return client.post(f"{answer_url(answer)}hadir/", data, headers=JSON)


def test_two_people_learn_of_each_other_until_one_leaves(filler, answer, colleague, operator):
    other = Client()
    other.force_login(colleague)

    assert ping(filler, answer).json()["hadir"] == []
    assert ping(other, answer).json()["hadir"] == ["Operator Dinas Kesehatan"]
    told = ping(filler, answer)
    assert told.json()["hadir"] == ["Rekan Dinas Kesehatan"] and told["Cache-Control"] == "no-store"

    Presence.objects.filter(user=colleague).update(seen_at=timezone.now() - Presence.FRESH - timedelta(seconds=1))
    assert ping(filler, answer).json()["hadir"] == []
    assert Presence.objects.count() == 2 and not Event.objects.filter(action__startswith="answer.").exists()


def test_page_learns_the_versions_and_the_time_left(filler, answer):
    closes_at = timezone.now() + timedelta(hours=2)
    Period.objects.update(fill_closes_at=closes_at)
    told = ping(filler, answer).json()
    assert told["versi"] == answer.versions and told["status"] == "empty"
    assert 7190 <= told["sisa"] <= 7200

    answer.assessment.extended_until = closes_at + timedelta(hours=1)
    answer.assessment.save()
    assert 10790 <= ping(filler, answer).json()["sisa"] <= 10800


def test_ping_is_one_small_write(filler, answer, django_assert_num_queries):
    ping(filler, answer)
    sessions = list(Session.objects.values())
    with django_assert_num_queries(5):
        ping(filler, answer)
    assert list(Session.objects.values()) == sessions


def test_ping_helps_nobody_who_may_not_edit(client, filler, submitted, answer, assessor, neighbor):
    assert ping(filler, answer).status_code == 423
    client.force_login(assessor)
    assert ping(client, answer).status_code == 403
    client.force_login(neighbor)
    assert ping(client, answer).status_code == 404
    client.logout()
    assert ping(client, answer).status_code == 401
    assert not Presence.objects.exists()


def test_page_gets_what_the_same_person_wrote_meanwhile_and_nothing_of_a_colleague(filler, answer, operator, colleague):
    versions = {f"version-{name}": version for name, version in answer.versions.items()}
    workflow.save_answer(
        answer, by=operator, seen=answer.versions, score=Decimal(3), explanation="Dikirim perangkat ini."
    )
    told = ping(filler, answer, **versions).json()
    assert told["milik"] == {"score": "3", "explanation": "Dikirim perangkat ini."}
    assert told["versi"]["explanation"] == 1

    row = refreshed(answer)
    workflow.save_answer(row, by=colleague, seen=row.versions, explanation="Tulisan rekan.")
    assert ping(filler, answer, **versions).json()["milik"] == {"score": "3"}
    assert "milik" not in ping(filler, answer, **{f"version-{name}": 9 for name in answer.versions}).json()
    assert "milik" not in ping(filler, answer, **{"version-score": "x"}).json()
