"""The queue: what it holds, in which order, what it says of each answer, and in how many queries."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments import workflow
from assessments.models import Answer, Assessment, Evidence, Period
from assessments.queue import Mark, Order, Queue, Show, tally
from tests import factories

pytestmark = pytest.mark.django_db

URL = "/reviu/"


def entries(period, user, **chosen):
    found = Queue(Period.objects.select_related("instrument").get(pk=period.pk), user, **chosen)
    return found.with_flags(found.entries)


def numbers(period, user, **chosen):
    return [entry.number for entry in entries(period, user, **chosen)]


# Order


def test_order_is_by_weight_times_change_from_last_year(last_year, period, claims, assessor):
    claims({1: "5", 2: "2", 3: "3"})

    found = entries(period, assessor)

    # 10 × |5−3| = 20, 20 × |2−3| = 20, 30 × |3−3| = 0; equal influence and age: the lower number first.
    assert [(e.number, e.last, e.claimed, e.influence) for e in found] == [(1, 3, 5, 20), (2, 3, 2, 20), (3, 3, 3, 0)]


def test_order_without_last_year_counts_from_the_lowest_score(period, claims, assessor):
    claims({1: "5", 2: "1", 3: "2"})

    found = entries(period, assessor)

    # 10 × |5−1| = 40, 30 × |2−1| = 30, 20 × |1−1| = 0
    assert [(e.number, e.last, e.influence) for e in found] == [(1, None, 40), (3, None, 30), (2, None, 0)]


def test_order_ignores_a_result_of_another_instrument(last_year, period, claims, assessor):
    other = factories.make_instrument("lain")
    data = last_year.results.get()
    content = data.data.replace('"slug":"uji"', f'"slug":"{other.slug}"')
    assert content != data.data
    last_year.results.model.objects.create(
        period=last_year, revision=2, data=content, digest="0" * 64, index=3, rating="Baik",
        closed_at=timezone.now(), closed_by=data.closed_by,
    )  # fmt: skip
    claims({})

    assert {entry.last for entry in entries(period, assessor)} == {None}


def test_supporting_unit_compares_with_its_own_score(last_year, period, claims, other_unit, neighbor, assessor):
    claims({1: "2"}, where=other_unit, who=neighbor)

    entry = next(e for e in entries(period, assessor) if e.number == 1)

    assert (entry.last, entry.flag.text) == (2, "Tingkat tetap")


def test_equal_influence_puts_the_older_first(last_year, period, claims, unit, other_unit, neighbor, assessor):
    claims({1: "3", 2: "3", 3: "3"})
    claims({1: "2", 4: "3", 5: "3"}, where=other_unit, who=neighbor)
    Assessment.objects.filter(period=period, unit=other_unit).update(submitted_at=timezone.now() - timedelta(days=3))

    assert numbers(period, assessor) == [1, 4, 5, 1, 2, 3]


@pytest.mark.parametrize(
    "order, expected",
    [
        (Order.NUMBER, [("1", "Dinas Kesehatan"), ("1", "Dinas Pendidikan"), ("2", "Dinas Kesehatan")]),
        (Order.UNIT, [("1", "Dinas Kesehatan"), ("2", "Dinas Kesehatan"), ("3", "Dinas Kesehatan")]),
    ],
)
def test_other_orders(order, expected, period, claims, other_unit, neighbor, assessor):
    claims({})
    claims({}, where=other_unit, who=neighbor)

    assert [(str(e.number), e.unit) for e in entries(period, assessor, order=order)][:3] == expected


# What it holds


def test_queue_holds_what_waits_and_nothing_unsent(period, claims, assessor, neighbor, other_unit):
    claims({})
    factories.fill_all(period.assessments.get(unit=other_unit), neighbor)

    assert sorted(numbers(period, assessor)) == [1, 2, 3]


@pytest.mark.parametrize(
    "show, expected",
    [(Show.WAITING, [3]), (Show.DECIDED, [1]), (Show.RETURNED, [2]), (Show.ALL, [1, 2, 3])],
)
def test_filter_by_status(show, expected, submitted, period, assessor):
    first, second, _ = Answer.objects.filter(assessment=submitted).with_parents().order_by("indicator__number")
    workflow.accept(first, by=assessor, version=first.version)
    workflow.send_back(second, by=assessor, version=second.version, reason=factories.REASON)

    assert sorted(numbers(period, assessor, show=show)) == expected


def test_filters_by_unit_and_aspect(period, claims, other_unit, neighbor, assessor):
    claims({})
    claims({}, where=other_unit, who=neighbor)

    assert {e.unit_code for e in entries(period, assessor, unit="DISDIK")} == {"DISDIK"}
    assert sorted(numbers(period, assessor, aspect="A1")) == [1, 1, 2]
    assert numbers(period, assessor, aspect="A2", unit="DISDIK") == []


def test_tally_counts_what_is_asked_for(submitted, period, assessor):
    first, second, _ = Answer.objects.filter(assessment=submitted).with_parents().order_by("indicator__number")
    workflow.accept(first, by=assessor, version=first.version)
    workflow.send_back(second, by=assessor, version=second.version, reason=factories.REASON)

    assert tally(period) == (6, 1, 1, 1, 0)


# Flags


@pytest.mark.parametrize(
    "claimed, flag, is_warning",
    [
        ("5", "Naik ≥ 2 tingkat", True),
        ("4", "Naik 1 tingkat", False),
        ("3", "Tingkat tetap", False),
        ("2", "Turun 1 tingkat", False),
    ],
)
def test_flag_tells_the_change(claimed, flag, is_warning, last_year, period, claims, assessor):
    claims({1: claimed})

    entry = next(e for e in entries(period, assessor) if e.number == 1)

    assert entry.flag == (flag, is_warning)


def test_flag_tells_of_a_copy_that_nobody_touched(copied, period, assessor):
    flags = {e.number: e.flag.text for e in entries(period, assessor, unit="DINKES")}

    assert flags == {1: "Tidak berubah", 2: "Tingkat tetap", 3: "Tingkat tetap"}
    assert [e.number for e in entries(period, assessor, mark=Mark.UNCHANGED)] == [1]


def test_flag_without_last_year(period, claims, assessor):
    claims({})

    assert {e.flag.text for e in entries(period, assessor)} == {"Tanpa hasil pembanding"}


@pytest.mark.parametrize("days, flag", [(-1, "Tanpa bukti baru"), (1, "Naik 1 tingkat")])
def test_flag_warns_when_a_rise_brings_no_new_proof(days, flag, last_year, period, claims, assessor):
    claims({1: "4"})
    added = period.fill_opens_at + timedelta(days=days)
    Evidence.objects.filter(citations__answer__assessment__period=period).update(created_at=added)

    entry = next(e for e in entries(period, assessor) if e.number == 1)

    assert entry.flag.text == flag
    assert entry.flag.is_warning is (flag == "Tanpa bukti baru")


def test_flag_tells_of_a_repair(submitted, period, assessor, operator):
    answer = Answer.objects.with_parents().get(assessment=submitted, indicator__number=1)
    workflow.send_back(answer, by=assessor, version=answer.version, reason=factories.REASON)
    returned = entries(period, assessor, show=Show.RETURNED)
    answer.refresh_from_db()
    workflow.save_answer(answer, by=operator, seen=answer.versions, reply="Sudah dilampirkan.")
    factories.resend(submitted, by=operator)

    assert [e.flag.text for e in returned] == ["Dikembalikan"]
    assert next(e for e in entries(period, assessor) if e.number == 1).flag.text == "Sudah diperbaiki"


def test_flag_tells_an_assessor_of_the_own_unit_and_the_own_entry(submitted, period, own_assessor, operator, assessor):
    assert {e.flag.text for e in entries(period, own_assessor)} == {"PD Anda: direviu asesor lain"}

    operator.memberships.all().delete()
    assessor.memberships.update(user=operator)
    former = type(operator).objects.get(pk=operator.pk)
    assert {e.flag.text for e in entries(period, former)} == {"Isian Anda: direviu asesor lain"}


def test_flag_of_independence_is_not_for_readers(submitted, period, coordinator):
    assert {e.flag.text for e in entries(period, coordinator)} == {"Tanpa hasil pembanding"}


def test_decided_entry_carries_its_score(submitted, period, assessor):
    answer = Answer.objects.with_parents().get(assessment=submitted, indicator__number=1)
    workflow.adjust(answer, by=assessor, version=answer.version, score=Decimal(2), reason=factories.REASON)

    assert [e.decided for e in entries(period, assessor, show=Show.DECIDED)] == [2]


# One after the other


def test_next_skips_what_the_assessor_may_not_decide(period, claims, other_unit, neighbor, own_assessor):
    claims({1: "5", 2: "5", 3: "5"})
    claims({1: "3"}, where=other_unit, who=neighbor)
    found = Queue(period, own_assessor)
    first = found.entries[0]

    following = found.after(first)

    assert first.unit_code == "DINKES"
    assert following.unit_code == "DISDIK"
    assert found.after(found.entries[-1]) is None


def test_next_goes_on_from_an_answer_that_left_the_queue(submitted, period, assessor):
    found = Queue(period, assessor)
    current = Answer.objects.with_parents().get(pk=found.entries[0].pk)
    workflow.accept(current, by=assessor, version=current.version)

    renewed = Queue(period, assessor)

    assert renewed.after(renewed.entry_of(current)).pk == found.entries[1].pk


def test_stretch_keeps_the_answer_near_its_top(submitted, period, assessor):
    found = Queue(period, assessor)

    assert [e.pk for e in found.around(found.entries[2], 1, 2)] == [e.pk for e in found.entries[1:]]
    assert [e.pk for e in found.around(found.entries[0], 1, 2)] == [e.pk for e in found.entries[:2]]
    assert len(found.around(found.entries[0], 3, 20)) == 3
