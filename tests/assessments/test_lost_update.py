"""C1: of two officers who save the same field from the same version exactly one succeeds, whatever the moment."""

import threading
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import Client

from accounts.models import Membership
from assessments import workflow
from assessments.forms.description import told
from assessments.models import Answer, Event, Revision
from tests import factories
from tests.assessments.autosaving import autosave
from tests.assessments.filling import answer_url, refreshed, seen_of, sent
from tests.assessments.racing import rounds, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_databases]

ROUNDS = 20
CROWD = 50


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


@pytest.fixture
def crowd(institution, instrument, coordinator, operator):
    """25 answers of five units; the operator works for all of them."""
    units = [factories.make_unit(institution, f"PD{number}") for number in range(5)]
    for unit in units:
        Membership.objects.create(user=operator, institution=institution, unit=unit, role=Membership.Role.OPERATOR)
    everything = [(number, unit) for number in range(1, 6) for unit in units]
    period = factories.make_period(
        institution,
        instrument,
        coordinator,
        year=2030,
        leads=[pair for pair in everything if pair[1] == units[0]],
        supporting=[pair for pair in everything if pair[1] != units[0]],
    )
    return list(Answer.objects.filter(assessment__period=period).with_parents())


def answered_save(client, row, text):
    """A save of the page, which asks again where the database is too busy to answer in time."""
    response = autosave(client, row, explanation=text)
    return answered_save(client, row, text) if response.status_code == 503 else response


def test_fifty_officers_in_pairs_lose_nothing(crowd, operator, colleague):
    """Each pair writes its own indicator from the same version, again and again; units and database are shared."""
    Membership.objects.bulk_create(
        Membership(user=colleague, institution=row.institution, unit=row.unit, role=row.role)
        for row in operator.memberships.exclude(unit__in=colleague.memberships.values("unit"))
    )
    times, pairs = rounds(25), [(row, threading.Barrier(2)) for row in crowd]

    def officer(person, row, meeting):
        client = Client()
        client.force_login(person)

        def work():
            answered = []
            for number in range(times):
                current = refreshed(row)
                meeting.wait(timeout=60)
                text = f"Naskah {person.name} {number}."
                answered.append((text, answered_save(client, current, text)))
                meeting.wait(timeout=60)
            return answered

        return work

    people = (operator, colleague)
    results = together(*[officer(person, row, meeting) for row, meeting in pairs for person in people])

    assert len(results) == CROWD
    saved = {200: 0, 409: 0}
    for one, other in zip(results[::2], results[1::2], strict=True):
        for (first, a), (second, b) in zip(one, other, strict=True):
            assert sorted((a.status_code, b.status_code)) == [200, 409]
            kept, lost, told = (first, second, b) if a.status_code == 200 else (second, first, a)
            [clash] = told.json()["bentrok"]
            assert (clash["saya"], clash["mereka"]) == (lost, kept)
            saved[200] += 1
            saved[409] += 1
    assert saved[200] == times * len(crowd)
    assert Answer.objects.aggregate(total=Sum("version"))["total"] == saved[200]
    assert Revision.objects.filter(is_used=False).count() == saved[409]
    for assessment in {row.assessment for row in crowd}:
        events = list(Event.objects.chain_of(assessment=assessment))
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        assert all(event.hash == event.computed_hash() for event in events)


def test_different_fields_never_conflict(answer, operator, colleague):
    for number in range(ROUNDS):
        current = fresh(answer)
        score = Decimal(1 + number % 5)
        changes = {"score": score}, {"explanation": f"naskah {number}"}
        jobs = [
            lambda by=by, values=values, row=current: workflow.save_answer(row, by=by, seen=row.versions, **values)
            for by, values in zip((operator, colleague), changes, strict=True)
        ]
        assert all(isinstance(result, Answer) for result in together(*jobs))
        assert (fresh(answer).score, fresh(answer).explanation) == (score, f"naskah {number}")
    assert fresh(answer).versions == {"score": ROUNDS, "explanation": ROUNDS, "reply": 0}
    assert not Revision.objects.filter(is_used=False).exists()


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


def test_pages_that_change_one_proof_answer_one_302_and_one_409(answer, operator):
    """From two indicators that cite it: only the row of the proof itself is the same."""
    second = answer.assessment.answers.with_parents().get(indicator__number=2)
    citation = workflow.cite(answer, factories.link(answer.assessment.unit, operator), by=operator)
    twin = workflow.cite(second, citation.evidence, by=operator)
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(operator)
    for number in range(ROUNDS // 4):
        seen = {row: told(seen_of(row)) for row in (citation, twin)}

        def posting(client, row, title, seen=seen):
            fields = {f"c{row.pk}-seen": seen[row], f"c{row.pk}-title": title}
            return lambda: client.post(answer_url(row.answer), fields | {f"c{row.pk}-levels": row.levels})

        titles = [f"Judul {name} putaran {number}" for name in ("pertama", "kedua")]
        responses = together(*map(posting, clients, (citation, twin), titles))

        assert sorted(response.status_code for response in responses) == [302, 409]
        lost = next(response for response in responses if response.status_code == 409).content.decode()
        assert all(title in lost for title in titles)


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
