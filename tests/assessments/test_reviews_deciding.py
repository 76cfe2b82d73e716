"""Deciding: what is saved, what is refused and kept, and which answer comes next."""

import pytest

from assessments.models import Answer, Event, Period, Review
from tests import factories
from tests.assessments.filling import refreshed, text, told
from tests.assessments.reviewing import LONG, decision, url

pytestmark = pytest.mark.django_db


def test_accept_opens_the_next_answer(waiting, reviewer, assessor):
    first, *_ = waiting

    response = reviewer.post(url(waiting[2]), decision(waiting[2]))

    # Without last year the influence is 2 × weight: 3 (30), 2 (20), 1 (10).
    assert response.url == url(waiting[1])
    assert told(response)[0].startswith("Keputusan tersimpan: Dinas Kesehatan, indikator 3, diterima.")
    review = Review.objects.get()
    assert (review.answer, review.assessor, review.verdict, review.score) == (waiting[2], assessor, "accept", 3)
    assert refreshed(waiting[2]).status == Answer.Status.ACCEPTED
    assert refreshed(first).status == Answer.Status.WAITING


def test_adjust_sets_another_level_with_a_reason(waiting, reviewer):
    response = reviewer.post(url(waiting[0]), decision(waiting[0], "adjust", score="2", reason=LONG))

    assert response.status_code == 302
    review = Review.objects.get()
    assert (review.verdict, review.score, review.claimed_score, review.reason) == ("adjust", 2, 3, LONG)
    assert refreshed(waiting[0]).status == Answer.Status.ADJUSTED


def test_return_asks_for_what_is_missing(waiting, submitted, reviewer):
    reviewer.post(url(waiting[0]), decision(waiting[0], "send_back", reason=LONG))

    submitted.refresh_from_db()
    assert refreshed(waiting[0]).status == Answer.Status.RETURNED
    assert submitted.status == "returned"
    assert Event.objects.filter(action="review.send_back").count() == 1


def test_decision_is_made_again_while_the_period_is_open(waiting, reviewer):
    reviewer.post(url(waiting[0]), decision(waiting[0]))
    answer = refreshed(waiting[0])

    reviewer.post(url(answer), decision(answer, "adjust", score="2", reason=LONG))

    assert list(Review.objects.order_by("pk").values_list("verdict", flat=True)) == ["accept", "adjust"]
    assert refreshed(answer).status == Answer.Status.ADJUSTED


def test_next_keeps_the_filters(waiting, reviewer):
    query = "?pd=DINKES&aspek=A1"

    response = reviewer.post(url(waiting[1], query), decision(waiting[1]))

    assert response.url == url(waiting[0], query)


def test_behind_the_last_answer_stands_the_list(waiting, reviewer):
    response = reviewer.post(url(waiting[0], "?aspek=A1"), decision(waiting[0]))

    assert response.url == "/reviu/?aspek=A1"
    assert told(response)[-1] == "Anda sampai di akhir antrean ini."


def test_skip_leads_on_without_deciding(waiting, reviewer):
    assert f'href="{url(waiting[1])}" data-next-unfinished' in text(reviewer.get(url(waiting[2])))
    assert "Ke daftar antrean" in text(reviewer.get(url(waiting[0])))


@pytest.mark.parametrize(
    "fields, fault",
    [
        ({"verdict": ""}, "Pilih salah satu keputusan"),
        ({"verdict": "approve"}, "Pilih salah satu keputusan"),
        ({"verdict": "adjust", "reason": LONG}, "Pilih tingkat yang ditetapkan"),
        ({"verdict": "adjust", "score": "3", "reason": LONG}, "Nilai ini sama dengan penilaian mandiri"),
        ({"verdict": "adjust", "score": "6", "reason": LONG}, "Nilai harus antara 1 sampai 5"),
        ({"verdict": "adjust", "score": "2.5", "reason": LONG}, "Nilai harus kelipatan 1"),
        ({"verdict": "adjust", "score": "2", "reason": "Kurang bukti."}, "Tulis alasan paling sedikit 20 karakter"),
        ({"verdict": "adjust", "score": "2", "reason": " " * 30}, "Tulis alasan paling sedikit 20 karakter"),
        ({"verdict": "send_back", "reason": "Kurang."}, "Tulis apa yang perlu dilengkapi"),
        ({"verdict": "accept", "reason": "x" * 4001}, "paling banyak 4000 karakter"),
    ],
)
def test_faulty_decision_is_explained_and_kept(fields, fault, waiting, reviewer):
    response = reviewer.post(url(waiting[0]), decision(waiting[0], **fields))

    page = text(response)
    assert response.status_code == 422
    assert fault in page and "Keputusan belum tersimpan" in page
    assert fields.get("reason", "").strip() in page
    assert not Review.objects.exists()


def test_reason_of_exactly_twenty_characters_is_enough(waiting, reviewer):
    reviewer.post(url(waiting[0]), decision(waiting[0], "adjust", score="2", reason="x" * 20))

    assert Review.objects.get().reason == "x" * 20


def test_return_after_the_repair_deadline_is_not_offered_and_refused(waiting, reviewer):
    Period.objects.update(**factories.windows(fill=(-40, -30), repair=-20, review=-10, closing=-5))

    page = text(reviewer.get(url(waiting[0])))
    response = reviewer.post(url(waiting[0]), decision(waiting[0], "send_back", reason=LONG))

    assert 'value="send_back" disabled' in page and "Tenggat perbaikan telah lewat" in page
    assert response.status_code == 422 and LONG in text(response)
    assert not Review.objects.exists()
