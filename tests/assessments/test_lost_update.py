"""C1: of two officers who save from the same version exactly one succeeds, whatever the database and the moment."""

import threading

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.test import Client

from assessments import workflow
from assessments.models import Answer, Event
from tests.assessments.filling import answer_url, sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]

ROUNDS = 40


def together(*jobs):
    """Run the jobs at the same moment, each on a connection of its own; their results in order."""
    results, start = [None] * len(jobs), threading.Barrier(len(jobs))

    def run(place, job):
        try:
            start.wait(timeout=10)
            results[place] = job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def saving(answer, by, text):
    """A save that says how it ended: the text that was kept, or the two texts of the conflict."""

    def job():
        try:
            return workflow.save_answer(answer, by=by, seen=answer.versions, explanation=text).explanation
        except workflow.Conflict as conflict:
            return (text, conflict.current.explanation)

    return job


def fresh(answer):
    return Answer.objects.with_parents().get(pk=answer.pk)


def test_one_of_two_saves_wins_and_the_other_is_told_both_texts(answer, operator):
    for number in range(ROUNDS):
        current = fresh(answer)
        results = together(*(saving(current, operator, f"naskah {name} {number}") for name in ("satu", "dua")))

        kept = [result for result in results if isinstance(result, str)]
        refused = [result for result in results if isinstance(result, tuple)]
        assert (len(kept), len(refused)) == (1, 1)
        assert refused[0][1] == kept[0] == fresh(answer).explanation
    assert Answer.objects.aggregate(total=Sum("version"))["total"] == ROUNDS
    events = list(Event.objects.chain_of(assessment=answer.assessment))
    assert [event.sequence for event in events] == list(range(1, ROUNDS + 1))
    assert all(event.hash == event.computed_hash() for event in events)


def test_different_indicators_never_conflict(answer, operator):
    second = answer.assessment.answers.with_parents().get(indicator__number=2)
    for number in range(ROUNDS):
        rows = [fresh(answer), fresh(second)]
        texts = [f"naskah {row.indicator.number} {number}" for row in rows]
        assert together(*(saving(row, operator, text) for row, text in zip(rows, texts, strict=True))) == texts
    assert Answer.objects.aggregate(total=Sum("version"))["total"] == 2 * ROUNDS


def test_pages_answer_one_302_and_one_409(answer, operator):
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(operator)
    for number in range(ROUNDS // 4):
        current = fresh(answer)

        def posting(client, text, current=current):
            return lambda: client.post(answer_url(current), sent(current, explanation=text))

        texts = [f"Naskah orang {name} pada putaran {number}." for name in ("pertama", "kedua")]
        responses = together(*map(posting, clients, texts))

        assert sorted(response.status_code for response in responses) == [302, 409]
        conflict = next(response for response in responses if response.status_code == 409).content.decode()
        assert "pertama" in conflict and "kedua" in conflict
    assert fresh(answer).version == ROUNDS // 4


def test_reading_and_writing_without_the_version_loses_an_update(answer, operator):
    """The negative control: without compare and swap the same two saves both report success, and one text is gone."""
    read = threading.Barrier(2)

    def careless(text):
        def job():
            row = Answer.objects.get(pk=answer.pk)
            read.wait(timeout=10)
            with transaction.atomic():
                row.explanation, row.version = text, row.version + 1
                row.save(update_fields=["explanation", "version"])
            return text

        return job

    saved = together(careless("naskah satu"), careless("naskah dua"))

    assert saved == ["naskah satu", "naskah dua"]
    assert fresh(answer).version == 1
    assert fresh(answer).explanation in saved
