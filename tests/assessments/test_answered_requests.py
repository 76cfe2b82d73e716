"""C6: a save whose answer was lost on the way is sent again with its key, and is carried out once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from assessments import workflow
from assessments.models import AnsweredRequest, Event, Period, Presence
from tests.assessments.autosaving import autosave
from tests.assessments.filling import refreshed
from tests.assessments.racing import together

pytestmark = pytest.mark.two_databases

KEY = "6f1c0f0e-7d0b-4e4c-9a55-0d3f3d6d6d11"


def saves():
    return Event.objects.filter(action="answer.saved").count()


@pytest.mark.django_db
def test_same_request_gets_the_same_answer_and_is_done_once(filler, answer, colleague):
    first = autosave(filler, answer, key=KEY, explanation="Naskah saya.")
    fresh = refreshed(answer)
    workflow.save_answer(fresh, by=colleague, seen=fresh.versions, explanation="Ditulis sesudahnya.")

    again = autosave(filler, answer, key=KEY, explanation="Naskah saya.", izin="tanda lain")

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert refreshed(answer).explanation == "Ditulis sesudahnya."
    assert saves() == 2


@pytest.mark.django_db
def test_a_conflict_is_answered_again_as_it_was(filler, answer, colleague):
    workflow.save_answer(answer, by=colleague, seen=answer.versions, explanation="Naskah rekan.")
    responses = [autosave(filler, answer, key=KEY, explanation="Naskah saya.") for _ in range(2)]
    assert [response.status_code for response in responses] == [409, 409]
    assert responses[0].json() == responses[1].json()


@pytest.mark.django_db
def test_key_with_another_content_or_address_is_refused(filler, answer):
    autosave(filler, answer, key=KEY, explanation="Naskah saya.")
    second = refreshed(answer.assessment.answers.get(indicator__number=2))
    for response in (
        autosave(filler, answer, key=KEY, explanation="Naskah lain."),
        autosave(filler, second, key=KEY, explanation="Naskah saya."),
    ):
        assert response.status_code == 422
        assert response.json() == {"galat": {"": ["Kunci permintaan ini sudah dipakai untuk isian lain."]}}
    assert saves() == 1


@pytest.mark.django_db
def test_key_belongs_to_its_user(filler, answer, colleague):
    autosave(filler, answer, key=KEY, explanation="Naskah saya.")
    other = Client()
    other.force_login(colleague)
    response = autosave(other, refreshed(answer), key=KEY, explanation="Naskah rekan.")
    assert (response.status_code, refreshed(answer).explanation) == (200, "Naskah rekan.")


@pytest.mark.django_db
def test_key_is_forgotten_after_a_day(filler, answer):
    autosave(filler, answer, key=KEY, explanation="Naskah saya.")
    AnsweredRequest.objects.update(created_at=timezone.now() - AnsweredRequest.LIFETIME - timedelta(seconds=1))
    response = autosave(filler, refreshed(answer), key=KEY, explanation="Naskah besok.")
    assert (response.status_code, refreshed(answer).explanation) == (200, "Naskah besok.")
    assert AnsweredRequest.objects.count() == 1


@pytest.mark.django_db
def test_a_refusal_is_not_kept_because_the_next_try_may_succeed(filler, answer, period):
    closes_at = period.fill_closes_at
    Period.objects.update(fill_closes_at=timezone.now() - timedelta(seconds=1))
    assert autosave(filler, answer, key=KEY, explanation="Naskah.").status_code == 423
    Period.objects.update(fill_closes_at=closes_at)
    assert autosave(filler, answer, key=KEY, explanation="Naskah.").status_code == 200


@pytest.mark.django_db
def test_too_long_a_key_is_refused(filler, answer):
    assert autosave(filler, answer, key="k" * 65, explanation="Naskah.").status_code == 422
    assert saves() == 0


@pytest.mark.django_db(transaction=True)
def test_same_request_twice_at_once_is_done_once(answer, operator):
    clients = [Client() for _ in range(6)]
    for client in clients:
        client.force_login(operator)
    jobs = [lambda client=client: autosave(client, answer, key=KEY, explanation="Naskah.") for client in clients]

    responses = together(*jobs)

    assert {response.status_code for response in responses} == {200}
    assert all(response.json() == responses[0].json() for response in responses)
    assert (saves(), AnsweredRequest.objects.count(), refreshed(answer).version) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_same_key_for_two_units_at_once_is_done_for_one(answer, operator, institution, other_unit, period):
    """Two assessments share no lock: on PostgreSQL nothing but the constraint keeps these two apart."""
    Membership.objects.create(user=operator, institution=institution, role=Membership.Role.OPERATOR, unit=other_unit)
    other = refreshed(period.assessments.get(unit=other_unit).answers.get(indicator__number=4))
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(operator)
    rows = zip(clients, (answer, other), strict=True)

    responses = together(*[lambda c=c, row=row: autosave(c, row, key=KEY, explanation="Naskah.") for c, row in rows])

    assert sorted(response.status_code for response in responses) == [200, 422]
    assert saves() == 1


@pytest.mark.django_db
def test_stale_rows_are_forgotten(filler, answer, operator, capsys):
    autosave(filler, answer, key=KEY, explanation="Naskah.")
    autosave(filler, refreshed(answer), key="baru", explanation="Naskah lagi.")
    AnsweredRequest.objects.filter(key=KEY).update(created_at=timezone.now() - timedelta(days=2))
    Presence.objects.create(answer=answer, user=operator, seen_at=timezone.now() - timedelta(minutes=1))

    call_command("forget_requests")

    assert capsys.readouterr().out == "1 jawaban permintaan dan 1 tanda kehadiran dihapus.\n"
    assert list(AnsweredRequest.objects.values_list("key", flat=True)) == ["baru"]
