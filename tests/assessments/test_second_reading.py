"""The second reading: a drawn sample, read blind, with agreement and what is brought together."""

from decimal import Decimal

import pytest

from assessments import workflow
from assessments.agreement import Agreement
from assessments.models import Answer, Event, Review, SecondReading
from tests import factories
from tests.assessments.deciding import decide
from tests.assessments.filling import text, told

pytestmark = pytest.mark.django_db

LONG = "Halaman 2 bukti a belum menunjukkan pemakaian di semua unit."


@pytest.fixture
def second(institution):
    unit = factories.make_unit(institution, "BAPPEDA")
    return factories.make_user("asesor.kedua@uji.local", "Asesor Kedua", institution, "assessor", unit)


@pytest.fixture
def drawn(waiting, assessor, coordinator):
    """The three answers of Dinas Kesehatan, decided at 3, 2 and 3, all drawn."""
    for answer, score in zip(waiting, (3, 2, 3), strict=True):
        decide(answer, assessor, score)
    period = waiting[0].assessment.period
    workflow.draw_sample(period, by=coordinator, percent=100)
    return period


def url(period, reading=None, way=""):
    return f"/reviu/pembacaan/{period.slug}/" + (f"{reading.pk}/{way}" if reading else "")


def reading_of(number):
    return SecondReading.objects.get(answer__indicator__number=number)


@pytest.mark.parametrize("percent, count", [(1, 1), (34, 2), (67, 3), (100, 3)])
def test_share_is_drawn_rounded_up(percent, count, waiting, assessor, coordinator):
    for answer in waiting:
        decide(answer, assessor, 3)

    drawn = workflow.draw_sample(waiting[0].assessment.period, by=coordinator, percent=percent)

    assert len(drawn) == count == SecondReading.objects.count()
    assert workflow.draw_sample(waiting[0].assessment.period, by=coordinator, percent=percent) == []
    assert Event.objects.get(action="second_reading.drawn").data["percent"] == percent


def test_every_raise_is_drawn(waiting, assessor, second, coordinator):
    raised = waiting[1]
    workflow.adjust(raised, by=assessor, version=raised.version, score=Decimal(4), reason=factories.REASON)
    raised.refresh_from_db()
    workflow.confirm(raised, by=second, version=raised.version)
    decide(waiting[0], assessor, 3)
    decide(waiting[2], assessor, 3)

    workflow.draw_sample(waiting[0].assessment.period, by=coordinator, percent=1)

    assert SecondReading.objects.filter(is_raise=True).values_list("answer", flat=True).get() == raised.pk
    assert SecondReading.objects.filter(is_raise=False).count() == 1


def test_coordinator_draws_from_the_page(waiting, assessor, as_coordinator):
    period = waiting[0].assessment.period
    decide(waiting[0], assessor, 3)

    response = as_coordinator.post(url(period), {"percent": "10"})
    bad = as_coordinator.post(url(period), {"percent": "0"})

    assert told(response) == ["1 jawaban dipilih."]
    assert bad.status_code == 422 and "Tulis angka 1 sampai 100." in text(bad)
    assert reading_of(1).drawn_by.email == "koordinator@uji.local"


def test_reader_sees_no_decision(drawn, second, client):
    client.force_login(second)

    page = text(client.get(url(drawn, reading_of(2))))

    assert factories.REASON not in page and "Asesor Internal" not in page and "Disesuaikan" not in page
    assert "Penilaian mandiri 3" in page and "Kriteria 2 tingkat 5." in page


def test_agreement_is_found_by_comparing(drawn, second, client):
    client.force_login(second)
    for number, score in ((1, "3"), (2, "3"), (3, "3")):
        client.post(url(drawn, reading_of(number)), {"score": score, "note": LONG})

    agreement = Agreement(drawn, second)
    assert (agreement.total.read, agreement.total.agreed, agreement.total.percent) == (3, 2, 67)
    assert [(count.label, count.mean_shift) for count in agreement.by_indicator if count.mean_shift] == [
        ("2. Hal 2", 1)
    ]
    assert agreement.by_assessor[0].read == 3
    assert [row.answer.indicator.number for row in agreement.differing] == [2]
    page = text(client.get(url(drawn)))
    assert "67%" in page and LONG in page and factories.REASON in page


@pytest.mark.parametrize(
    "fields, fault",
    [({"score": "", "note": LONG}, "Pilih tingkat"), ({"score": "3", "note": "Pendek"}, "paling sedikit")],
)
def test_faulty_reading_is_explained_and_kept(fields, fault, drawn, second, client):
    client.force_login(second)

    response = client.post(url(drawn, reading_of(1)), fields)

    assert response.status_code == 422 and fault in text(response) and fields["note"] in text(response)
    assert not SecondReading.objects.exclude(verdict="").exists()


@pytest.mark.parametrize("person", ["assessor", "own_assessor", "coordinator", "executive"])
def test_who_decided_or_belongs_to_the_unit_does_not_read(person, drawn, client, request):
    client.force_login(request.getfixturevalue(person))

    assert client.get(url(drawn, reading_of(1))).status_code == 403
    assert client.post(url(drawn, reading_of(1)), {"score": "3", "note": LONG}).status_code == 403
    assert Agreement(drawn, request.getfixturevalue(person)).mine == []


def test_reading_is_done_once(drawn, second, client):
    client.force_login(second)
    client.post(url(drawn, reading_of(1)), {"score": "3", "note": LONG})

    assert client.get(url(drawn, reading_of(1))).status_code == 403


@pytest.fixture
def differing(drawn, second):
    return workflow.read_again(reading_of(2), by=second, score=Decimal(3), note=LONG)


def test_difference_is_settled_and_the_decision_stays(differing, drawn, second, client):
    client.force_login(second)
    fields = {f"s{differing.pk}-outcome": "pertahankan", f"s{differing.pk}-text": LONG}

    response = client.post(url(drawn, differing, "selaras/"), fields)

    assert told(response) == ["Hasil penyelarasan tersimpan."]
    differing.refresh_from_db()
    assert differing.settled_by == second and differing.answer.status == "adjusted"
    assert Agreement(drawn, second).differing == []


def test_difference_sends_the_answer_back_to_the_review(differing, drawn, reviewer):
    fields = {f"s{differing.pk}-outcome": "kembalikan", f"s{differing.pk}-text": LONG}

    reviewer.post(url(drawn, differing, "selaras/"), fields)

    assert Answer.objects.get(pk=differing.answer_id).status == "waiting"
    assert Review.objects.filter(answer=differing.answer_id).count() == 1


def test_faulty_settlement_is_kept(differing, drawn, reviewer):
    fields = {f"s{differing.pk}-outcome": "kembalikan", f"s{differing.pk}-text": "Pendek"}

    response = reviewer.post(url(drawn, differing, "selaras/"), fields)

    assert response.status_code == 422 and ">Pendek</textarea>" in response.content.decode().replace("\n", "")
    assert Answer.objects.get(pk=differing.answer_id).status == "adjusted"


def test_page_takes_the_same_queries(drawn, waiting, second, client, django_assert_max_num_queries):
    client.force_login(second)
    with django_assert_max_num_queries(30) as one:
        client.get(url(drawn))
    count = len(one)
    SecondReading.objects.exclude(answer=waiting[0]).delete()
    with django_assert_max_num_queries(count) as fewer:
        client.get(url(drawn))
    assert len(fewer) == count
