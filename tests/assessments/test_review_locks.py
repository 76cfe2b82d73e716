"""Having an answer open to review: who holds it, what the second sees, and how it passes on."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from assessments import workflow
from assessments.models import Answer, Event, Review, ReviewLock
from tests import factories
from tests.assessments.filling import text
from tests.assessments.racing import rounds, together
from tests.assessments.reviewing import decision, url

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def first(waiting):
    return waiting[0]


@pytest.fixture
def second_assessor(institution, other_unit):
    return factories.make_user(
        "asesor.disdik@uji.local", "Asesor Pendidikan", institution, Membership.Role.ASSESSOR, other_unit
    )


@pytest.fixture
def rival(second_assessor):
    client = Client()
    client.force_login(second_assessor)
    return client


def holder():
    return ReviewLock.objects.select_related("holder").get().holder


def lapse():
    ReviewLock.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_opening_the_page_holds_the_answer_for_ten_minutes(first, reviewer, assessor):
    page = text(reviewer.get(url(first)))

    lock = ReviewLock.objects.get()
    assert (lock.answer, lock.holder) == (first, assessor)
    assert timedelta(minutes=9) < lock.expires_at - timezone.now() <= timedelta(minutes=10)
    assert f'data-hold="/reviu/{first.pk}/pegangan/"' in page and "data-main-submit" in page


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["coordinator", "executive", "own_assessor"])
def test_who_cannot_decide_holds_nothing(person, first, client, request):
    client.force_login(request.getfixturevalue(person))

    assert client.get(url(first)).status_code == 200
    assert not ReviewLock.objects.exists()


@pytest.mark.django_db
def test_looking_ahead_holds_nothing(first, reviewer):
    reviewer.head(url(first))
    reviewer.get(url(first), headers={"Sec-Purpose": "prefetch;prerender"})

    assert not ReviewLock.objects.exists()


@pytest.mark.django_db
def test_second_assessor_only_reads_and_is_told_who_holds(first, reviewer, rival, assessor):
    reviewer.get(url(first))

    page = text(rival.get(url(first)))

    assert "Asesor Inspektorat sedang mereviu jawaban ini sejak pukul" in page
    assert "Ambil alih</button>" in page and "data-main-submit" not in page
    assert holder() == assessor


@pytest.mark.django_db
def test_coordinator_reads_what_is_held(first, reviewer, client, coordinator):
    reviewer.get(url(first))
    reader = Client()
    reader.force_login(coordinator)

    assert "sedang mereviu jawaban ini" not in text(reader.get(url(first)))


@pytest.mark.django_db
def test_hold_lapses_by_itself(first, reviewer, rival, second_assessor):
    reviewer.get(url(first))
    lapse()

    assert "data-main-submit" in text(rival.get(url(first)))
    assert holder() == second_assessor


@pytest.mark.django_db
def test_taking_over_moves_the_hold_and_is_recorded(first, reviewer, rival, assessor, second_assessor):
    reviewer.get(url(first))

    response = rival.post(f"{url(first)}ambil-alih/?pd=DINKES", {"holder": assessor.pk})

    assert response.url == f"{url(first)}?pd=DINKES"
    assert holder() == second_assessor
    event = Event.objects.get(action="review.taken_over")
    assert (event.actor, event.target, event.data) == (second_assessor, f"answer:{first.pk}", {"holder": assessor.pk})
    assert "data-main-submit" in text(rival.get(url(first)))


@pytest.mark.django_db
def test_taking_over_from_somebody_else_than_was_seen_is_refused(first, reviewer, rival, second_assessor):
    reviewer.get(url(first))

    plain = rival.post(f"{url(first)}ambil-alih/", {"holder": second_assessor.pk}, follow=True)
    told = rival.post(f"{url(first)}ambil-alih/", {"holder": second_assessor.pk}, **JSON)

    assert "Belum diambil alih: Asesor Inspektorat sedang mereviu" in text(plain)
    assert told.status_code == 409 and told.json()["milik"] is False
    assert not Event.objects.filter(action="review.taken_over").exists()


@pytest.mark.django_db
def test_taking_what_lapsed_needs_no_event(first, reviewer, rival, assessor, second_assessor):
    reviewer.get(url(first))
    lapse()

    rival.post(f"{url(first)}ambil-alih/", {"holder": assessor.pk})

    assert holder() == second_assessor
    assert not Event.objects.filter(action="review.taken_over").exists()


@pytest.mark.django_db
def test_sign_of_life_renews_and_tells_the_first_holder_of_a_takeover(first, reviewer, rival, assessor):
    reviewer.get(url(first))
    ReviewLock.objects.update(expires_at=timezone.now() + timedelta(minutes=1))

    own = reviewer.post(f"{url(first)}pegangan/", **JSON).json()
    assert own["milik"] is True and own["versi"] == first.version
    assert ReviewLock.objects.get().expires_at > timezone.now() + timedelta(minutes=9)

    rival.post(f"{url(first)}ambil-alih/", {"holder": assessor.pk})
    lost = reviewer.post(f"{url(first)}pegangan/", **JSON).json()
    assert lost["milik"] is False and lost["kalimat"].startswith("Asesor Pendidikan sedang mereviu jawaban ini")


@pytest.mark.django_db
def test_leaving_lets_go_but_not_of_a_page_opened_since(first, reviewer):
    reviewer.get(url(first))
    old = ReviewLock.objects.get().taken_at.isoformat()
    reviewer.get(url(first))
    now = ReviewLock.objects.get().taken_at.isoformat()

    for taken in (old, "kacau", ""):
        reviewer.post(f"{url(first)}pegangan/", {"leaves": "1", "taken": taken})
        assert ReviewLock.objects.exists(), taken

    assert reviewer.post(f"{url(first)}pegangan/", {"leaves": "1", "taken": now}).status_code == 204
    assert not ReviewLock.objects.exists()


@pytest.mark.django_db
def test_saving_what_another_holds_is_refused_with_all_that_was_typed(first, reviewer, rival, assessor):
    reviewer.get(url(first))
    rival.post(f"{url(first)}ambil-alih/", {"holder": assessor.pk})
    typed = decision(first, "adjust", score="2", reason="Kriteria tingkat ketiga belum terbukti sama sekali.")

    refused = reviewer.post(url(first), typed)

    page = text(refused)
    assert refused.status_code == 409 and not Review.objects.exists()
    assert "Asesor Pendidikan sedang mereviu jawaban ini" in page and "Keputusan Anda belum tersimpan" in page
    assert typed["reason"] in page and "Ambil alih dan simpan" in page
    held = ReviewLock.objects.get()

    saved = reviewer.post(url(first), typed | {"holder": held.holder_id})

    assert saved.status_code == 302
    assert Review.objects.get().reason == typed["reason"]
    assert Event.objects.filter(action="review.taken_over").count() == 2
    assert not ReviewLock.objects.filter(answer=first).exists()


@pytest.mark.django_db
def test_decision_lets_go(first, reviewer):
    reviewer.get(url(first))

    reviewer.post(url(first), decision(first))

    assert not ReviewLock.objects.filter(answer=first).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["pegangan/", "ambil-alih/"])
def test_hold_is_not_for_those_who_cannot_decide(path, first, client, own_assessor, coordinator, neighbor):
    for person, status in ((own_assessor, 403), (coordinator, 403), (neighbor, 404)):
        client.force_login(person)
        assert client.post(f"{url(first)}{path}").status_code == status
        assert client.get(f"{url(first)}{path}").status_code == 405
    assert not ReviewLock.objects.exists()


@pytest.mark.two_databases
@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_open_at_once_holds(first, assessor, second_assessor):
    for _ in range(rounds(8)):
        ReviewLock.objects.all().delete()
        jobs = [lambda who=who: workflow.hold(first, by=who).holder_id for who in (assessor, second_assessor)]
        seen = together(*jobs)
        assert seen[0] == seen[1] == holder().pk


@pytest.mark.two_databases
@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_take_over_at_once_gets_it(first, assessor, second_assessor, institution):
    third_unit = factories.make_unit(institution, "BAPPEDA", "Bappeda")
    third = factories.make_user("asesor.3@uji.local", "Asesor Bappeda", institution, "assessor", third_unit)
    for turn in range(rounds(8)):
        ReviewLock.objects.all().delete()
        workflow.hold(first, by=assessor)
        jobs = [lambda who=who: workflow.take_over(first, by=who, seen=assessor.pk) for who in (second_assessor, third)]
        results = together(*jobs)
        lost = [result for result in results if isinstance(result, workflow.Held)]
        assert len(lost) == 1 and lost[0].lock.holder == holder() != assessor, results
        assert Event.objects.filter(action="review.taken_over").count() == turn + 1


@pytest.mark.two_databases
@pytest.mark.django_db(transaction=True)
def test_taking_over_and_deciding_at_once_end_in_one_of_two_ways(waiting, assessor, second_assessor):
    for answer in waiting:
        answer = Answer.objects.with_parents().get(pk=answer.pk)
        workflow.hold(answer, by=assessor)
        taken, decided = together(
            lambda answer=answer: workflow.take_over(answer, by=second_assessor, seen=assessor.pk),
            lambda answer=answer: workflow.accept(answer, by=assessor, version=answer.version),
        )
        if isinstance(decided, Review):
            assert isinstance(taken, ReviewLock)
        else:
            assert isinstance(decided, workflow.Held) and decided.lock.holder == second_assessor
            assert Answer.objects.get(pk=answer.pk).status == Answer.Status.WAITING


@pytest.mark.django_db
def test_own_unit_cannot_take_over(first, own_assessor, assessor):
    workflow.hold(first, by=assessor)

    with pytest.raises(PermissionDenied, match="Anda berasal dari Dinas Kesehatan"):
        workflow.take_over(first, by=own_assessor, seen=assessor.pk)
